// Screenshots of one view in each language and theme, at several sizes and zooms, for design review.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { until } from './wait.mjs';

const LOOKS = ['ar-light', 'en-dark', 'ar-dark', 'en-light'].map((look) => look.split('-'));
const SIZES = [[1440, 900, 1], [1024, 640, 1], [1920, 1080, 1], [1440, 900, 2], [1024, 640, 2]];

/** Saves the view in four looks at the first size and in two at the others. */
export async function captureLooks(app, folder, name, sizes = SIZES) {
  for (const [at, [width, height, zoom]] of sizes.entries()) {
    await app.resize(width, height);
    for (const [language, theme] of LOOKS.slice(0, at < 1 ? 4 : 2)) {
      await chooseLook(app, { language, theme, zoom });
      await app.screenshot(join(folder, `${name}-${width}x${height}${zoom > 1 ? `@${zoom}` : ''}-${language}-${theme}.png`));
    }
  }
  await app.resize(1440, 900);
  await chooseLook(app, { language: 'ar', theme: 'light', zoom: 1 });
  console.log(name);
}

/** Chooses a language, a theme and a zoom. */
export async function chooseLook(app, look) {
  const changes = { hideNotificationText: false, digits: 'latin', detailsOpen: true, takeBackSeconds: 0, alertTest: 'done', uploadEndpoint: '/uploads', ...look };
  const refused = await app.driver.executeAsyncScript(
    'const [changes, done] = arguments; window.__TAURI_INTERNALS__.invoke("change_preferences", { changes }).then(() => done(null), done)',
    changes,
  );
  assert.equal(refused, null, 'the look is taken over');
  await until('the look', () =>
    app.driver.executeScript(
      `const { lang, dataset } = document.documentElement;
       return lang === arguments[0] && dataset.theme === arguments[1] && Math.abs(outerWidth / innerWidth - arguments[2]) < 0.05`,
      look.language, look.theme, look.zoom,
    ));
  await app.waitForPaint();
}
