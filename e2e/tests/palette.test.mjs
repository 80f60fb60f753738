// The palette and the sheet of keys, by the keyboard alone.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

const keys = (window, ...pressed) => window.app.driver.actions().sendKeys(...pressed).perform();
const dialogs = (window) => window.app.driver.executeScript(`return document.querySelectorAll('[role="dialog"]').length`);

async function openPalette(window) {
  await window.app.driver.actions().keyDown(Key.CONTROL).keyDown(Key.SHIFT).sendKeys('p').keyUp(Key.SHIFT).keyUp(Key.CONTROL).perform();
  return window.app.find('palette-search');
}

windowTest('every action is reached by its name and the sheet tells the keys', async (window) => {
  await window.signIn();
  const search = await openPalette(window);
  await search.sendKeys('صندوق الصادر');
  await window.app.find('[data-testid="palette-action"][data-name="outbox"][aria-selected="true"]');
  await window.screenshot('palette');
  await search.sendKeys(Key.ENTER);
  await window.app.find('[data-testid="rail-outbox"][aria-current="page"]');

  await (await openPalette(window)).sendKeys('open chats', Key.ENTER);
  await window.app.find('inbox-row');
  await until('no dialog is left', async () => (await dialogs(window)) === 0);

  await keys(window, Key.F1);
  await window.app.find('[data-testid="shortcut-line"][data-name="palette"]');
  await window.screenshot('shortcuts');
  const toggle = await window.app.find('shortcuts-on');
  await toggle.sendKeys(Key.SPACE);
  await until('the shortcuts are off', () => window.app.driver.executeScript(`return !document.querySelector('[data-testid="shortcuts-on"]').checked`));
  await keys(window, Key.ESCAPE);
  await until('the sheet is closed', async () => (await dialogs(window)) === 0);
  await window.app.driver.actions().keyDown(Key.CONTROL).keyDown(Key.SHIFT).sendKeys('p').keyUp(Key.SHIFT).keyUp(Key.CONTROL).perform();
  // F1 still works, and is answered after the keys before it.
  await keys(window, Key.F1);
  await window.app.find('shortcuts-dialog');
  assert.equal(await window.app.findVisible('palette'), null, 'the palette stays away');
});

windowTest('an action is found by what people call it, in either language, and its setting has the focus', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('كلمات الناس');
  await window.signIn();
  await window.openChat(_id);
  for (const [words, name] of [['تصدير', 'export-chat'], ['export', 'export-chat'], ['ليلي', 'theme-dark'], ['zoom', 'zoom-in'], ['غفوة', 'snooze-1-hour'], ['snooze', 'snooze-until']]) {
    const search = await openPalette(window);
    await search.sendKeys(words);
    await window.app.find(`[data-testid="palette-action"][data-name="${name}"]`);
    await window.screenshot(`palette-${name}`);
    await keys(window, Key.ESCAPE);
    await until('the palette is closed', async () => (await dialogs(window)) === 0);
  }
  await (await openPalette(window)).sendKeys('غفوة ساعة', Key.ENTER);
  await window.app.find('[data-testid="toast"]');
  await (await openPalette(window)).sendKeys('قوالب استيراد', Key.ENTER);
  await window.app.find('[data-testid="settings-replies"][data-state="active"]');
  await until('the field of the page has the focus', () => window.app.driver.executeScript(`return document.activeElement?.dataset.testid === 'reply-filter'`));
});

windowTest('Escape from the palette leads back to where the user was, in a closed chat too', async (window) => {
  const customer = await window.backend.signInAs('user');
  const admin = await window.backend.signInAs('admin');
  const { _id } = await customer.askAdmin('تُغلق بعد قليل');
  await customer.write(_id, 'سلام');
  await window.signIn();
  await window.waitUntilOnline();
  await window.openChat(_id);
  const place = () => window.app.driver.executeScript('return document.activeElement?.dataset.testid ?? document.activeElement?.getAttribute("role")');
  for (const [status, shown, where] of [['open', 'composer', 'composer'], ['closed', 'composer-closed', 'log']]) {
    await admin.setStatus(_id, status);
    await window.app.find(shown);
    await window.app.driver.executeScript('(document.querySelector(\'[data-testid="composer"]\') ?? document.querySelector("[data-chat-list]")).focus()');
    await openPalette(window);
    await keys(window, Key.ESCAPE);
    await until(`${status}: the focus is back`, async () => (await dialogs(window)) === 0 && (await place()) === where);
  }
});
