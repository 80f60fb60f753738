// The window over the fake shell in a browser: `npm run dev`, then /preview.html. It is not part of the build.
import { askEarly } from "./askEarly";
import { FakeShell } from "./fakeShell";
import { outboxFixtures } from "./fixtures";
import { hardConversations } from "./hardTexts";

const asked = new URLSearchParams(location.search);
const minute = 60_000;
const connections = {
  online: { state: "online", since: Date.now() },
  offline: { state: "offline", since: Date.now() - 9 * minute, nextTry: Date.now() + 8000, code: "unreachable" },
  waking: { state: "connecting", since: Date.now() - 5000, waking: true },
  captive: { state: "offline", since: Date.now() - 9 * minute, nextTry: Date.now() + 8000, code: "captive-portal" },
  polling: { state: "polling", since: Date.now() },
  expired: { state: "sign-in-needed", since: Date.now(), code: "expired-token" },
} as const;

// The shell freezes the prototype too.
if (asked.has("freeze")) Object.freeze(Object.prototype);
const shell = new FakeShell({
  account: !asked.has("out"),
  connection: connections[(asked.get("connection") ?? "online") as keyof typeof connections],
  preferences: {
    language: asked.get("language") === "en" ? "en" : "ar",
    theme: asked.get("theme") === "dark" ? "dark" : "light",
    digits: asked.get("digits") === "arabic" ? "arabic" : "latin",
  },
});
if (asked.has("outbox")) shell.outbox = outboxFixtures(shell.conversations);
if (asked.has("hard")) {
  const { rows, messages } = hardConversations();
  shell.conversations = rows;
  shell.messages = messages;
}
shell.clockOffset = Number(asked.get("clock") ?? 0);
Object.assign(window, { shell });
askEarly();
await import("../main");
const { showConversation, showOutbox } = await import("../lib/controllers/navigation");
const { layout } = await import("../lib/controllers/layout.svelte");
// Wait until the window has the account.
setTimeout(() => {
  if (asked.get("view") === "outbox") showOutbox();
  const chat = asked.get("chat");
  if (chat !== null) showConversation(chat);
  if (asked.get("dialog") === "quit") void shell.quitAsked();
  else if (asked.get("dialog") === "sign-out") layout.dialog = "sign-out";
}, 300);
