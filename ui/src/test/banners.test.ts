// What is wrong with more than one chat is said over all of it, with its own words.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, test, vi } from "vitest";
import Banners from "$screens/banners/Banners.svelte";
import { clock } from "$lib/state/clock.svelte";
import { disk } from "$lib/state/disk.svelte";
import { notices } from "$lib/state/notices.svelte";
import { outbox } from "$lib/state/outbox.svelte";
import { session } from "$lib/state/session.svelte";
import { texts } from "$lib/state/i18n.svelte";
import type { FakeShell } from "./fake";
import { argsOf, one, stage } from "./stage";

let shell: FakeShell;
const called = (command: string) => argsOf(shell, command);

function offline(code: string, since = Date.now()): string {
  session.hear({ state: "offline", since, nextTry: Date.now() + 5000, code });
  flushSync();
  return one("banner")?.textContent ?? "";
}

beforeEach(async () => {
  shell = await stage();
});

test("times are shown by the server's clock, and a clock that is far off is named with its direction", () => {
  const { container } = render(Banners);
  clock.correct(-7 * 60_000);
  flushSync();
  expect(one("clock-banner")?.dataset["state"]).toBe("fast");
  expect(container.textContent).toContain(texts.t("span-minutes", { count: 7 }));
  expect(Math.abs(clock.now - (Date.now() - 7 * 60_000))).toBeLessThan(1000);
  clock.correct(90_000);
  flushSync();
  expect(one("clock-banner"), "a minute and a half misleads nobody").toBeNull();
});

test("a network that wants a sign-in of its own is named, and its page can be opened", async () => {
  render(Banners);
  session.connection = { state: "offline", since: 0, nextTry: Date.now() + 5000, code: "captive-portal" };
  flushSync();
  expect(one("banner")?.textContent).toContain(texts.t("banner-captive-portal"));
  one("network-login")?.click();
  await vi.waitFor(() => expect(called("open_network_login").length).toBe(1));
});

test("a full disk is said for as long as it lasts", async () => {
  render(Banners);
  shell.refuse["retry"] = "disk-full";
  await outbox.retry("l2");
  flushSync();
  expect(one("disk-banner")?.dataset["state"]).toBe("full");
  delete shell.refuse["retry"];
  await outbox.retry("l2");
  flushSync();
  expect(one("disk-banner")).toBeNull();
});

test("a disk that is fine again is not complained of", () => {
  for (const code of ["disk-low", "disk-full", "disk-failed"]) {
    notices.told(code);
    expect(disk.state).toBe(code.slice("disk-".length));
    notices.told("disk-fine");
    expect(disk.state).toBe("fine");
  }
  expect(notices.list).toEqual([]);
});

test("what was read of the disk stays put away until it is worse", () => {
  notices.told("disk-low");
  disk.dismiss();
  notices.told("disk-low");
  expect(disk.state).toBe("fine");
  notices.told("disk-full");
  expect(disk.state).toBe("full");
  disk.dismiss();
  disk.wrote();
  notices.told("disk-full");
  expect(disk.state).toBe("fine");
  notices.told("disk-fine");
  notices.told("disk-low");
  expect(disk.state).toBe("low");
});

test("a line that stands still because of the disk says so, once, and claims no lost connection", () => {
  render(Banners);
  for (const [code, state] of [["disk-full", "full"], ["disk-failed", "failed"]] as const) {
    const said = offline(code);
    expect(said).toContain(texts.t(`banner-${code}`));
    expect(said).not.toContain("Offline");
    expect(disk.state).toBe(state);
    expect(one("disk-banner")).toBeNull();
  }
});

test("only a line that is down is called offline; every other reason is said", () => {
  render(Banners);
  for (const code of ["unreachable", "host-asleep", "server-failed"]) expect(offline(code), code).toContain("Offline since");
  for (const code of ["bad-certificate", "not-avvento", "internal"]) expect(offline(code), code).toContain(texts.failure(code));
});

test("since when the line is down has its day where that is not today", () => {
  render(Banners);
  const old = Date.now() - 3 * 86_400_000;
  expect(offline("unreachable", old)).toContain(texts.day(old, Date.now()));
  expect(offline("unreachable")).not.toContain(texts.t("day-today"));
});

test("only what waits for the line is counted beside it", () => {
  render(Banners);
  expect(outbox.waiting.length).toBeLessThan(outbox.count);
  expect(offline("unreachable")).toContain(`and ${"\u2068"}${outbox.waiting.length}${"\u2069"} messages wait`);
});

test("a keyring that does not give the token is not called an ended session", () => {
  render(Banners);
  session.hear({ state: "sign-in-needed", since: 0, code: "keyring-unavailable" });
  flushSync();
  expect(one("banner")?.textContent).toContain(texts.t("banner-sign-in-keyring"));
  session.hear({ state: "sign-in-needed", since: 0, code: "expired-token" });
  flushSync();
  expect(one("banner")?.textContent).toContain(texts.t("banner-sign-in"));
});

test("whoever cannot be remembered hears it at the sign-in, once; in the demo it is no news", async () => {
  shell.remembers = false;
  await session.signInDemo();
  expect(notices.list).toEqual([]);
  await session.signIn("https://a.example", { with: "token", token: "t" });
  await session.signIn("https://a.example", { with: "token", token: "t" });
  expect(notices.list.map((notice) => notice.code)).toEqual(["keyring-unavailable"]);
});

test("a disk that takes only what is written here says so, and a message that is kept does not end that", () => {
  notices.told("disk-low");
  notices.told("cache-full");
  expect(disk.state).toBe("cramped");
  disk.wrote();
  expect(disk.state).toBe("cramped");
  notices.failed("disk-full");
  notices.told("cache-full");
  expect(disk.state).toBe("full");
  notices.told("disk-fine");
  expect(disk.state).toBe("fine");
});
