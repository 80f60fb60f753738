// Reading: a chat opens at its first unread message, and only what was on screen counts as read.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { row, windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

const UNREAD = 330;

windowTest('a chat opens at its first unread message, wherever it is', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('رسائل كثيرة');
  for (let number = 1; number <= UNREAD; number++) await customer.write(_id, `الرسالة رقم ${number}.`);
  await window.signIn();
  await window.openChat(_id);
  await until('the first unread message is on screen', () => isOnScreen(window, 'الرسالة رقم 1.'));
  await window.app.findWithText('unread-divider', `${UNREAD}`);
  await window.screenshot('first-unread');
  const unread = await until('what was on screen is read', async () => {
    const { unreadCount } = await inboxRow(window, _id);
    return unreadCount < UNREAD && unreadCount;
  });
  assert.ok(unread > UNREAD - 30, `no more is read than was on screen: ${unread} are unread`);
  assert.equal(await serverUnread(window, _id), UNREAD, 'the server hears nothing before the end was seen');

  // By keyboard: a page down is read too, the end is one key away, and the way back is a button.
  await focusList(window);
  await press(window, Key.PAGE_DOWN);
  await until('a screen more is read', async () => (await inboxRow(window, _id)).unreadCount < unread);
  await press(window, Key.END);
  await until('the newest message is on screen', () => isOnScreen(window, `الرسالة رقم ${UNREAD}.`));
  await until('the chat is read', async () => (await inboxRow(window, _id)).unreadCount === 0);
  await until('the server knows', async () => (await serverUnread(window, _id)) === 0);
  await window.screenshot('newest-of-many');
  await (await window.app.find('to-first-unread')).sendKeys(Key.ENTER);
  await until('the first unread message is on screen again', () => isOnScreen(window, 'الرسالة رقم 1.'));
});

windowTest('the list stays at its end while the composer grows', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('جواب طويل');
  for (let number = 1; number <= 40; number++) await customer.write(_id, `سؤال ${number}.`);
  await window.signIn();
  await window.openChat(_id);
  await focusList(window);
  await press(window, Key.END);
  await until('the newest message is on screen', () => isOnScreen(window, 'سؤال 40.'));
  const composer = await window.app.find('composer');
  for (let line = 1; line <= 7; line++) {
    await composer.sendKeys(`سطر ${line}`);
    await window.app.driver.actions().keyDown(Key.SHIFT).sendKeys(Key.ENTER).keyUp(Key.SHIFT).perform();
    await until(`line ${line} hides nothing`, () => isOnScreen(window, 'سؤال 40.'));
  }
  await window.screenshot('composer-grown');
  await composer.sendKeys(Key.ENTER);
  await until('the answer is on screen', () => isOnScreen(window, 'سطر 7'));
});

windowTest('the row being read stays in its view until another is opened', async (window) => {
  const customer = await window.backend.signInAs('user');
  const first = await customer.askAdmin('الأولى غير المقروءة');
  await customer.write(first._id, 'سؤال أول');
  const second = await customer.askAdmin('الثانية غير المقروءة');
  await customer.write(second._id, 'سؤال ثان');
  await window.signIn();
  await window.app.click('filter-unread');
  await window.openChat(first._id);
  await until('it is read', async () => (await inboxRow(window, first._id)).unreadCount === 0);
  await until('its row has no count', async () => !(await window.app.findVisible(`${row(first._id)} [data-testid="unread"]`)));
  assert.ok(await window.app.findVisible(row(first._id)), 'the row is there');
  await window.screenshot('read-in-unread');
  await window.openChat(second._id);
  await until('the first row is gone', async () => !(await window.app.findVisible(row(first._id))));
});

windowTest('the focus is never lost: signing in, resolving, closing, reopening', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('تركيز');
  await window.open();
  await window.app.fill('username', 'admin');
  await window.app.fill('password', 'demo');
  await press(window, Key.ENTER);
  await window.app.find('inbox-row');
  await until('the list has the focus', () => focusIsIn(window, '[data-testid="inbox"]'));
  await window.openChat(_id);
  for (const [action, next] of [['resolve-conversation', 'reopen-conversation'], ['reopen-conversation', 'resolve-conversation'], ['close-conversation', 'reopen-conversation']]) {
    const button = await window.app.find(action);
    await button.sendKeys(Key.ENTER);
    await window.app.find(next);
    // In the head, or in the composer that reopening brings.
    await until(`${action} leaves the focus in the chat`, () => focusIsIn(window, '[data-testid="chat"]'));
  }
});

windowTest('the row of an answered chat stays in view', async (window) => {
  await window.signIn();
  await window.waitUntilOnline();
  await window.app.driver.executeScript(`document.querySelector('[data-testid="inbox"] [data-pane-focus]').focus()`);
  await press(window, Key.END);
  await press(window, Key.ENTER);
  const composer = await window.app.find('composer');
  const chat = await (await window.app.find('chat')).getAttribute('data-conversation');
  await composer.sendKeys('جواب متأخر', Key.ENTER);
  await window.app.findWithText('message', 'جواب متأخر');
  await until('its row leads the list and is in view', () =>
    window.app.driver.executeScript(
      `const list = document.querySelector('[data-testid="inbox"] [data-pane-focus]');
       const row = document.querySelector(arguments[0])?.getBoundingClientRect();
       const box = list.getBoundingClientRect();
       return list.scrollTop < 100 && row && row.top >= box.top && row.bottom <= box.bottom;`,
      row(chat),
    ));
});

function focusIsIn(window, place) {
  return window.app.driver.executeScript('return document.activeElement.closest(arguments[0]) !== null', place);
}

/** Whether the message that ends with this text lies within the visible part of the list. */
function isOnScreen(window, text) {
  return window.app.driver.executeScript(
    `const list = document.querySelector('[data-testid="chat"] .scroller').getBoundingClientRect();
     const found = [...document.querySelectorAll('[data-testid="message-text"]')].filter((one) => one.innerText.trim().endsWith(arguments[0]));
     return found.some((one) => { const box = one.getBoundingClientRect(); return box.top >= list.top && box.bottom <= list.bottom + 1; });`,
    text,
  );
}

/** What the shell's cache says of a conversation. */
function inboxRow(window, id) {
  return window.app.driver.executeAsyncScript(
    `const [id, done] = arguments;
     window.__TAURI_INTERNALS__.invoke('conversation', { id }).then((row) => done({ unreadCount: row.unread }), done)`,
    id,
  );
}

async function serverUnread(window, id) {
  const admin = await window.backend.signInAs('admin');
  return (await admin.conversations()).find(({ _id }) => _id === id).unreadCount;
}

function focusList(window) {
  return window.app.driver.executeScript(`document.querySelector('[data-testid="chat"] .scroller').focus()`);
}

function press(window, key) {
  return window.app.driver.actions().sendKeys(key).perform();
}
