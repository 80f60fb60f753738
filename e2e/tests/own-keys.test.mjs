// Settings that are found by their words, keys of the user's own, the first run, the manual.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Key } from '../lib/app.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';
import { openWaitingChats } from '../lib/waiting-chats.mjs';

const line = (name, inside = '') => `[data-testid="shortcut-line"][data-name="${name}"] ${inside}`;

windowTest('a setting is found by its words, in either language', async (window) => {
  await window.signIn();
  await window.app.press(',');
  const search = await window.app.find('settings-search');
  // The page has a field of its own far down: the settings open at their beginning all the same.
  await until('the search has the focus', () =>
    window.app.driver.executeScript(`return document.activeElement?.dataset.testid === 'settings-search'`));
  await search.sendKeys('صوت');
  await window.app.find('[data-testid="settings-found"][data-name="sounds-on"]');
  await window.screenshot('settings-search');
  await search.sendKeys(Key.ESCAPE);
  await window.app.find('settings-general');
  await search.sendKeys('volume', Key.ENTER);
  await until('the setting has the focus', () =>
    window.app.driver.executeScript(`return document.activeElement?.dataset.testid === 'sound-volume'`));
});

windowTest('an action gets other keys, and they outlive the program', async (window) => {
  const [first] = await openWaitingChats(window, 2);
  await press(window, Key.F1);
  await until('the sheet is open', () => window.app.findVisible('shortcuts-dialog'));
  await (await window.app.find(line('next-unanswered', '[data-testid="own-keys-change"]'))).sendKeys(Key.ENTER);
  await until('it waits for keys', () => window.app.driver.executeScript(`return document.activeElement?.dataset.testid === 'own-keys-record'`));
  await window.app.press('k');
  await window.app.find('own-keys-refusal');
  await window.screenshot('own-keys-taken');
  await window.app.press('u');
  await window.app.find(line('next-unanswered', '[data-testid="own-keys-reset"]'));
  await window.screenshot('own-keys');
  await window.app.kill();
  await window.open();
  await window.app.find('inbox-row');
  await window.waitUntilOnline();
  await window.app.press('u');
  await until('the own keys work', async () => (await (await window.app.find('chat')).getAttribute('data-conversation')) === first);
});

windowTest('the first run offers an alert once, and then no more', async (window) => {
  await window.choose({ alertTest: 'due' });
  await window.signIn();
  await window.app.find('first-run');
  await window.screenshot('first-run');
  await (await window.app.find('first-run-test')).sendKeys(Key.ENTER);
  await until('the notification is shown', async () =>
    (await window.desktop.notifications()).some(({ summary }) => summary.includes('هكذا يظهر التنبيه')));
  await window.app.find('[data-testid="first-run"][data-state="tried"]');
  await (await window.app.find('first-run-done')).sendKeys(Key.ENTER);
  await until('the offer is gone', async () => !(await window.app.findVisible('first-run')));
  const kept = join(window.data, 'preferences.json');
  await until('that is on the disk', async () => JSON.parse(await readFile(kept, 'utf8')).alertTest === 'done');
  await window.app.kill();
  await window.open();
  await window.app.find('inbox-row');
  assert.equal(await window.app.findVisible('first-run'), null);
});

windowTest('the manual opens from the help, with its pictures', async (window) => {
  await window.signIn();
  await press(window, Key.F1);
  await (await window.app.find('manual-open')).sendKeys(Key.ENTER);
  await window.app.find('manual');
  await until('its pictures are loaded', () =>
    window.app.driver.executeScript(`
      const pictures = [...document.querySelectorAll('[data-testid="manual-picture"]')];
      return pictures.length > 0 && pictures.every((one) => one.complete && one.naturalWidth > 0);`));
  await window.screenshot('manual');
});

function press(window, key) {
  return window.app.driver.actions().sendKeys(key).perform();
}
