// The settings as a screen: in place of list and chats, by keyboard, with the chat that they cover unseen, at every size.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { row, windowTest } from '../lib/fixture.mjs';
import { focused, type } from '../lib/locking.mjs';
import { until } from '../lib/wait.mjs';

const unread = (window, conversation) => window.app.driver.executeScript('return document.querySelector(arguments[0])?.dataset.unread', row(conversation));
const PAGES = ['general', 'alerts', 'accounts', 'replies', 'lock', 'storage'];

/** What scrolls inside of something that scrolls, by its class; and what is wider than the window. */
const layoutFaults = (window) =>
  window.app.driver.executeScript(`
    const scrolls = (one) => /auto|scroll/.test(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight + 1;
    const screen = document.querySelector('[data-testid="settings-screen"]');
    const nested = [...screen.querySelectorAll('*')].filter(scrolls).filter((one) => {
      for (let at = one.parentElement; at; at = at.parentElement) if (scrolls(at)) return true;
      return false;
    });
    const wide = [...screen.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().left < -1 || one.getBoundingClientRect().right > innerWidth + 1);
    return { nested: nested.map((one) => one.className), wide: wide.map((one) => one.className || one.tagName) };
  `);

windowTest('the settings stand in place of the chats, are gone through by keyboard, and lead back to what was typed', async (window) => {
  const { app } = window;
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('قبل الإعدادات');
  await customer.write(_id, 'هل الطلب جاهز؟');
  await window.signIn();
  await window.waitUntilOnline();
  await window.openChat(_id);
  await app.driver.executeScript(`document.querySelector('[data-testid="composer"]').focus()`);
  await type(window, 'نعم');
  await until('the question is seen', async () => (await unread(window, _id)) === '0');

  await app.press(',');
  await focused(window, 'settings-search');
  assert.equal(await app.findVisible('chat'), null, 'the chat is covered');
  assert.equal(await app.findVisible('inbox'), null, 'so is the list');
  assert.equal(await (await app.find('settings')).getAttribute('aria-current'), 'page', 'the rail says where one is');
  await customer.write(_id, 'ألو؟');
  await until('what comes meanwhile is not seen', async () => (await unread(window, _id)) === '1');

  // From the search back to the sections, and down through them.
  await app.driver.actions().keyDown(Key.SHIFT).sendKeys(Key.TAB).keyUp(Key.SHIFT).perform();
  await focused(window, 'settings-general');
  for (const page of PAGES.slice(1)) {
    await type(window, Key.ARROW_DOWN);
    await focused(window, `settings-${page}`);
    await until(`the page ${page} is shown`, () =>
      app.driver.executeScript(`return document.querySelector('[role="tabpanel"]:not([hidden]) h2')?.textContent === document.activeElement.textContent.trim()`));
  }
  await type(window, Key.ESCAPE);
  await focused(window, 'composer');
  await type(window, '، جاهز', Key.ENTER);
  await until('the answer is whole', async () => (await customer.countTexts(_id, 'نعم، جاهز')) === 1);
  await until('now it is seen', async () => (await unread(window, _id)) === '0');

  // The button leads back too; what led here by another way has the focus again.
  await app.press(',');
  await app.click('settings-back');
  await app.find('chat');
  assert.equal(await app.findVisible('settings-screen'), null);
});

/** Shows a page. Where the page is magnified, the driver's pointer goes beside what it aims at. */
async function show(window, page) {
  await window.app.driver.executeScript('document.querySelector(arguments[0]).click()', `[data-testid="settings-${page}"]`);
  await window.app.find(`[data-testid="settings-${page}"][data-state="active"]`);
}

windowTest('the settings have room at every size, and nothing in them scrolls within what scrolls', async (window) => {
  const { app } = window;
  await window.signIn();
  await app.press(',');
  await app.find('settings-screen');
  for (const [theme, language] of [['light', 'ar'], ['dark', 'en']]) {
    await app.openSettings('general');
    await app.click(`theme-${theme}`);
    await app.click(`language-${language}`);
    for (const [width, height, zoom] of [[1024, 640, 1], [1440, 900, 1], [1024, 640, 2]]) {
      await app.resize(width, height);
      await zoomTo(window, zoom, '+');
      for (const page of PAGES) {
        await show(window, page);
        assert.deepEqual(await layoutFaults(window), { nested: [], wide: [] }, `${page} at ${width}×${height}, ${zoom * 100} %`);
        await window.screenshot(`settings-${page}-${language}-${width}-${zoom}`);
      }
      await zoomTo(window, 1, '0');
    }
  }
});

/** Presses a key until this zoom is shown: a click goes astray while the page is laid out anew. */
async function zoomTo(window, zoom, key) {
  await show(window, 'general');
  await until(`the zoom is ${zoom}`, async () => {
    const shown = await (await window.app.find('zoom-value')).getText();
    if (shown.includes(`${zoom * 100}`)) return true;
    await window.app.press(key);
    return false;
  });
}
