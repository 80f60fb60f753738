// The webview's process is given what it needs to hold little memory. What that does is measured (docs/performance.md).

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { windowTest } from '../lib/fixture.mjs';

windowTest("the heap of the page's scripts grows as on a computer with little memory", async (window) => {
  await window.open();
  const { app } = window;
  await app.find('sign-in-button');
  const processes = await withChildren(await app.processId());
  const pages = processes.filter(({ name }) => name.startsWith('WebKitWebProces'));
  assert.ok(pages.length > 0, `one of the window's processes draws the page: ${processes.map(({ name }) => name)}`);
  for (const { id, environment } of pages) {
    assert.ok(environment.includes('JSC_forceRAMSize=268435456'), `process ${id} counts with all of the computer's memory`);
  }
});

/** A process and all that it started: id, name, environment. */
async function withChildren(id) {
  const [name, environment, children] = await Promise.all(
    ['comm', 'environ', `task/${id}/children`].map((file) => readFile(`/proc/${id}/${file}`, 'utf8')),
  );
  // One of them may end meanwhile.
  const started = await Promise.all(children.split(' ').filter(Boolean).map((child) => withChildren(child).catch(() => [])));
  return [{ id, name: name.trim(), environment: environment.split('\0') }, ...started.flat()];
}
