// Print, save, today, the manual, the first run.
import { render } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import arabic from "$manual/ar.md?raw";
import english from "$manual/en.md?raw";
import NavigationRail from "$screens/NavigationRail.svelte";
import Banners from "$screens/banners/Banners.svelte";
import Dialogs from "$screens/dialogs/Dialogs.svelte";
import { alertTest } from "$lib/controllers/alertTest.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { i18n } from "$lib/controllers/i18n.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { preferences } from "$lib/controllers/preferences.svelte";
import { printing } from "$lib/controllers/print.svelte";
import { durationParts } from "$lib/format/duration";
import { manualParts, readManual } from "$lib/format/manual";
import { PRINTED_MESSAGES } from "$lib/limits";
import { eventually } from "./eventually";
import type { FakeShell } from "./fakeShell";
import { message } from "./fixtures";
import { byTestId, setUpWindow } from "./setUpWindow";

let shell: FakeShell;

beforeEach(async () => {
  shell = await setUpWindow();
});

test("printing stops at its bound and says so", async () => {
  const many = PRINTED_MESSAGES + 50;
  shell.messages["c2"] = Array.from({ length: many }, (_, at) => message("c2", Date.now() - (many - at) * 1000, null, `رسالة ${at}`));
  await printing.load("c2", "all");
  expect(printing.rows.length).toBe(PRINTED_MESSAGES);
  expect(printing.rows.at(-1)?.content).toBe(`رسالة ${many - 1}`);
  expect(printing.cut).toBe(true);
  await printing.load("c2", "last");
  expect(printing.rows.length).toBe(100);
  expect(printing.cut).toBe(false);
});

test("only today's messages are printed where today is chosen", async () => {
  const now = Date.now();
  shell.messages["c2"] = [message("c2", now - 3 * 86_400_000, null, "قديمة"), message("c2", now, null, "جديدة")];
  await printing.load("c2", "today");
  expect(printing.rows.map(({ content }) => content)).toEqual(["جديدة"]);
});

test("what is typed is printed as text", async () => {
  shell.messages["c2"] = [message("c2", Date.now(), null, "<img src=x onerror=alert(1)> \u202eabc")];
  await chat.open("c2");
  layout.dialog = "print";
  render(Dialogs);
  await eventually(() => expect(byTestId("print-document")?.textContent).toContain("<img src=x"));
  expect(document.querySelector('[data-testid="print-document"] img')).toBeNull();
  expect(byTestId("print-document")?.textContent).not.toContain("\u202e");
  expect(document.querySelector(".print-root")?.parentElement).toBe(document.body);
  byTestId("print-button")?.click();
  await eventually(() => expect(shell.argsOf("print_page")).toHaveLength(1));
});

test("paper names its days by their dates, since it is read on another day too", async () => {
  shell.messages["c2"] = [message("c2", Date.now() - 86_400_000, null, "أمس"), message("c2", Date.now(), null, "الآن")];
  await chat.open("c2");
  layout.dialog = "print";
  render(Dialogs);
  const days = () => [...document.querySelectorAll('[data-testid="print-document"] h3')].map((one) => one.textContent);
  // Of each day one in the preview, and one on the paper.
  await eventually(() => expect(days()).toHaveLength(4));
  const year = String(new Date().getFullYear());
  for (const day of [...days(), document.querySelector('[data-testid="print-document"] .head .small')?.textContent]) expect(day).toContain(year);
});

test("a chat is saved in the form that was chosen", async () => {
  await chat.open("c2");
  layout.dialog = "export";
  render(Dialogs);
  await eventually(() => expect(byTestId("export-html")).not.toBeNull());
  byTestId("export-html")?.click();
  byTestId("export-save")?.click();
  await eventually(() => expect(shell.argsOf("export_chat")).toEqual([{ conversation: "c2", format: "html" }]));
});

test("the day's numbers stand in a table beside their bars", async () => {
  const at = new Date().setHours(9, 0, 0, 0);
  shell.today = { answered: 3, answeredByMe: 2, medianWait: 90_000, longestWait: 4_000_000, waiting: 1, hours: [{ at, asked: 5, answered: 3 }], more: false };
  layout.dialog = "today";
  render(Dialogs);
  await eventually(() => expect(byTestId("today-answered")?.dataset["count"]).toBe("3"));
  expect([...document.querySelectorAll("td")].map((cell) => cell.textContent)).toEqual(["5", "3"]);
  expect(document.querySelectorAll('[data-testid="today-plot"] rect')).toHaveLength(2);
});

test("the rail leads to the day's numbers", async () => {
  layout.dialog = null;
  render(NavigationRail);
  byTestId("rail-today")?.click();
  expect(layout.dialog).toBe("today");
});

test("durations are told in units that say enough", () => {
  expect(durationParts(29_400)).toEqual({ key: "duration-seconds", args: { count: 29 } });
  expect(durationParts(150_000)).toEqual({ key: "duration-minutes", args: { count: 3 } });
  expect(durationParts(3_599_900)).toEqual({ key: "duration-hours", args: { hours: 1, minutes: 0 } });
});

test("both manuals are read whole, with the same parts", () => {
  const shape = (source: string) => readManual(source).map((block) => block.kind);
  expect(shape(arabic)).toEqual(shape(english));
  for (const source of [arabic, english]) {
    for (const block of readManual(source)) {
      const parts = block.kind === "paragraph" ? block.parts : block.kind === "list" ? block.items.flat() : [];
      for (const { text } of parts) expect(text, "no sign of Markdown is left").not.toMatch(/\*\*|`|\]\(/u);
    }
  }
  expect(manualParts("a **b** `c`").map(({ look }) => look)).toEqual(["plain", "strong", "plain", "code"]);
});

test("an alert that failed is not agreed to", async () => {
  preferences.apply({ ...preferences.value, alertTest: "due" });
  shell.refuse["test_alert"] = "sound-no-device";
  render(Banners);
  await eventually(() => expect(byTestId("first-run")).not.toBeNull());
  expect(byTestId("first-run-done")?.textContent).toBe(i18n.t("first-run-skip"));
  byTestId("first-run-test")?.click();
  await eventually(() => expect(byTestId("first-run")?.dataset["state"]).toBe("tried"));
  expect(byTestId("first-run-done")?.textContent, "nobody can say that it works").toBe(i18n.t("first-run-skip"));
  delete shell.refuse["test_alert"];
  byTestId("first-run-test")?.click();
  await eventually(() => expect(byTestId("first-run-done")?.textContent).toBe(i18n.t("first-run-done")));
  await alertTest.finish();
});

test("the first run offers a test of the alerts, once", async () => {
  preferences.apply({ ...preferences.value, alertTest: "due" });
  render(Banners);
  await eventually(() => expect(byTestId("first-run")).not.toBeNull());
  byTestId("first-run-test")?.click();
  await eventually(() => expect(byTestId("first-run")?.dataset["state"]).toBe("tried"));
  expect(shell.argsOf("test_alert")).toHaveLength(1);
  byTestId("first-run-done")?.click();
  await eventually(() => expect(byTestId("first-run")).toBeNull());
  expect(shell.argsOf("change_preferences").at(-1)?.["changes"]).toMatchObject({ alertTest: "done" });
});
