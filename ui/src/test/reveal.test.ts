import { render } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import Refusal from "$lib/components/Refusal.svelte";
import TextField from "$lib/components/TextField.svelte";

const revealed = vi.spyOn(Element.prototype, "scrollIntoView");

test("a refusal that appears under the edge of the window is scrolled into view", async () => {
  const { rerender, getByRole } = render(TextField, { label: "Password", value: "x", failure: null });
  expect(revealed, "nothing failed yet").not.toHaveBeenCalled();
  await rerender({ failure: "The password is wrong." });
  expect(revealed.mock.contexts, "the field's failure stays out of sight").toEqual([getByRole("alert")]);
});

test("a refusal of no field is scrolled into view, no further than needed", () => {
  revealed.mockClear();
  const { getByRole } = render(Refusal, { text: "The server is away." });
  expect(revealed.mock.contexts).toEqual([getByRole("alert")]);
  expect(revealed).toHaveBeenCalledWith({ block: "nearest" });
});
