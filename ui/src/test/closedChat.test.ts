// A closed chat: the draft stays readable, and an admin can be asked to reopen it.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, test, vi } from "vitest";
import Composer from "$screens/chat/Composer.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { session } from "$lib/controllers/session.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";
import { ME } from "./fixtures";

let shell: FakeShell;
const DRAFT = "سطر أول\nسعره 45.50 \u202Ecod.exe";

beforeEach(async () => {
  shell = await setUpWindow();
  const closed = shell.conversations.find((row) => row.id === "c7");
  if (closed) closed.draft = DRAFT;
});

async function opened(role: string): Promise<void> {
  session.setAccount({ server: "https://a.example", me: { ...ME, role }, remembered: true });
  render(Composer);
  await chat.open("c7");
  flushSync();
}

test("the draft of a closed chat can be read and copied", async () => {
  const written = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await opened("admin");
  const shown = byTestId("draft-text");
  expect(shown?.textContent).toContain("سطر أول\nسعره 45.50");
  expect(shown?.querySelector(".bidi-mark")?.textContent).toBe("RLO");
  expect([shown?.dir, shown?.tabIndex]).toEqual(["rtl", 0]);
  byTestId("draft-copy")?.click();
  expect(written).toHaveBeenCalledWith(DRAFT);
  expect(byTestId("draft-ask"), "an admin reopens it").toBeNull();
});

test("asking to reopen a chat keeps its draft", async () => {
  await opened("user");
  byTestId("draft-ask")?.click();
  await eventually(() => expect(chat.id).toBe(shell.conversations[0]?.id));
  expect(shell.argsOf("ask_admin")).toEqual([{ conversation: "c7" }]);
  expect(shell.argsOf("send")).toEqual([]);
  expect(shell.conversations.find((row) => row.id === "c7")?.draft).toBe(DRAFT);
});

test("without a draft nothing can be copied", async () => {
  shell.conversations.filter((row) => row.id === "c7").forEach((row) => (row.draft = null));
  shell.outbox = [];
  await opened("user");
  expect([byTestId("draft-text"), byTestId("draft-copy")]).toEqual([null, null]);
});

test("a closed chat says why nothing can be written", async () => {
  await chat.open("c7");
  render(Composer);
  expect(byTestId("composer")).toBeNull();
  expect(byTestId("composer-closed")?.textContent).toContain(i18n.t("composer-closed-admin"));
});
