import { render } from "@testing-library/svelte";
import { expect, test } from "vitest";
import SingleLineText from "$lib/components/SingleLineText.svelte";

test("a number in a list's line keeps its order, and nothing in it is obeyed or clicked", () => {
  const { container } = render(SingleLineText, { text: "اتصل 091-2345678\nأو \u202Ehttps://a.example" });
  expect([...container.querySelectorAll("bdi")].map((part) => part.textContent)).toEqual(["091-2345678", "https://a.example"]);
  expect(container.querySelector("a")).toBeNull();
  expect(container.textContent).toBe("اتصل 091-2345678 أو https://a.example");
});
