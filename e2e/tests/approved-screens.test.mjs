// Six screens and panels in two looks each, compared whole with approved pictures: those that hold nothing of the moment.
// The chat, the list, the details and the outbox are compared text by text (`hard-texts.test.mjs`).
//
//   APPROVE=1 node --test e2e/tests/approved-screens.test.mjs     approves what is drawn now: look at e2e/approved/screens

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { APPROVING, Approved, OTHER_FONTS } from '../lib/approved.mjs';
import { crop, fontsOf, hideWhatPasses } from '../lib/drawn.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { chooseLook } from '../lib/looks.mjs';
import { until } from '../lib/wait.mjs';

const SIZE = { width: 1280, height: 800 };
const LOOKS = [['ar', 'light'], ['en', 'dark']];
const approved = new Approved('screens');
/** Each screen with the way to it; the way back is Escape. */
const SCREENS = {
  'settings-general': (app) => app.openSettings('general'),
  'settings-alerts': (app) => app.openSettings('alerts'),
  'settings-replies': (app) => app.openSettings('replies'),
  shortcuts: (app) => app.driver.actions().sendKeys(Key.F1).perform(),
  palette: (app) => app.driver.actions().keyDown(Key.CONTROL).keyDown(Key.SHIFT).sendKeys('p').keyUp(Key.SHIFT).keyUp(Key.CONTROL).perform(),
  'open-order': (app) => app.click('open-order'),
};
const ELEMENT = {
  'settings-general': 'settings-screen', 'settings-alerts': 'settings-screen', 'settings-replies': 'settings-screen',
  shortcuts: 'shortcuts-dialog', palette: 'palette', 'open-order': 'open-order-dialog',
};

windowTest('a dozen screens are drawn as they were approved', async (window, t) => {
  const { app } = window;
  const sheets = {};
  for (const [language, theme] of LOOKS) sheets[`${language}-${theme}`] = [];
  await window.choose({ takeBackSeconds: 0, language: 'ar', theme: 'light' });
  await window.signIn();
  await window.waitUntilOnline();
  await app.resize(SIZE.width, SIZE.height);
  await hideWhatPasses(app);
  for (const [language, theme] of LOOKS) {
    await chooseLook(app, { language, theme, zoom: 1 });
    for (const [name, open] of Object.entries(SCREENS)) {
      await open(app);
      await app.find(ELEMENT[name]);
      await withoutFocus(app);
      sheets[`${language}-${theme}`].push(...(await crop(app, [`[data-testid="${ELEMENT[name]}"]`])));
      await close(app, ELEMENT[name]);
    }
  }
  const fonts = await fontsOf(app);
  if (APPROVING) return void (await approved.approve(sheets, { fonts }));
  const facts = await approved.facts();
  if (fonts !== facts.fonts) return t.skip(OTHER_FONTS);
  const found = [];
  for (const [name, pictures] of Object.entries(sheets)) found.push(...(await approved.differences(name, pictures, Object.keys(SCREENS))));
  assert.deepEqual(found, [], `what is drawn now is in ${approved.failed}`);
}, { painting: 'composited' });

/** The ring of the focus, and what lies under the pointer, depend on the moment. */
async function withoutFocus(app) {
  await app.driver.executeScript('document.activeElement?.blur()');
  await app.driver.actions().move({ x: 2, y: 2 }).perform();
}

async function close(app, element) {
  await until(`«${element}» is closed`, async () => {
    if ((await app.findVisible(element)) === null) return true;
    await app.driver.actions().sendKeys(Key.ESCAPE).perform();
    return false;
  });
}
