// Runs in a new page before all else: subscribes to what the shell tells, and asks what the first screen needs. Answer and
// events wait in `window.earlyQuestion` for the page's own script (`FirstQuestion` in `lib/ipc.ts`), which takes as long to
// load as the answer. The shell fills in the two names in capitals (`src-tauri/src/window.rs`).
{
  const { invoke, metadata, transformCallback } = window.__TAURI_INTERNALS__;
  const target = { kind: "WebviewWindow", label: metadata.currentWindow.label };
  const waiting = [];
  let handle = (event) => waiting.push(event);
  const handler = transformCallback(({ payload }) => handle(payload));
  const ask = () => invoke("start_up", { limit: INBOX_PAGE });
  const question = {
    answer: invoke("plugin:event|listen", { event: SHELL_EVENT, target, handler }).then(ask),
    isAnswered: false,
    handOver(next) {
      handle = next;
      for (const event of waiting.splice(0)) next(event);
    },
  };
  const note = () => (question.isAnswered = true);
  question.answer.then(note, note);
  window.earlyQuestion = question;
}
