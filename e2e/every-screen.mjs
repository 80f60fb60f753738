// Screenshots of every view, menu, dialog and state in both languages, both themes and two sizes, the smaller one at 200 %
// too, and a contact sheet of each tour (`cargo xtask screens`).
//
//   node e2e/every-screen.mjs [DIR [TOUR...]]

import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ROOT } from './lib/backend.mjs';
import { chooseLook } from './lib/looks.mjs';
import { readPicture, shrink, stack, writePicture } from './lib/pictures.mjs';
import { takeTour } from './lib/take-tour.mjs';
import { TOURS } from './lib/tours.mjs';

const INTO = resolve(process.argv[2] ?? join(ROOT, 'target', 'screens'));
const WANTED = process.argv.slice(3);
const EVERY_LOOK = ['ar-light', 'ar-dark', 'en-light', 'en-dark'];
/** The width, the height, the zoom, and in which looks. */
const SIZES = [
  [1440, 900, 1, EVERY_LOOK],
  [1024, 640, 1, EVERY_LOOK],
  [1024, 640, 2, ['ar-light', 'en-dark']],
];
/** What a view that needs more room is drawn at. */
const WIDE_SIZES = [[1920, 1080, 1, EVERY_LOOK]];
/** A picture in the contact sheet is so many times smaller. */
const SMALLER = 4;

let failed = 0;
for (const [name, tour] of Object.entries(TOURS)) {
  if (WANTED.length > 0 && !WANTED.includes(name)) continue;
  const folder = join(INTO, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await takeTour(tour, (app, view, back, room) => capture(app, folder, view, back, room), async (error, app) => {
    failed += 1;
    console.error(`${name} ended early: ${error.stack}`);
    await app?.screenshot(join(folder, 'failed.png')).catch(() => {});
  });
  await makeContactSheet(name, folder);
}
process.exitCode = failed > 0 ? 1 : 0;

async function capture(app, folder, view, back = async () => {}, room = 'usual') {
  for (const [width, height, zoom, looks] of room === 'wide' ? WIDE_SIZES : SIZES) {
    await app.resize(width, height);
    for (const look of looks) {
      const [language, theme] = look.split('-');
      await chooseLook(app, { language, theme, zoom });
      await back();
      const size = `${width}x${height}${zoom > 1 ? `@${zoom}` : ''}`;
      await app.screenshot(join(folder, `${view}--${size}-${look}.png`));
    }
  }
  await app.resize(1440, 900);
  await chooseLook(app, { language: 'ar', theme: 'light', zoom: 1 });
  await back();
  console.log(view);
}

/** One row for each view: its looks beside each other. */
async function makeContactSheet(name, folder) {
  const rows = new Map();
  for (const file of (await readdir(folder)).filter((one) => one.includes('--')).sort()) {
    const [view] = file.split('--');
    const small = shrink(await readPicture(join(folder, file)), SMALLER);
    rows.set(view, [...(rows.get(view) ?? []), small]);
  }
  if (rows.size === 0) return;
  const sheet = stack([...rows.values()].map((row) => stack(row, 'across')), 'down', 0);
  await writePicture(join(INTO, `${name}.png`), sheet);
  console.log(join(INTO, `${name}.png`));
}
