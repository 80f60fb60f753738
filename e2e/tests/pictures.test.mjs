// Pictures: magnified, turned over, copied and saved, by keys.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Key } from '../lib/app.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { chooseLook } from '../lib/looks.mjs';
import { until } from '../lib/wait.mjs';

windowTest('pictures are turned over, magnified and saved by keys', async (window) => {
  const { app, backend, desktop } = window;
  const customer = await backend.signInAs('user');
  const { _id } = await customer.askAdmin('صور الطلب');
  for (const picture of ['pizza', 'burger', 'salad']) await customer.show(_id, picture);
  await window.signIn();
  await window.openChat(_id);
  await until('all three are drawn', async () => (await app.driver.executeScript(
    `return document.querySelectorAll('[data-testid="image"][data-phase="shown"]').length`)) === 3);
  const shown = () => app.driver.executeScript(`return document.querySelector('[data-testid="lightbox"] img')?.src`);
  const press = (...keys) => app.driver.actions().sendKeys(...keys).perform();

  // The composer takes the focus when the chat opens, which may be late.
  await until('the viewer opens', async () => {
    if (await app.findVisible('lightbox')) return true;
    await app.driver.executeScript(`[...document.querySelectorAll('[data-testid="image"]')].at(-1).focus()`);
    await press(Key.ENTER);
    return false;
  });
  await until('the picture is there', async () => (await (await app.find('lightbox')).getAttribute('data-phase')) === 'shown');
  const newest = await shown();
  await press(Key.ARROW_RIGHT);
  await until('in Arabic the older one lies to the right', async () => (await shown()) !== newest);
  const older = await shown();
  await press(Key.ARROW_LEFT);
  await until('and the newer one to the left', async () => (await shown()) === newest);
  await press(Key.ARROW_RIGHT);
  await until('back again', async () => (await shown()) === older);
  await press('+');
  await until('it is magnified', async () => (await app.driver.executeScript(
    `return new DOMMatrix(getComputedStyle(document.querySelector('[data-testid="lightbox"] img')).transform).a`)) > 1);
  await window.screenshot('picture');

  // The toast that says so goes by itself: it is copied until it was seen.
  await until('it is copied', async () => {
    await app.press('c');
    return (await app.texts('toast')).some((text) => text.includes('نُسخت الصورة'));
  });
  await app.press('s');
  const downloads = join(desktop.home, 'Downloads');
  const saved = await until('it is in the downloads', async () => (await readdir(downloads).catch(() => []))[0]);
  const bytes = await until('it is written', async () => {
    const bytes = await readFile(join(downloads, saved));
    return bytes.length > 0 && bytes;
  });
  const isPicture = bytes.subarray(1, 4).toString() === 'PNG' || bytes.readUInt16BE(0) === 0xffd8;
  assert.ok(isPicture, `${saved} is a picture`);
  await press(Key.ESCAPE);
  await until('Escape leads back to the chat', async () => (await app.findVisible('lightbox')) === null);

  await until('all three stand beside the chat', async () => (await app.driver.executeScript(
    `return document.querySelectorAll('[data-testid="attached-picture"] img').length`)) === 3);
  await app.driver.executeScript(`document.querySelector('[data-testid="attached-picture"]').focus()`);
  await press(Key.ENTER);
  await app.find('[data-testid="lightbox"][data-phase="shown"]');
  assert.equal(await shown(), newest, 'the newest is the first');
  await press(Key.ESCAPE);
  await until('and back again', async () => (await app.findVisible('lightbox')) === null);
});

windowTest('a picture’s time floats on its corner and stays readable', async (window) => {
  const { app, backend } = window;
  const customer = await backend.signInAs('user');
  const { _id } = await customer.askAdmin('صورة ووقتها');
  await customer.show(_id, 'salad');
  await window.signIn();
  await window.openChat(_id);
  await app.find('[data-testid="image"][data-phase="shown"]');
  for (const look of [['ar', 'light'], ['en', 'dark']]) {
    const [language, theme] = look;
    await chooseLook(app, { language, theme, zoom: 1 });
    const { image, time, contrast, under } = await app.driver.executeScript(`
      const picture = document.querySelector('[data-testid="image"]');
      const meta = picture.closest('article').querySelector('.meta');
      const box = (one) => { const { left, right, top, bottom } = one.getBoundingClientRect(); return { left, right, top, bottom }; };
      const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
      const light = ([red, green, blue]) => [red, green, blue]
        .map((part) => part / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
      const [red, green, blue, alpha = 1] = numbers(getComputedStyle(meta).backgroundColor);
      // On the whitest picture that can be.
      const behind = light([red, green, blue].map((part) => part * alpha + 255 * (1 - alpha)));
      const words = light(numbers(getComputedStyle(meta.querySelector('time')).color));
      const { left, right, top, bottom } = meta.getBoundingClientRect();
      return {
        image: box(picture), time: box(meta), contrast: (Math.max(words, behind) + 0.05) / (Math.min(words, behind) + 0.05),
        under: document.elementFromPoint((left + right) / 2, (top + bottom) / 2).closest('[data-testid="image"]') === picture,
      };`);
    const inside = time.left >= image.left && time.right <= image.right && time.top >= image.top && time.bottom <= image.bottom;
    assert.ok(inside, `${look}: ${JSON.stringify(time)} lies on the picture ${JSON.stringify(image)}`);
    const side = language === 'ar' ? time.left - image.left : image.right - time.right;
    assert.ok(side < 12 && image.bottom - time.bottom < 12, `${look}: it stands in the corner`);
    assert.ok(contrast >= 4.5, `${look}: ${contrast} to 1 on a white picture`);
    assert.ok(under, `${look}: a press on it opens the picture`);
    await window.screenshot(`picture-time-${language}-${theme}`);
  }
});
