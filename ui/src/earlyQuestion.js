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
  window.earlyQuestion = {
    answer: invoke("plugin:event|listen", { event: SHELL_EVENT, target, handler }).then(ask),
    handOver(next) {
      handle = next;
      for (const event of waiting.splice(0)) next(event);
    },
  };
}
