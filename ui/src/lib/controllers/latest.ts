// The query behind a view. It runs once at a time and at most once per frame, or less often, however many changes
// come, and an answer that is older than what is on screen is dropped.
import { errorCode, type ChangeSet } from "$lib/ipc";
import { oneAtATime, oncePerFrame } from "./coalesce";

type Query<Answer> = {
  /** Returns null where there is nothing to ask for. */
  ask: () => Promise<Answer | null>;
  apply: (answer: Answer) => void;
  fail: (code: string) => void;
};

export type Latest<Answer> = {
  /** Asks now. */
  load: () => Promise<void>;
  /** Asks now, or a frame after it asked last. */
  refresh: () => void;
  /** Refreshes if the changes concern the view; after a resync they always do. */
  onChanges: (changes: ChangeSet, concerned: boolean) => void;
  /** The view shows something else now: an answer to an earlier question no longer counts. */
  restart: () => void;
  /** Applies an answer unless a newer one is on screen. */
  offer: (answer: Answer) => void;
};

/** `pace` says how often it is asked while changes keep coming. */
export function latest<Answer extends { revision: number }>({ ask, apply, fail }: Query<Answer>, pace = oncePerFrame): Latest<Answer> {
  let shownRevision = -1;
  let epoch = 0;

  function offer(answer: Answer): void {
    if (answer.revision < shownRevision) return;
    shownRevision = answer.revision;
    apply(answer);
  }

  const load = oneAtATime(async () => {
    const asked = epoch;
    try {
      const answer = await ask();
      if (answer !== null && asked === epoch) offer(answer);
    } catch (thrown) {
      if (asked === epoch) fail(errorCode(thrown));
    }
  });
  const refresh = pace(() => void load());

  function restart(): void {
    shownRevision = -1;
    epoch += 1;
  }

  function onChanges(changes: ChangeSet, concerned: boolean): void {
    // After a resync the store may count its revisions from the start.
    if (changes.resync) restart();
    if (changes.resync || concerned) refresh();
  }

  return { load, refresh, onChanges, restart, offer };
}
