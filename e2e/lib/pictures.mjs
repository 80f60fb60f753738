// PNG pictures: read, written, put together.

import { readFile, writeFile } from 'node:fs/promises';
import { PNG } from 'pngjs';

export async function readPicture(path) {
  return PNG.sync.read(await readFile(path));
}

export async function writePicture(path, picture) {
  await writeFile(path, PNG.sync.write(picture));
}

/** An opaque picture of one colour. */
export function blank(width, height, shade = 255) {
  const picture = new PNG({ width, height });
  picture.data.fill(shade);
  for (let at = 3; at < picture.data.length; at += 4) picture.data[at] = 255;
  return picture;
}

/** A picture at one `by`-th of its size, each pixel the mean of what it stands for. */
export function shrink(picture, by) {
  const [width, height] = [Math.floor(picture.width / by), Math.floor(picture.height / by)];
  const small = blank(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let part = 0; part < 3; part += 1) {
        let sum = 0;
        for (let dy = 0; dy < by; dy += 1) {
          for (let dx = 0; dx < by; dx += 1) sum += picture.data[((y * by + dy) * picture.width + x * by + dx) * 4 + part];
        }
        small.data[(y * width + x) * 4 + part] = sum / (by * by);
      }
    }
  }
  return small;
}

/** Puts pictures below each other or beside each other. */
export function stack(pictures, direction, gap = 8, shade = 128) {
  const down = direction === 'down';
  const along = pictures.reduce((sum, one) => sum + (down ? one.height : one.width) + gap, gap);
  const across = Math.max(...pictures.map((one) => (down ? one.width : one.height))) + 2 * gap;
  const sheet = blank(down ? across : along, down ? along : across, shade);
  let at = gap;
  for (const one of pictures) {
    PNG.bitblt(one, sheet, 0, 0, one.width, one.height, down ? gap : at, down ? at : gap);
    at += (down ? one.height : one.width) + gap;
  }
  return sheet;
}
