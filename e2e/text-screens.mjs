// Screenshots of texts that are hard to set, in each language, theme, size and zoom, for design review.
//
//   node e2e/text-screens.mjs [DIR]

import { join, resolve } from 'node:path';
import { App } from './lib/app.mjs';
import { ROOT } from './lib/backend.mjs';
import { Desktop } from './lib/desktop.mjs';
import { captureLooks } from './lib/looks.mjs';
import { until } from './lib/wait.mjs';

const INTO = resolve(process.argv[2] ?? join(ROOT, 'target', 'text-screens'));
const SIZES = [[1440, 900, 1], [1024, 640, 1], [1024, 640, 2]];

const TEXTS = [
  '1'.repeat(4000),
  `e${' '.repeat(4000)}x`,
  `ع${'\u0301'.repeat(2000)} علامات`,
  'الطلب #1620 ناقص وسعره $45.50 بدل 45.50 د.ل',
  'Ahmed قال إن الطلب ناقص',
  '(https://e.org/a_(b)) و https://x.ly/abcشكرا؟',
  'الموعد 2026-11-28 من 10:00 - 12:00، البطاقة 4111 1111 1111 1111',
  'في البطاقة \u202A+218 91-234 5678\u202C وفي المحل (021) 333-4455',
];

const desktop = await Desktop.start({ size: '1440x900' });
try {
  const app = new App(desktop);
  await app.open(['--demo', '--data', join(desktop.home, 'app')]);
  const row = await app.find('inbox-row');
  const conversation = await row.getAttribute('data-conversation');
  await row.click();
  await app.find('message');
  for (const text of TEXTS) {
    await app.driver.executeAsyncScript(
      'const [conversation, text, done] = arguments; window.__TAURI_INTERNALS__.invoke("send", { conversation, text }).then(done, done)',
      conversation,
      text,
    );
  }
  await until('the last text is shown', async () =>
    app.driver.executeScript(`
      document.querySelector('[data-testid=chat] .scroller').scrollTop = 1e7;
      return [...document.querySelectorAll('[data-testid=message-text]')].some((text) => text.textContent.includes('333-4455'));
    `));
  await captureLooks(app, INTO, 'texts', SIZES);
  await app.driver.executeScript('document.querySelector("[data-testid=show-more]")?.scrollIntoView({ block: "center" })');
  await captureLooks(app, INTO, 'folded', SIZES);
} finally {
  await desktop.stop();
}
