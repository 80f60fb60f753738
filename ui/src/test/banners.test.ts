// Banners: clock, disk, connection.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, test } from "vitest";
import Banners from "$screens/banners/Banners.svelte";
import { clock } from "$lib/controllers/clock.svelte";
import { disk } from "$lib/controllers/disk.svelte";
import { toasts } from "$lib/controllers/toasts.svelte";
import { outbox } from "$lib/controllers/outbox.svelte";
import { session } from "$lib/controllers/session.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

function offline(code: string, since = Date.now()): string {
  session.onConnectionChange({ state: "offline", since, nextTry: Date.now() + 5000, code });
  flushSync();
  return byTestId("banner")?.textContent ?? "";
}

beforeEach(async () => {
  shell = await setUpWindow();
});

test("a clock that is far off has a banner", () => {
  const { container } = render(Banners);
  clock.setOffset(-7 * 60_000);
  flushSync();
  expect(byTestId("clock-banner")?.dataset["state"]).toBe("fast");
  expect(container.textContent).toContain(i18n.t("span-minutes", { count: 7 }));
  expect(Math.abs(clock.now - (Date.now() - 7 * 60_000))).toBeLessThan(1000);
  clock.setOffset(90_000);
  flushSync();
  expect(byTestId("clock-banner"), "a minute and a half misleads nobody").toBeNull();
});

test("a captive portal is named and can be opened", async () => {
  render(Banners);
  session.connection = { state: "offline", since: 0, nextTry: Date.now() + 5000, code: "captive-portal" };
  flushSync();
  expect(byTestId("banner")?.textContent).toContain(i18n.t("banner-captive-portal"));
  byTestId("network-login")?.click();
  await eventually(() => expect(shell.argsOf("open_network_login").length).toBe(1));
});

test("a full disk has a banner while it lasts", async () => {
  render(Banners);
  shell.refuse["retry"] = "disk-full";
  await outbox.retry("l2");
  flushSync();
  expect(byTestId("disk-banner")?.dataset["state"]).toBe("full");
  delete shell.refuse["retry"];
  await outbox.retry("l2");
  flushSync();
  expect(byTestId("disk-banner")).toBeNull();
});

test("a disk that is fine again has no banner", () => {
  for (const code of ["disk-low", "disk-full", "disk-failed"]) {
    toasts.notify(code);
    expect(disk.state).toBe(code.slice("disk-".length));
    toasts.notify("disk-fine");
    expect(disk.state).toBe("fine");
  }
  expect(toasts.list).toEqual([]);
});

test("a dismissed disk banner returns only when worse", () => {
  toasts.notify("disk-low");
  disk.dismiss();
  toasts.notify("disk-low");
  expect(disk.state).toBe("fine");
  toasts.notify("disk-full");
  expect(disk.state).toBe("full");
  disk.dismiss();
  disk.onWritten();
  toasts.notify("disk-full");
  expect(disk.state).toBe("fine");
  toasts.notify("disk-fine");
  toasts.notify("disk-low");
  expect(disk.state).toBe("low");
});

test("offline because of the disk shows one disk banner", () => {
  render(Banners);
  for (const [code, state] of [["disk-full", "full"], ["disk-failed", "failed"]] as const) {
    const said = offline(code);
    expect(said).toContain(i18n.t(`banner-${code}`));
    expect(said).not.toContain("Offline");
    expect(disk.state).toBe(state);
    expect(byTestId("disk-banner")).toBeNull();
  }
});

test("only a lost connection is called offline", () => {
  render(Banners);
  for (const code of ["unreachable", "host-asleep", "server-failed"]) expect(offline(code), code).toContain("Offline since");
  for (const code of ["bad-certificate", "not-avvento", "internal", "unstable-connection"]) expect(offline(code), code).toContain(i18n.errorText(code));
});

test("the offline time has its day where not today", () => {
  render(Banners);
  const old = Date.now() - 3 * 86_400_000;
  expect(offline("unreachable", old)).toContain(i18n.day(old, Date.now()));
  expect(offline("unreachable")).not.toContain(i18n.t("day-today"));
});

test("the offline banner counts only waiting messages", () => {
  render(Banners);
  expect(outbox.waiting.length).toBeLessThan(outbox.count);
  expect(offline("unreachable")).toContain(`and ${"\u2068"}${outbox.waiting.length}${"\u2069"} messages wait`);
});

test("a locked keyring is not called an ended session", () => {
  render(Banners);
  session.onConnectionChange({ state: "sign-in-needed", since: 0, code: "keyring-unavailable" });
  flushSync();
  expect(byTestId("banner")?.textContent).toContain(i18n.t("banner-sign-in-keyring"));
  session.onConnectionChange({ state: "sign-in-needed", since: 0, code: "expired-token" });
  flushSync();
  expect(byTestId("banner")?.textContent).toContain(i18n.t("banner-sign-in"));
});

test("a saved sign-in that is gone is not called an ended session", () => {
  render(Banners);
  session.onConnectionChange({ state: "sign-in-needed", since: 0, code: "saved-sign-in-missing" });
  flushSync();
  expect(byTestId("banner")?.textContent).toContain(i18n.t("banner-sign-in-missing"));
  expect(byTestId("banner")?.textContent).not.toContain(i18n.t("banner-sign-in"));
});

test.each(["proxy-unreachable", "proxy-sign-in-needed", "proxy-refused"])("the banner names the proxy: %s", (code) => {
  render(Banners);
  expect(offline(code)).toContain(i18n.t(`banner-${code}`));
});

test("an unavailable keyring is reported once, not in the demo", async () => {
  shell.remembers = false;
  await session.signInDemo();
  expect(toasts.list).toEqual([]);
  await session.signIn("https://a.example", { with: "token", token: "t" });
  await session.signIn("https://a.example", { with: "token", token: "t" });
  expect(toasts.list.map((toast) => toast.code)).toEqual(["keyring-unavailable"]);
});

test("a cramped disk stays cramped after a write", () => {
  toasts.notify("disk-low");
  toasts.notify("cache-full");
  expect(disk.state).toBe("cramped");
  disk.onWritten();
  expect(disk.state).toBe("cramped");
  toasts.notifyFailure("disk-full");
  toasts.notify("cache-full");
  expect(disk.state).toBe("full");
  toasts.notify("disk-fine");
  expect(disk.state).toBe("fine");
});
