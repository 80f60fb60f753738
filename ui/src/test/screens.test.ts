import { render } from "@testing-library/svelte";
import { beforeEach, expect, test, vi } from "vitest";
import MessageBubble from "$screens/chat/MessageBubble.svelte";
import Composer from "$screens/chat/Composer.svelte";
import InboxPane from "$screens/inbox/InboxPane.svelte";
import InboxRow from "$screens/inbox/InboxRow.svelte";
import SignIn from "$screens/SignIn.svelte";
import MessageText from "$lib/components/MessageText.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { inbox } from "$lib/controllers/inbox.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { session } from "$lib/controllers/session.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { FakeShell } from "./fakeShell";
import { conversation, ME, message, PEOPLE } from "./fixtures";

let shell: FakeShell;
const byTestId = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const press = (element: HTMLElement | null, init: KeyboardEventInit) => element?.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));

beforeEach(() => {
  shell = new FakeShell();
  i18n.language = "en";
  i18n.digits = "latin";
  chat.close();
  session.setAccount(shell.account);
});

test("what a person typed is text, never markup", () => {
  const { container } = render(MessageText, { text: '<img src=x onerror="alert(1)"> <b>hi</b>' });
  expect(container.querySelector("img, b")).toBeNull();
  expect(container.textContent).toContain("<b>hi</b>");
});

test("a link is opened by the shell, not by the window", async () => {
  const { container } = render(MessageText, { text: "see https://a.example/x" });
  const click = new MouseEvent("click", { bubbles: true, cancelable: true });
  container.querySelector("a")?.dispatchEvent(click);
  expect(click.defaultPrevented).toBe(true);
  await vi.waitFor(() => expect(shell.calls.map((call) => call.command)).toContain("open_link"));
});

test("a link that is not opened is no fault of what was entered", async () => {
  shell.refuse["open_link"] = "link-refused";
  const { container } = render(MessageText, { text: "see https://a.example/x" });
  container.querySelector("a")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  await vi.waitFor(() => expect(toasts.list.map((toast) => toast.code)).toContain("link-refused"));
});

test("only what waits for somebody is counted", async () => {
  session.connection = { state: "online", since: 0 };
  await inbox.load();
  render(InboxPane);
  const counted = ["open", "unread", "orders", "closed", "all"].filter((filter) => byTestId(`filter-${filter}`)?.querySelector(".count"));
  expect(counted).toEqual(["open", "unread", "orders"]);
});

test("an inbox that was never fetched does not claim to be empty", () => {
  inbox.reset();
  inbox.applyAnswer({ rows: [], more: false, counts: { open: 0, unread: 0, orders: 0, closed: 0, all: 0 }, revision: 1 });
  session.connection = { state: "offline", since: 0, nextTry: 0, code: "unreachable" };
  render(InboxPane);
  expect(document.body.textContent).toContain(i18n.t("inbox-not-fetched"));
  expect(document.body.textContent).not.toContain(i18n.t("inbox-empty-open"));
});

test("a failed message says why and what can be done", () => {
  const row = message("c", Date.now(), ME, "x", { localId: "l", delivery: { state: "failed", code: "forbidden", detail: null } });
  render(MessageBubble, { row, first: true, last: true });
  expect(byTestId("message")?.dataset["state"]).toBe("failed");
  expect(document.body.textContent).toContain(i18n.errorText("forbidden"));
  for (const act of ["retry", "copy", "discard"]) expect(byTestId(act), act).not.toBeNull();
});

test("a row tells who, about what, what was said, and how much waits", () => {
  const row = conversation("c", [PEOPLE.sara], { subject: "مشكلة", orderNumber: "4821", unread: 3 });
  render(InboxRow, { row, open: false, active: false, choose: () => undefined });
  const text = byTestId("inbox-row")?.textContent ?? "";
  for (const part of ["سارة المبروك", "#4821", "مشكلة", "3"]) expect(text).toContain(part);
});

test("Enter in the composer sends, Shift+Enter does not", async () => {
  await chat.open("c1");
  render(Composer);
  composer.type("hello");
  press(byTestId("composer"), { key: "Enter", shiftKey: true });
  press(byTestId("composer"), { key: "Enter", isComposing: true });
  expect(shell.calls.some((call) => call.command === "send")).toBe(false);
  press(byTestId("composer"), { key: "Enter" });
  await vi.waitFor(() => expect(shell.calls.some((call) => call.command === "send")).toBe(true));
});

test("a closed chat says why nothing can be written", async () => {
  await chat.open("c7");
  render(Composer);
  expect(byTestId("composer")).toBeNull();
  expect(byTestId("composer-closed")?.textContent).toContain(i18n.t("composer-closed-admin"));
});

test("the sign-in screen shows the failure in the user's language", async () => {
  session.setAccount(null);
  session.signInFailure = "expired-token";
  render(SignIn);
  expect(byTestId("sign-in-error")?.textContent).toContain(i18n.errorText("expired-token"));
  session.signInFailure = null;
});
