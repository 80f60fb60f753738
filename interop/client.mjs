// Checks the backend with the official Socket.IO client: every step of the contract that a client takes.
//
//   node interop/client.mjs --url URL --transport websocket|polling --expiring-token JWT
//
// Needs the accounts `admin` and `user`, password `demo`. The expiring token is one of `user`, valid
// for a few seconds. Prints a line for each step; exits with 1 and the reason at the first that fails.

import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { io } from "socket.io-client";

const PATIENCE_MS = 15_000;

const { values: options } = parseArgs({
  options: {
    url: { type: "string" },
    transport: { type: "string", default: "websocket" },
    "expiring-token": { type: "string" },
  },
});

const sockets = [];

/** Collects what a socket hears, and lets one wait for it. */
class Listener {
  constructor(handshake) {
    this.heard = [];
    this.waiting = [];
    this.socket = io(`${options.url}/support`, {
      transports: [options.transport],
      forceNew: true,
      reconnection: false,
      ...handshake,
    });
    sockets.push(this.socket);
    this.socket.onAny((event, payload) => this.note(event, payload));
    for (const event of ["connect", "disconnect", "connect_error"]) {
      this.socket.on(event, (payload) => this.note(event, payload));
    }
  }

  note(event, payload) {
    this.heard.push({ event, payload });
    this.waiting = this.waiting.filter((wanted) => !wanted());
  }

  /** The payload of the first such event, taken off the list. */
  hear(event, fits = () => true) {
    return new Promise((resolve, reject) => {
      const names = () => this.heard.map((one) => one.event).join(", ");
      const timer = setTimeout(
        () => reject(new Error(`never heard ${event}; heard: ${names()}`)),
        PATIENCE_MS,
      );
      const look = () => {
        const at = this.heard.findIndex((one) => one.event === event && fits(one.payload));
        if (at < 0) return false;
        const [{ payload }] = this.heard.splice(at, 1);
        clearTimeout(timer);
        resolve(payload);
        return true;
      };
      if (!look()) this.waiting.push(look);
    });
  }

  ask(event, payload) {
    return this.socket.timeout(PATIENCE_MS).emitWithAck(event, payload);
  }
}

async function call(method, path, token, body) {
  const answer = await fetch(options.url + path, {
    method,
    headers: {
      "content-type": "application/json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

async function signIn(username) {
  const { status, body } = await call("POST", "/auth/login", null, { username, password: "demo" });
  assert.equal(status, 201, `signing in as ${username}: ${JSON.stringify(body)}`);
  return { token: body.token, id: body.user._id };
}

async function connected(handshake) {
  const listener = new Listener(handshake);
  await listener.hear("connect");
  return listener;
}

async function refused(handshake, how) {
  const listener = await connected(handshake);
  const reason = await listener.hear("disconnect");
  assert.equal(reason, "io server disconnect", `${how}: disconnected by the server`);
  const errors = listener.heard.filter((one) => one.event === "connect_error");
  assert.deepEqual(errors, [], `${how}: the namespace is accepted first`);
}

const done = (step) => console.log(`ok ${step}`);

async function run() {
  const expiring = await connected({ auth: { token: options["expiring-token"] } });

  const wrong = await call("POST", "/auth/login", null, { username: "admin", password: "wrong" });
  assert.equal(wrong.status, 401);
  assert.equal(wrong.body.statusCode, 401);
  const admin = await signIn("admin");
  const user = await signIn("user");
  done("sign-in");

  const adminEar = await connected({ auth: { token: admin.token } });
  const userEar = await connected({ auth: { token: user.token } });
  await connected({ query: { token: user.token } });
  const header = await connected({ extraHeaders: { Authorization: `Bearer ${user.token}` } });
  done("token by auth object, query and header");

  const opened = await call("POST", "/support/conversations/with-admin", user.token, {
    subject: "سؤال عن الطلب",
  });
  assert.equal(opened.status, 201);
  const id = opened.body._id;
  for (const ear of [adminEar, userEar, header]) {
    const told = await ear.hear("new-conversation", (it) => it._id === id);
    assert.equal(told.status, "open");
    assert.equal(told.supportType, "general");
    assert.ok(!("lastMessage" in told) && !("unreadCount" in told), "as documented");
    assert.ok(told.participants.some((one) => one._id === admin.id && one.role === "admin"));
  }
  done("new conversation");

  for (const ear of [adminEar, userEar]) {
    const ack = await ear.ask("join-conversation", { conversationId: id });
    assert.deepEqual(ack, { success: true, conversationId: id });
  }
  done("join");

  const content = "مرحبا، وين وصل الطلب؟ 091-2345678";
  const sent = await call("POST", "/support/messages", user.token, { conversationId: id, content });
  assert.equal(sent.status, 201);
  for (const ear of [adminEar, userEar]) {
    const message = await ear.hear("new-message", (it) => it._id === sent.body._id);
    assert.equal(message.conversation, id);
    assert.equal(message.content, content);
    assert.equal(message.sender._id, user.id);
    assert.equal(message.type, "text");
    assert.equal(message.isRead, false);
  }
  done("message");

  await call("PATCH", `/support/conversations/${id}`, admin.token, { status: "closed" });
  for (const ear of [adminEar, userEar]) {
    const updated = await ear.hear("conversation-updated", (it) => it._id === id);
    assert.equal(updated.status, "closed");
    assert.equal(updated.lastMessage._id, sent.body._id);
  }
  const late = await call("POST", "/support/messages", user.token, { conversationId: id, content });
  assert.equal(late.status, 403);
  assert.equal(late.body.message, "Conversation is closed");
  await call("PATCH", `/support/conversations/${id}`, admin.token, { status: "open" });
  await userEar.hear("conversation-updated", (it) => it.status === "open");
  done("update");

  const left = await userEar.ask("leave-conversation", { conversationId: id });
  assert.deepEqual(left, { success: true, conversationId: id });
  await call("POST", "/support/messages", admin.token, { conversationId: id, content: "أهلا" });
  await adminEar.hear("new-message", (it) => it.content === "أهلا");
  await userEar.ask("leave-conversation", { conversationId: id });
  assert.ok(!userEar.heard.some((one) => one.event === "new-message"), "left is left");
  done("leave");

  let acknowledged = false;
  userEar.socket.emit("join-conversation", { conversationId: "nope" }, () => {
    acknowledged = true;
  });
  const exception = await userEar.hear("exception");
  assert.equal(exception.status, "error");
  assert.equal(exception.cause.pattern, "join-conversation");
  assert.deepEqual(exception.cause.data, { conversationId: "nope" });
  await userEar.ask("join-conversation", { conversationId: id });
  assert.equal(acknowledged, false, "a refused join is never acknowledged");
  done("refused join");

  await refused({}, "no token");
  await refused({ auth: { token: "not.a.token" } }, "bad token");
  done("refused sockets");

  const reason = await expiring.hear("disconnect");
  assert.equal(reason, "io server disconnect");
  await refused({ auth: { token: options["expiring-token"] } }, "expired token");
  const expired = await call("GET", "/support/conversations", options["expiring-token"]);
  assert.equal(expired.status, 401);
  done("expiry");
}

try {
  await run();
  console.log(`all passed over ${options.transport}`);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  for (const socket of sockets) socket.disconnect();
}
