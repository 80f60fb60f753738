// Draws the pictures of docs/features.md from the tours of the window.
//
//   node e2e/feature-pictures.mjs [TOUR...]

import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './lib/backend.mjs';
import { chooseLook } from './lib/looks.mjs';
import { takeTour } from './lib/take-tour.mjs';
import { TOURS } from './lib/tours.mjs';

const INTO = join(ROOT, 'docs', 'images', 'features');
const SIZE = { width: 1180, height: 720 };
/** Which views are shown, and in which look. */
const VIEWS = {
  inbox: 'ar-light',
  'search-found': 'ar-light',
  'wrong-layout': 'ar-light',
  'open-order-unknown': 'ar-dark',
  'customer-card': 'ar-light',
  'own-view': 'en-light',
  replies: 'ar-light',
  selection: 'en-dark',
  picture: 'ar-dark',
  'menu-send-later': 'ar-light',
  'outbox-scheduled': 'en-light',
  promise: 'ar-light',
  'wrong-chat': 'ar-light',
  closing: 'ar-light',
  'note-and-tags': 'ar-dark',
  palette: 'en-dark',
  shortcuts: 'en-light',
  today: 'ar-light',
  'print-dialog': 'ar-light',
  'settings-search': 'ar-dark',
  outbox: 'ar-light',
  locked: 'ar-dark',
};
const run = promisify(execFile);
const wanted = process.argv.slice(2);

await mkdir(INTO, { recursive: true });
for (const [name, tour] of Object.entries(TOURS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  await takeTour(tour, show, (error) => {
    throw error;
  });
}

async function show(app, view, back = async () => {}) {
  const look = VIEWS[view];
  if (look === undefined) return;
  const [language, theme] = look.split('-');
  await app.resize(SIZE.width, SIZE.height);
  await chooseLook(app, { language, theme, zoom: 1 });
  await back();
  const path = await app.screenshot(join(INTO, `${view}.png`));
  // Small enough to be kept beside the sources.
  await run('convert', [path, '-resize', '900x', '-dither', 'None', '-colors', '64', '-strip', `PNG8:${path}`]);
  await chooseLook(app, { language: 'ar', theme: 'light', zoom: 1 });
  await back();
  console.log(view);
}
