// Draws the manual's pictures, in both languages, from the demo.
//
//   node e2e/manual-pictures.mjs

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { App, Key } from './lib/app.mjs';
import { ROOT } from './lib/backend.mjs';
import { Desktop } from './lib/desktop.mjs';
import { chooseLook } from './lib/looks.mjs';

const MANUAL = join(ROOT, 'docs', 'manual');
const run = promisify(execFile);

const desktop = await Desktop.start({ size: '1280x800' });
try {
  const app = new App(desktop);
  await app.open(['--demo', '--data', join(desktop.home, 'app')]);
  await app.resize(1180, 720);
  for (const language of ['ar', 'en']) {
    await chooseLook(app, { language, theme: 'light', zoom: 1 });
    await app.click('filter-unanswered');
    await app.click('inbox-row');
    await app.find('message');
    await picture(app, `${language}-chat`);
    const composer = await app.find('composer');
    await composer.sendKeys('/');
    await app.find('reply-option');
    await picture(app, `${language}-replies`);
    await composer.sendKeys(Key.BACK_SPACE);
    await palette(app, language === 'ar' ? 'اليوم' : 'today');
    await app.find('today-answered');
    await picture(app, `${language}-today`);
    await app.driver.actions().sendKeys(Key.ESCAPE).perform();
    await app.press(',');
    await (await app.find('settings-search')).sendKeys(language === 'ar' ? 'صوت' : 'sound');
    await app.find('settings-found');
    await picture(app, `${language}-settings`);
    await app.driver.actions().sendKeys(Key.ESCAPE).perform();
    await app.driver.actions().sendKeys(Key.ESCAPE).perform();
  }
} finally {
  await desktop.stop();
}

/** Saves the window, small enough for a manual. */
async function picture(app, name) {
  const path = await app.screenshot(join(MANUAL, `${name}.png`));
  await run('convert', [path, '-resize', '900x', '-dither', 'None', '-colors', '64', '-strip', `PNG8:${path}`]);
  console.log(name);
}

async function palette(app, words) {
  await app.driver.actions().keyDown(Key.CONTROL).keyDown(Key.SHIFT).sendKeys('p').keyUp(Key.SHIFT).keyUp(Key.CONTROL).perform();
  const search = await app.find('palette-search');
  await search.sendKeys(words);
  await app.find('[data-testid="palette-action"][data-name="today"][aria-selected="true"]');
  await search.sendKeys(Key.ENTER);
}
