import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import SignIn from "$screens/SignIn.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { session } from "$lib/controllers/session.svelte";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";

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
