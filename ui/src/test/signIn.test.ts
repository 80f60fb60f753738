import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import SignIn from "$screens/SignIn.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { session } from "$lib/controllers/session.svelte";
import type { FakeShell } from "./fakeShell";
import { eventually } from "./eventually";
import { allByTestId, byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
});

test("a refused sign-in says why and signs nobody in", async () => {
  shell.refuse["sign_in"] = "wrong-password";
  session.setAccount(null);
  await session.signIn("https://a.example", { with: "password", username: "u", password: "p" });
  expect(session.signInFailure).toBe("wrong-password");
  expect(session.account).toBeNull();
  expect(session.signingIn).toBe("no");
});

test("the sign-in form shows the failure", async () => {
  session.setAccount(null);
  session.signInFailure = "expired-token";
  render(SignIn);
  expect(byTestId("sign-in-error")?.textContent).toContain(i18n.errorText("expired-token"));
  session.signInFailure = null;
});

test("a failure stands at the field that caused it, which has the focus", async () => {
  session.setAccount(null);
  render(SignIn);
  for (const [code, field] of [["wrong-password", "password"], ["bad-address", "server"], ["phone-not-verified", "username"]] as const) {
    session.signInFailure = code;
    await eventually(() => expect(byTestId(field)?.getAttribute("aria-invalid")).toBe("true"));
    const note = document.getElementById(byTestId(field)?.getAttribute("aria-describedby") ?? "");
    expect(note?.textContent).toBe(i18n.errorText(code));
    expect(allByTestId("sign-in-error")).toHaveLength(1);
    await eventually(() => expect(document.activeElement).toBe(byTestId(field)));
  }
  session.signInFailure = null;
});

test("a sign-in that lasts can be cancelled, and turns one wheel", async () => {
  session.setAccount(null);
  let answer: () => void = () => undefined;
  shell.holds["sign_in"] = new Promise((resolve) => (answer = resolve));
  shell.refuse["sign_in"] = "sign-in-cancelled";
  render(SignIn);
  expect(byTestId("sign-in-cancel")).toBeNull();
  const signing = session.signIn("https://a.example", { with: "password", username: "u", password: "p" });
  await eventually(() => expect(byTestId("sign-in-cancel")).not.toBeNull());
  session.signingInSince -= 10_000;
  expect(document.querySelectorAll(".spinner").length).toBeLessThan(2);
  for (const field of ["server", "username", "password"]) {
    expect(byTestId(field)?.hasAttribute("readonly"), `${field} is not written in meanwhile`).toBe(true);
    expect(byTestId(field)?.matches(":disabled"), `${field} keeps the focus, which a disabled field loses`).toBe(false);
  }
  byTestId("sign-in-cancel")!.focus();
  byTestId("sign-in-cancel")!.click();
  expect(document.activeElement, "the button goes").toBe(byTestId("password"));
  await eventually(() => expect(shell.argsOf("cancel_sign_in")).toHaveLength(1));
  answer();
  await signing;
  expect(session.signInFailure).toBeNull();
});
