// The memory of a program and all that it started.

import { readFile } from 'node:fs/promises';

/** In MB; what several processes share counts once. */
export async function memoryOf(processId) {
  const own = await readFile(`/proc/${processId}/smaps_rollup`, 'utf8');
  const children = await readFile(`/proc/${processId}/task/${processId}/children`, 'utf8');
  const started = await Promise.all(children.split(' ').filter(Boolean).map(memoryOf));
  return started.reduce((sum, one) => sum + one, Number(/^Pss:\s+(\d+)/m.exec(own)[1]) / 1024);
}
