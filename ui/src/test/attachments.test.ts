import { render } from "@testing-library/svelte";
import { beforeEach, expect, test, vi } from "vitest";
import Attachments from "$screens/details/Attachments.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { ipc, type MessageRow } from "$lib/ipc";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { message, PEOPLE } from "./fixtures";
import { allByTestId, byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;
const attached = (id: string, more: Partial<MessageRow>): MessageRow => message("c1", 5, PEOPLE.mohamed, "", { id, key: id, kind: "image", ...more });

beforeEach(async () => {
  shell = await setUpWindow();
});

test("a chat's pictures and files stand beside it, those of other hosts as a sign", async () => {
  shell.images = { m2: { show: "question", host: "elsewhere.example" } };
  const file = { url: "https://a.example/b", name: "فاتورة.pdf", size: 12 };
  const rows = [attached("m1", {}), attached("m2", {}), attached("m3", { kind: "file", file })];
  vi.spyOn(ipc, "attachments").mockResolvedValue({ rows, more: true });
  render(Attachments, { row: shell.conversations[0]! });
  await eventually(() => expect(allByTestId("attached-picture").map((one) => one.querySelector("img") !== null)).toEqual([true, false]));
  expect(byTestId("attached-file")?.textContent).toContain("فاتورة.pdf");
  expect(byTestId("attachments")?.textContent).toContain(i18n.t("details-attachments-more"));
});

test("a picture beside the chat opens over it, or leads to its message", async () => {
  await chat.open(shell.conversations[1]!.id);
  const loaded = attached("m1", {});
  chat.messages.rows = [loaded];
  const older = attached("m0", {});
  vi.spyOn(ipc, "attachments").mockResolvedValue({ rows: [loaded, older], more: false });
  render(Attachments, { row: shell.conversations[1]! });
  await eventually(() => expect(allByTestId("attached-picture").length).toBe(2));
  allByTestId("attached-picture")[0]?.click();
  expect(layout.picture).toBe("m1");
  layout.picture = null;
  allByTestId("attached-picture")[1]?.click();
  await eventually(() => expect(shell.argsOf("messages").at(-1)?.["window"]).toMatchObject({ window: "around", position: { id: "m0" } }));
  expect(layout.picture).toBeNull();
});
