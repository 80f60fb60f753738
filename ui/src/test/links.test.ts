import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import Dialogs from "$screens/dialogs/Dialogs.svelte";
import { openLink } from "$lib/actions/links";
import { layout } from "$lib/controllers/layout.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";

const LOOKALIKE = "https://\u0430pple.com/login";
let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
  shell.unusualHosts = { [LOOKALIKE]: "xn--pple-43d.com" };
  render(Dialogs);
});

test("a link in ASCII is opened at once", async () => {
  await openLink("https://example.org");
  expect(layout.dialog).toBeNull();
  expect(shell.argsOf("open_link")).toEqual([{ url: "https://example.org", consent: "unasked" }]);
});

test("a link that looks like another one is asked about, by its host in ASCII", async () => {
  await openLink(LOOKALIKE);
  await eventually(() => expect(byTestId("link-host")?.textContent).toBe("xn--pple-43d.com"));
  byTestId("link-leave")?.click();
  await eventually(() => expect(byTestId("link-dialog")).toBeNull());
  expect(shell.argsOf("open_link").length, "it is not opened").toBe(1);
});

test("a link that was asked about is opened when the user wants it", async () => {
  await openLink(LOOKALIKE);
  await eventually(() => expect(byTestId("link-open")).not.toBeNull());
  byTestId("link-open")?.click();
  await eventually(() => expect(shell.argsOf("open_link")[1]).toEqual({ url: LOOKALIKE, consent: "confirmed" }));
  expect(layout.dialog).toBeNull();
});
