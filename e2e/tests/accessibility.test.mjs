// What screen readers need: axe-core over every view of the window, no violation of any level.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { violations } from '../lib/axe.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { chooseLook } from '../lib/looks.mjs';
import { until } from '../lib/wait.mjs';

windowTest('the sign-in breaks no rule of axe-core', async (window) => {
  await window.open();
  await window.app.find('sign-in-form');
  const found = await checked(window, 'sign-in');
  await window.submitSignIn('admin', 'wrong');
  await window.app.find('sign-in-error');
  found.push(...(await checked(window, 'refused sign-in')));
  assert.deepEqual(found, []);
});

for (const theme of ['light', 'dark']) {
  windowTest(`inbox, chat and menus break no rule of axe-core: ${theme}`, async (window) => {
    await openDemo(window, theme);
    const found = await checked(window, 'inbox');
    await window.app.click('inbox-row');
    await window.app.find('message');
    found.push(...(await checked(window, 'chat')));
    await window.app.click('chat-menu');
    await window.app.find('[role="menu"]');
    found.push(...(await checked(window, 'menu of the chat')));
    await close(window, '[role="menu"]');
    await window.app.click('filter-unread');
    found.push(...(await checked(window, 'unread')));
    await window.app.click('rail-outbox');
    await window.app.find('outbox');
    found.push(...(await checked(window, 'outbox')));
    assert.deepEqual(found, []);
  });

  windowTest(`settings and dialogs break no rule of axe-core: ${theme}`, async (window) => {
    await openDemo(window, theme);
    const found = [];
    for (const dialog of ['new-conversation', 'open-order']) {
      await window.app.click(dialog);
      await window.app.find(`${dialog}-dialog`);
      found.push(...(await checked(window, dialog)));
      await close(window, `${dialog}-dialog`);
    }
    await window.app.click('settings');
    for (const page of ['general', 'storage', 'accounts', 'lock']) {
      await window.app.click(`settings-${page}`);
      found.push(...(await checked(window, `settings: ${page}`)));
    }
    await window.app.click('settings-accounts');
    await close(window, 'settings-dialog');
    await window.app.click('me');
    await window.app.click('sign-out');
    await window.app.find('sign-out-dialog');
    found.push(...(await checked(window, 'sign-out')));
    assert.deepEqual(found, []);
  });
}

async function openDemo(window, theme) {
  await window.app.open(['--demo', '--data', window.data]);
  await window.app.find('inbox-row');
  await chooseLook(window.app, { language: 'ar', theme, zoom: 1 });
}

async function close(window, dialog) {
  await window.app.driver.actions().sendKeys(Key.ESCAPE).perform();
  await until(`${dialog} is closed`, async () => !(await window.app.findVisible(dialog)));
}

async function checked(window, view) {
  return (await violations(window.app)).map((violation) => `${view}: ${violation}`);
}
