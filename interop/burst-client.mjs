// The official Socket.IO client as the peer of a burst: it joins all rooms and counts the messages, and does nothing else.
//
//   node interop/burst-client.mjs --url URL --messages 100000
//
// Prints `done` when it has them all.

import { parseArgs } from "node:util";
import { io } from "socket.io-client";

const { values: options } = parseArgs({ options: { url: { type: "string" }, messages: { type: "string" } } });
const expected = Number(options.messages);

const conversations = await fetch(`${options.url}/support/conversations`).then((response) => response.json());
const socket = io(`${options.url}/support`, { transports: ["websocket"] });
let counted = 0;
socket.on("new-message", () => {
  counted += 1;
  if (counted === expected) {
    console.log("done");
    socket.disconnect();
  }
});
socket.on("connect", async () => {
  for (const { _id } of conversations) await socket.emitWithAck("join-conversation", { conversationId: _id });
});
