// A burst of events costs one query and one drawing a frame, and the first event none of the waiting.
import { expect, test, vi } from "vitest";
import { oncePerFrame } from "$lib/controllers/coalesce";
import { eventually } from "./eventually";

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
