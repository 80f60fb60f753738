import { expect, test, vi } from "vitest";
import { latest } from "$lib/controllers/latest";
import { reuseUnchanged } from "$lib/controllers/reuseUnchanged";
import { CommandError, type ChangeSet } from "$lib/ipc";
import { eventually } from "./eventually";

type Answer = { revision: number; text: string };

function setUpQuery() {
  const shown: string[] = [];
  const failures: string[] = [];
  let answerNext: (answer: Answer) => void = () => undefined;
  let refuseNext: (code: string) => void = () => undefined;
  const ask = vi.fn(
    () =>
      new Promise<Answer>((resolve, reject) => {
        answerNext = resolve;
        refuseNext = (code) => reject(new CommandError(code, null));
      }),
  );
  const query = latest<Answer>({ ask, apply: ({ text }) => shown.push(text), fail: (code) => failures.push(code) });
  return { query, ask, shown, failures, answer: (answer: Answer) => answerNext(answer), refuse: (code: string) => refuseNext(code) };
}

const changes = (some: Partial<ChangeSet>): ChangeSet => ({ revision: 1, conversations: [], messages: [], newMessages: [], newConversations: [], resync: false, ...some });

test("an older answer never replaces a newer one", () => {
  const { query, shown } = setUpQuery();
  query.offer({ revision: 50, text: "new" });
  query.offer({ revision: 49, text: "old" });
  expect(shown).toEqual(["new"]);
});

test("a restart drops the answer that is on its way", async () => {
  const { query, shown, answer } = setUpQuery();
  const loading = query.load();
  query.restart();
  answer({ revision: 99, text: "of the chat before" });
  await loading;
  query.offer({ revision: 1, text: "of this chat" });
  expect(shown).toEqual(["of this chat"]);
});

test("a restart drops the failure that is on its way", async () => {
  const { query, failures, refuse } = setUpQuery();
  const loading = query.load();
  query.restart();
  refuse("unreachable");
  await loading;
  expect(failures).toEqual([]);
});

test("a resync accepts a lower revision and asks again", async () => {
  const { query, ask, shown } = setUpQuery();
  query.offer({ revision: 50, text: "before" });
  query.onChanges(changes({ resync: true }), false);
  await eventually(() => expect(ask).toHaveBeenCalledTimes(1));
  query.offer({ revision: 3, text: "after" });
  expect(shown).toEqual(["before", "after"]);
});

test("changes that do not concern the view ask nothing", async () => {
  const { query, ask } = setUpQuery();
  query.onChanges(changes({ conversations: ["other"] }), false);
  await new Promise((done) => setTimeout(done, 300));
  expect(ask).not.toHaveBeenCalled();
});

test("rows that did not change stay the same objects", () => {
  const [a, b] = [{ key: "a", text: "a" }, { key: "b", text: "b" }];
  const kept = reuseUnchanged([a, b], [{ ...a }, { ...b, text: "c" }], (row) => row.key);
  expect(kept[0]).toBe(a);
  expect(kept[1]).not.toBe(b);
});
