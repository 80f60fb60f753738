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

windowTest('a chat opens with its divider in view, and who scrolls at once is not thrown back', async (window) => {
  const customer = await window.backend.signInAs('user');
  const [looked, scrolledAtOnce] = [await customer.askAdmin('من أول لحظة'), await customer.askAdmin('بعجلة الفأرة')];
  for (const { _id } of [looked, scrolledAtOnce]) {
    for (let number = 1; number <= 45; number++) await customer.write(_id, `الرسالة رقم ${number}.`);
  }
  await window.signIn();
  await window.openChat(looked._id);
  await until('the first unread message is on screen', () => isOnScreen(window, 'الرسالة رقم 1.'));
  assert.ok(await isOnScreen(window, 'رسالة جديدة', 'unread-divider'), 'the divider stands above it');

  const [scrolled, kept] = await openAndScroll(window, scrolledAtOnce._id);
  // What lies above is measured meanwhile, and is a little higher or lower than it was held to be.
  assert.ok(Math.abs(kept - scrolled) < 100, `the list stays where the wheel left it: ${scrolled}, then ${kept}`);
});

windowTest('what was on screen while the unread messages were fetched does not make them read', async (window) => {
  const { app } = window;
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('خط بطيء');
  for (let number = 1; number <= 120; number++) await customer.write(_id, `الرسالة رقم ${number}.`);
  const proxy = await window.startProxy();
  await window.signIn();
  await window.waitUntilOnline();
  proxy.holds = (method, url) => method === 'GET' && url.includes(_id) && /page=(?!1(?!\d))/.test(url);
  await window.openChat(_id);
  await until('the newest page is on screen meanwhile', () => isOnScreen(window, 'الرسالة رقم 75.'));
  await twoFrames(window);
  proxy.release();
  await until('the first unread message is on screen', () => isOnScreen(window, 'الرسالة رقم 1.'));
  const unread = await until('what is on screen is read', async () => {
    const { unreadCount } = await inboxRow(window, _id);
    return unreadCount < 120 && unreadCount;
  });
  assert.ok(unread > 90, `no more is read than is on screen: ${unread} of 120 are unread`);
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
  await customer.write(first._id, 'سؤال آخر');
  await window.app.findWithText('message', 'سؤال آخر');
  await until('what comes while it is looked at is read too', async () => (await inboxRow(window, first._id)).unreadCount === 0);
  await window.openChat(second._id);
  await until('the first row is gone', async () => !(await window.app.findVisible(row(first._id))));
});

windowTest('in a low window a chat opens with unread messages on screen, and a long answer leaves them there', async (window) => {
  const { app } = window;
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('نافذة منخفضة');
  for (let number = 1; number <= 6; number++) await customer.write(_id, `سؤال ${number}.`);
  await window.signIn();
  await app.find(row(_id));
  await app.resize(1024, 640);
  for (let step = 0; step < 5; step++) await app.press('+');
  await until('the window is low', () => app.driver.executeScript('return innerHeight <= 320'));
  await app.press('k');
  await press(window, 'نافذة منخفضة');
  await app.find(`[data-testid="search-item"][data-id="${_id}"]`);
  await press(window, Key.ENTER);
  await until('the first unread message is on screen', () => isOnScreen(window, 'سؤال 1.'));
  await window.screenshot('low-window-opened');
  const composer = await app.find('composer');
  await composer.sendKeys('نعتذر منك عن التأخير، السائق في الطريق إليك الآن وسيصلك خلال عشر دقائق إن شاء الله، وإن تأخر فاتصل بنا. '.repeat(3));
  await window.screenshot('low-window-long-answer');
  const list = await app.driver.executeScript(`return document.querySelector('[data-chat-list]').clientHeight`);
  assert.ok(list >= 60, `a message has room above a long answer: the list is ${list} px high`);
});

/** Whether the message that ends with this text lies within the visible part of the list. */
function isOnScreen(window, text, testid = 'message-text') {
  return window.app.driver.executeScript(
    `const list = document.querySelector('[data-testid="chat"] .scroller').getBoundingClientRect();
     const found = [...document.querySelectorAll('[data-testid="' + arguments[1] + '"]')].filter((one) => one.innerText.trim().endsWith(arguments[0]));
     return found.some((one) => { const box = one.getBoundingClientRect(); return box.top >= list.top && box.bottom <= list.bottom + 1; });`,
    text,
    testid,
  );
}

/** Opens a chat and turns the wheel in its first frames. Answers where the list was then, and where it is once it is at rest. */
function openAndScroll(window, id) {
  return window.app.driver.executeAsyncScript(
    `const [id, done] = arguments;
     const before = document.querySelector('[data-chat-list]');
     document.querySelector('[data-conversation="' + id + '"]').click();
     const scroll = () => {
       const list = document.querySelector('[data-chat-list]');
       if (!list || list === before || list.scrollTop === 0) return requestAnimationFrame(scroll);
       list.dispatchEvent(new WheelEvent('wheel', { deltaY: 600, bubbles: true }));
       list.scrollBy({ top: 600, behavior: 'instant' });
       const scrolled = list.scrollTop;
       setTimeout(() => done([scrolled, list.scrollTop]), 400);
     };
     requestAnimationFrame(scroll);`,
    id,
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

/** Until what is drawn was measured. */
function twoFrames(window) {
  return window.app.driver.executeAsyncScript('const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));');
}

function focusList(window) {
  return window.app.driver.executeScript(`document.querySelector('[data-testid="chat"] .scroller').focus()`);
}

function press(window, key) {
  return window.app.driver.actions().sendKeys(key).perform();
}
