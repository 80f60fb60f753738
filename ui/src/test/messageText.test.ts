import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import MessageText from "$lib/components/MessageText.svelte";
import SingleLineText from "$lib/components/SingleLineText.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
});

test("typed text is text, never markup", () => {
  const { container } = render(MessageText, { text: '<img src=x onerror="alert(1)"> <b>hi</b>' });
  expect(container.querySelector("img, b")).toBeNull();
  expect(container.textContent).toContain("<b>hi</b>");
});

test("the shell opens links, not the window", async () => {
  const { container } = render(MessageText, { text: "see https://a.example/x" });
  const click = new MouseEvent("click", { bubbles: true, cancelable: true });
  container.querySelector("a")?.dispatchEvent(click);
  expect(click.defaultPrevented).toBe(true);
  await eventually(() => expect(shell.calls.map((call) => call.command)).toContain("open_link"));
});

test("a link that could not be opened says why", async () => {
  shell.refuse["open_link"] = "link-refused";
  const { container } = render(MessageText, { text: "see https://a.example/x" });
  container.querySelector("a")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  await eventually(() => expect(toasts.list.map((toast) => toast.code)).toContain("link-refused"));
});

test("a single line keeps numbers and has no links or marks", () => {
  const { container } = render(SingleLineText, { text: "اتصل 091-2345678\nأو \u202Ehttps://a.example" });
  expect([...container.querySelectorAll("bdi")].map((part) => part.textContent)).toEqual(["091-2345678", "https://a.example"]);
  expect(container.querySelector("a")).toBeNull();
  expect(container.textContent).toBe("اتصل 091-2345678 أو https://a.example");
});
