// A burst of events costs one query and one drawing a frame, and the first event none of the waiting.
import { afterEach, expect, test, vi } from "vitest";
import { oncePerFrame, whileListsChange } from "$lib/controllers/coalesce";
import { eventually } from "./eventually";

afterEach(() => void vi.useRealTimers());

test("the first call acts at once, and those of the same frame together in the next", async () => {
  const act = vi.fn();
  const call = oncePerFrame(act);
  call();
  expect(act, "nothing is waited for").toHaveBeenCalledTimes(1);
  call();
  call();
  expect(act, "a frame has one").toHaveBeenCalledTimes(1);
  await eventually(() => expect(act).toHaveBeenCalledTimes(2));
  await new Promise((done) => setTimeout(done, 300));
  expect(act, "what was done is not done again").toHaveBeenCalledTimes(2);
});

test("what goes on and on is done a few times by frames, then at its pace, and by frames again after a pause", () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "requestAnimationFrame"] });
  const act = vi.fn();
  let rush = false;
  const call = whileListsChange(() => rush)(act);
  const keepCalling = (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 4) {
      call();
      vi.advanceTimersByTime(4);
    }
  };
  keepCalling(80);
  expect(act, "the first of them by frames").toHaveBeenCalledTimes(5);
  keepCalling(1_000);
  expect(act, "then four a second").toHaveBeenCalledTimes(9);
  vi.advanceTimersByTime(250);
  expect(act, "the last call is not left out").toHaveBeenCalledTimes(10);
  vi.advanceTimersByTime(250);
  call();
  expect(act).toHaveBeenCalledTimes(11);
  keepCalling(40);
  expect(act.mock.calls.length, "after a pause by frames").toBeGreaterThanOrEqual(13);
  keepCalling(1_000);
  rush = true;
  keepCalling(300);
  act.mockClear();
  keepCalling(4_000);
  expect(act, "in a rush once a second").toHaveBeenCalledTimes(4);
});
