// The Socket.IO server that the programs and the official client are measured with.
//
//   node interop/bench-server.mjs --rooms 500 --messages 100000 --history 1
//
// It has so many chats, each with so many messages, and can send so many messages at once. It speaks as much of the live
// dialect as signing in, listing and following need; any name and password sign in.
//
// Prints `listening PORT`, `joined` when a client is in all rooms, and `listed` when a list of chats has been sent.
//   GET /start            sends the messages, over all chats in turn
//   GET /rate?per-second=200&seconds=20&chat=ID
//                         sends so many messages a second: each tenth to that chat, the others over the others in turn.
//                         Their text holds when they were sent: `@` and the ms since 1970
//   GET /delay?ms=50      answers everything so much later from now on
//   GET /change?chats=20  adds a message to so many chats, of which nobody is told, and counts calls from zero
//   GET /calls            how many calls there have been since

import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { Server } from "socket.io";

const { values: options } = parseArgs({
  options: {
    rooms: { type: "string", default: "500" },
    messages: { type: "string", default: "100000" },
    history: { type: "string", default: "0" },
  },
});
const ROOMS = Number(options.rooms);
const MESSAGES = Number(options.messages);
const HISTORY = Number(options.history);
/** How many messages are handed to the sockets before the loop runs again. */
const SLICE = 500;

const admin = { _id: "640000000000000000000001", username: "mudir", role: "admin" };
const customer = { _id: "640000000000000000000004", username: "salma", role: "user" };

let time = Date.now() - 3_600_000;
const nextTime = () => new Date(time++).toISOString();

const conversations = Array.from({ length: ROOMS }, (_, number) => ({
  _id: `c${String(number).padStart(23, "0")}`,
  admin,
  restaurant: null,
  participant: customer,
  status: "open",
  subject: `محادثة ${number}`,
  supportType: "admin",
  lastMessage: null,
  unreadCountSupport: 0,
  unreadCountParticipant: 0,
  createdAt: nextTime(),
  updatedAt: nextTime(),
}));
const sent = new Map(conversations.map(({ _id }) => [_id, []]));
let messageNumber = 0;
for (let number = 0; number < HISTORY; number++) {
  for (const conversation of conversations) addMessage(conversation);
}

let delay = 0;
let calls = 0;
const later = (act) => (delay === 0 ? act() : setTimeout(act, delay));

const http = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    const url = new URL(request.url, "http://localhost");
    const directed = direct(url);
    if (directed === undefined) calls += 1;
    const body = JSON.stringify(directed ?? answer(url));
    const respond = () => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(body);
    };
    if (directed !== undefined) return respond();
    if (url.pathname === "/support/conversations") response.on("finish", () => console.log("listed"));
    return later(respond);
  });
});

/** What the measurement asks for; `undefined` when it is a call of the API. */
function direct({ pathname, searchParams }) {
  if (pathname === "/calls") return { calls };
  if (pathname === "/start") void sendBurst();
  else if (pathname === "/rate") sendAtRate(searchParams);
  else if (pathname === "/delay") delay = Number(searchParams.get("ms"));
  else if (pathname === "/change") {
    calls = 0;
    for (const conversation of conversations.slice(0, Number(searchParams.get("chats")))) addMessage(conversation);
  } else return undefined;
  return {};
}

function answer({ pathname, searchParams }) {
  if (pathname === "/auth/login") return { success: true, user: admin, token: token() };
  if (pathname === "/support/conversations") return conversations;
  const [, , , conversation, part] = pathname.split("/");
  if (part === "messages") return page(sent.get(conversation) ?? [], searchParams);
  return conversations.find(({ _id }) => _id === conversation) ?? {};
}

/** A page of messages, newest first. */
function page(all, searchParams) {
  const number = Number(searchParams.get("page") ?? 1);
  const limit = Number(searchParams.get("limit") ?? 50);
  return { messages: all.toReversed().slice((number - 1) * limit, number * limit), total: all.length };
}

function token() {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "HS256" })}.${part({ userId: admin._id, role: "admin" })}.signature`;
}

const support = new Server(http).of("/support");
let joined = 0;
support.on("connection", (socket) => {
  socket.on("join-conversation", ({ conversationId }, acknowledge) => {
    socket.join(conversationId);
    if (acknowledge) later(() => acknowledge({ success: true, conversationId }));
    joined += 1;
    if (joined === ROOMS) console.log("joined");
  });
});

/** A new message of the customer's; it is the chat's last. */
function addMessage(conversation, content = `رسالة رقم ${messageNumber} عن الطلب`) {
  const createdAt = nextTime();
  const message = {
    _id: messageNumber.toString(16).padStart(24, "0"),
    conversation: conversation._id,
    sender: customer,
    type: "text",
    content,
    isRead: false,
    createdAt,
    updatedAt: createdAt,
  };
  messageNumber += 1;
  sent.get(conversation._id).push({ ...message, sender: customer._id });
  conversation.lastMessage = { _id: message._id, content: message.content, type: "text", sender: customer._id, createdAt };
  conversation.updatedAt = createdAt;
  return message;
}

async function sendBurst() {
  for (let number = 0; number < MESSAGES; number++) {
    const conversation = conversations[number % ROOMS];
    support.to(conversation._id).emit("new-message", addMessage(conversation));
    if (number % SLICE === SLICE - 1) await new Promise(setImmediate);
  }
}

function sendAtRate(searchParams) {
  const perSecond = Number(searchParams.get("per-second"));
  const total = perSecond * Number(searchParams.get("seconds"));
  const watched = conversations.find(({ _id }) => _id === searchParams.get("chat"));
  const others = conversations.filter((conversation) => conversation !== watched);
  const began = performance.now();
  let number = 0;
  const timer = setInterval(() => {
    const due = Math.min(total, Math.floor(((performance.now() - began) * perSecond) / 1000));
    for (; number < due; number++) {
      const conversation = number % 10 === 0 ? watched : others[number % others.length];
      support.to(conversation._id).emit("new-message", addMessage(conversation, `رسالة رقم ${number} عن الطلب @${Date.now()}`));
    }
    if (number === total) clearInterval(timer);
  }, 1);
}

http.listen(0, "127.0.0.1", () => console.log(`listening ${http.address().port}`));
