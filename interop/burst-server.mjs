// A Socket.IO server that sends a burst of messages: what the programs and the official client are measured with.
//
//   node interop/burst-server.mjs --rooms 500 --messages 100000
//
// Prints `listening PORT`, and `joined` once a client is in all rooms. `GET /start` begins the burst. It speaks as
// much of the live dialect as signing in, listing and following need; any name and password sign in.

import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { Server } from "socket.io";

const { values: options } = parseArgs({
  options: { rooms: { type: "string", default: "500" }, messages: { type: "string", default: "100000" } },
});
const ROOMS = Number(options.rooms);
const MESSAGES = Number(options.messages);
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

const http = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer(new URL(request.url, "http://localhost"))));
  });
});

function answer({ pathname, searchParams }) {
  if (pathname === "/start") {
    void sendBurst();
    return {};
  }
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
    acknowledge?.({ success: true, conversationId });
    joined += 1;
    if (joined === ROOMS) console.log("joined");
  });
});

async function sendBurst() {
  for (let number = 0; number < MESSAGES; number++) {
    const conversation = conversations[number % ROOMS]._id;
    const createdAt = nextTime();
    const message = {
      _id: number.toString(16).padStart(24, "0"),
      conversation,
      sender: customer,
      type: "text",
      content: `رسالة رقم ${number} عن الطلب`,
      isRead: false,
      createdAt,
      updatedAt: createdAt,
    };
    sent.get(conversation).push({ ...message, sender: customer._id });
    support.to(conversation).emit("new-message", message);
    if (number % SLICE === SLICE - 1) await new Promise(setImmediate);
  }
}

http.listen(0, "127.0.0.1", () => console.log(`listening ${http.address().port}`));
