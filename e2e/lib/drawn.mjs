// What is drawn in the window, cut out of its picture so that it can be compared with an approved one.

import { createHash } from 'node:crypto';
import { PNG } from 'pngjs';
import { cut } from './approved.mjs';
import { until } from './wait.mjs';

/**
 * Cuts elements out of one picture of the window: the first of each selector, or all of one. A list that moved meanwhile, since
 * somebody else wrote, is drawn again.
 */
export async function crop(app, selectors, all = null) {
  const measure = () => app.driver.executeScript(
    `const [selectors, all] = arguments;
     const elements = selectors ? selectors.map((one) => document.querySelector(one)) : [...document.querySelectorAll(all)];
     return elements.map((element) => { const { x, y, width, height } = element.getBoundingClientRect(); return [x, y, width, height].map(Math.round); });`,
    selectors, all,
  );
  return until('the window stands still for a picture', async () => {
    await app.waitForPaint();
    const rects = await measure();
    const picture = PNG.sync.read(Buffer.from(await app.driver.takeScreenshot(), 'base64'));
    if (JSON.stringify(await measure()) !== JSON.stringify(rects)) return null;
    return rects.map((rect) => cut(picture, ...rect));
  });
}

/**
 * Times and counts of the moment are no part of what is compared, nor is the room that their letters take. A row is drawn as a read
 * one: whether this one counts as read by now depends on the machine.
 */
export async function hideWhatPasses(app) {
  await app.driver.executeScript(`
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(\`
      time { display: inline-block !important; inline-size: 4em !important; overflow: hidden !important; white-space: nowrap !important; visibility: hidden !important }
      [data-testid="waiting"], [data-testid="unread"] { display: none !important }
      [data-testid="inbox-row"] .said { color: var(--text-2) !important; font-weight: 400 !important }
      [data-testid="inbox-row"] .name { font-weight: 600 !important }
      * { transition: none !important; animation: none !important; caret-color: transparent !important }
    \`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  `);
}

/** What letters come out as on this machine: of the program's font, and of the machine's own for what that one lacks. */
export async function fontsOf(app) {
  const drawn = await app.driver.executeAsyncScript(`
    const done = arguments[0];
    document.fonts.ready.then(() => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 600, height: 80 });
      const context = canvas.getContext('2d');
      context.font = '24px "Vazirmatn Variable", system-ui, sans-serif';
      context.fillText('سلام abc 123 😀 👨‍👩‍👧‍👦 é ‱ №', 4, 50);
      done(canvas.toDataURL());
    });
  `);
  return createHash('sha256').update(drawn).digest('hex');
}
