// Pictures of many small things, kept as one sheet each and compared with the approved sheet thing by thing.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { ROOT } from './backend.mjs';
import { blank, readPicture, writePicture } from './pictures.mjs';

/** How far a pixel's colour may be off, from 0 to 1: edges of letters are smoothed a little differently. */
const COLOUR_TOLERANCE = 0.2;
/** Which share of a thing's pixels may be off. */
const PIXEL_TOLERANCE = 0.01;
const GAP = 4;
const BETWEEN = 200;

/** Whether pictures are approved in this run, and not compared. */
export const APPROVING = process.env.APPROVE === '1';

/** Why nothing is compared on a machine that draws letters otherwise. */
export const OTHER_FONTS = 'the approved pictures were made with other fonts or another WebKit than this machine has: ' +
  'nothing was compared. Approve them here with APPROVE=1 and look at them.';

/** What was approved in a folder of `e2e/approved`. */
export class Approved {
  constructor(name) {
    this.folder = join(ROOT, 'e2e', 'approved', name);
    this.failed = join(ROOT, 'target', 'screenshots', 'not-approved', name);
  }

  async facts() {
    return JSON.parse(await readFile(join(this.folder, 'facts.json'), 'utf8'));
  }

  /** Keeps the sheets (a list of pictures each) and what is to be known of them. */
  async approve(sheets, facts) {
    await mkdir(this.folder, { recursive: true });
    const places = {};
    for (const [name, pictures] of Object.entries(sheets)) {
      const { sheet, rows } = lay(pictures);
      places[name] = rows;
      await writePicture(join(this.folder, `${name}.png`), sheet);
    }
    await writeFile(join(this.folder, 'facts.json'), `${JSON.stringify({ ...facts, places }, null, 1)}\n`);
  }

  /** What differs in a sheet: a sentence for each thing. The sheets are saved beside each other then. */
  async differences(name, pictures, labels) {
    const approved = await readPicture(join(this.folder, `${name}.png`));
    const { places } = await this.facts();
    const found = [];
    for (const [at, picture] of pictures.entries()) {
      const place = places[name][at];
      const wanted = new PNG({ width: place.width, height: place.height });
      PNG.bitblt(approved, wanted, 0, place.y, place.width, place.height, 0, 0);
      const why = difference(wanted, picture);
      if (why !== null) found.push(`${name}, «${labels[at]}»: ${why}`);
    }
    if (found.length > 0) {
      await mkdir(this.failed, { recursive: true });
      await writePicture(join(this.failed, `${name}.png`), lay(pictures).sheet);
    }
    return found;
  }
}

function difference(wanted, picture) {
  const [width, height] = [picture.width, picture.height];
  // A width of a part of a pixel is rounded up or down.
  if (Math.abs(wanted.width - width) > 1 || Math.abs(wanted.height - height) > 1) {
    return `${width}×${height} instead of ${wanted.width}×${wanted.height}`;
  }
  const size = [Math.min(wanted.width, width), Math.min(wanted.height, height)];
  const [one, other] = [wanted, picture].map((whole) => cut(whole, 0, 0, ...size));
  const off = pixelmatch(one.data, other.data, null, ...size, { threshold: COLOUR_TOLERANCE });
  const share = off / (size[0] * size[1]);
  return share > PIXEL_TOLERANCE ? `${(share * 100).toFixed(1)} % of its pixels are others` : null;
}

/** A part of a picture; what lies outside of it is white. */
export function cut(picture, x, y, width, height) {
  const part = blank(width, height);
  const [right, bottom] = [Math.min(x + width, picture.width), Math.min(y + height, picture.height)];
  if (right > x && bottom > y) PNG.bitblt(picture, part, x, y, right - x, bottom - y, 0, 0);
  return part;
}

function lay(pictures) {
  const width = Math.max(...pictures.map((one) => one.width));
  const height = pictures.reduce((sum, one) => sum + one.height + GAP, 0);
  const sheet = blank(width, height, BETWEEN);
  const rows = [];
  let y = 0;
  for (const one of pictures) {
    PNG.bitblt(one, sheet, 0, 0, one.width, one.height, 0, y);
    rows.push({ y, width: one.width, height: one.height });
    y += one.height + GAP;
  }
  return { sheet, rows };
}
