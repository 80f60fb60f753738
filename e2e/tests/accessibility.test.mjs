// What screen readers need: axe-core over every view of the window, no violation of any level.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { violations } from '../lib/axe.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { chooseLook } from '../lib/looks.mjs';
import { tourLock, tourSignIn } from '../lib/tour.mjs';
import { until } from '../lib/wait.mjs';

for (const [part, tour] of Object.entries({ 'the sign-in': tourSignIn, 'the lock': tourLock })) {
  windowTest(`no rule of axe-core is broken: ${part}`, async (window) => {
    const found = [];
    await tour(window, async (view, back = async () => {}) => {
      for (const theme of ['dark', 'light']) {
        await chooseLook(window.app, { language: 'ar', theme, zoom: 1 });
        await back();
        found.push(...(await violations(window.app)).map((violation) => `${view}, ${theme}: ${violation}`));
      }
    });
    assert.deepEqual(found, []);
  });
}

windowTest('messages are a log of articles with their times', async (window) => {
  await window.app.open(['--demo', '--demo-pace', 'still', '--data', window.data]);
  await openFirstChat(window);
  const [articles, named, times] = await window.app.driver.executeScript(`
    const articles = [...document.querySelectorAll('[role="log"] article')];
    const times = articles.flatMap((article) => [...article.querySelectorAll('time')]);
    return [articles.length, articles.filter((article) => article.matches('[data-testid="message"]:not([aria-label])')).length,
      times.map((time) => Number.isNaN(Date.parse(time.dateTime)))];
  `);
  assert.ok(articles > 0, 'the log holds articles');
  assert.equal(named, 0, 'each says who speaks');
  assert.ok(times.length > 0 && !times.includes(true), `each has a time that a program can read: ${times}`);
});

for (const theme of ['light', 'dark']) {
  windowTest(`inbox, chat and menus break no rule of axe-core: ${theme}`, async (window) => {
    await openDemo(window, theme);
    const found = await checked(window, 'inbox');
    await openFirstChat(window);
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

// By keyboard: the demo's customers write meanwhile, so a row may move from under the pointer.
async function openFirstChat(window) {
  await window.app.find('inbox-row');
  await window.app.driver.executeScript(`document.querySelector('[data-testid="inbox"] [data-pane-focus]').focus()`);
  await window.app.driver.actions().sendKeys(Key.HOME, Key.ENTER).perform();
  await window.app.find('message');
}

async function close(window, dialog) {
  await window.app.driver.actions().sendKeys(Key.ESCAPE).perform();
  await until(`${dialog} is closed`, async () => !(await window.app.findVisible(dialog)));
}

async function checked(window, view) {
  return (await violations(window.app)).map((violation) => `${view}: ${violation}`);
}
