// What was before the reader stays there: the list's end, the row of the chat, the keyboard's focus.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { By } from 'selenium-webdriver';
import { Key } from '../lib/app.mjs';
import { row, windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';
import { openWaitingChats, pressOn } from '../lib/waiting-chats.mjs';

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

windowTest('the composer is as high as its text, whatever width the window gets', async (window) => {
  const { app } = window;
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('عرض النافذة');
  await window.signIn();
  await window.openChat(_id);
  const composer = await app.find('composer');
  await composer.sendKeys('نعتذر منك عن التأخير، السائق في الطريق إليك وسيصلك قريباً. '.repeat(3));
  const resize = (width) => app.resize(width, 760);
  const measure = () => app.driver.executeScript('const { clientHeight, scrollHeight } = arguments[0]; return { clientHeight, scrollHeight };', composer);
  await resize(1280);
  const wide = await until('it is high enough in a wide window', async () => isWhole(await measure()) && (await measure()).clientHeight);
  await resize(860);
  await until('it grows where the text needs another line', async () => isWhole(await measure()) && (await measure()).clientHeight > wide);
  await window.screenshot('composer-in-a-narrow-window');
  await resize(1280);
  await until('it gives the room back', async () => (await measure()).clientHeight === wide);
});

const isWhole = ({ clientHeight, scrollHeight }) => scrollHeight <= clientHeight + 1;

windowTest('whoever has scrolled up is led to the file that they send', async (window) => {
  const { app } = window;
  await window.choose({ takeBackSeconds: 0, uploadEndpoint: '/uploads' });
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('قائمة الأسعار');
  for (let number = 1; number <= 40; number++) await customer.write(_id, `سؤال ${number}.`);
  await window.signIn();
  await window.openChat(_id);
  await focusList(window);
  await press(window, Key.HOME);
  await until('the newest message is far away', async () => !(await isOnScreen(window, 'سؤال 40.')));
  const file = join(window.desktop.home, 'قائمة.pdf');
  await writeFile(file, '%PDF-1.7');
  await (await app.driver.findElement(By.css('[data-testid="attach-input"]'))).sendKeys(file);
  await app.find('staged-file');
  await (await app.find('composer')).sendKeys(Key.ENTER);
  await until('the file is on screen', () => app.driver.executeScript(
    `const list = document.querySelector('[data-chat-list]').getBoundingClientRect();
     const file = [...document.querySelectorAll('[data-testid="message"]')].find((one) => one.innerText.includes('قائمة.pdf'))?.getBoundingClientRect();
     return file !== undefined && file.top >= list.top && file.bottom <= list.bottom + 1;`,
  ));
  await window.screenshot('file-sent-from-far-up');
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
  for (const [action, next] of [['resolve-conversation', 'reopen-conversation'], ['reopen-conversation', 'close-conversation'], ['close-conversation', 'reopen-conversation']]) {
    if (action === 'resolve-conversation') await (await window.app.find('chat-menu')).sendKeys(Key.ENTER);
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

windowTest('the row of a chat that a key opens comes into view', async (window) => {
  const [waiting] = await openWaitingChats(window, 1);
  await pressOn(window, 'filter-all');
  await window.app.find(row(waiting));
  await window.app.driver.executeScript(`document.querySelector('[data-testid="inbox"] [data-pane-focus]').focus()`);
  await press(window, Key.END);
  await until('its row is far away', async () => !(await rowIsInView(window, waiting)));
  await window.app.driver.actions().keyDown(Key.CONTROL).sendKeys('j').keyUp(Key.CONTROL).perform();
  await window.app.find(`[data-testid="chat"][data-conversation="${waiting}"]`);
  await until('its row is in view', () => rowIsInView(window, waiting));
});

windowTest('a window that shrinks keeps the row of the open chat in view', async (window) => {
  const resize = (height) => window.app.resize(1280, height);
  const [waiting] = await openWaitingChats(window, 1);
  await pressOn(window, 'filter-all');
  await resize(800);
  await window.openChat(waiting);
  // The last row that is whole in the high window is out of the low one's.
  const last = await window.app.driver.executeScript(
    `const box = document.querySelector('[data-testid="inbox"] [data-pane-focus]').getBoundingClientRect();
     return [...document.querySelectorAll('[data-testid="inbox-row"]')]
       .filter((row) => row.getBoundingClientRect().bottom <= box.bottom)
       .sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)
       .at(-1).dataset.conversation;`,
  );
  await window.openChat(last);
  await until('its row is in view', () => rowIsInView(window, last));
  await resize(560);
  await until('its row is in view in the low window', () => rowIsInView(window, last));
});

windowTest('a toast lies over no message, nor over the list', async (window) => {
  const { app } = window;
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('تنبيه فوق الرسائل');
  for (let number = 1; number <= 30; number++) await customer.write(_id, `وهو سؤال طويل إلى حد أنه يبلغ وسط المحادثة وما بعده بقليل أو كثير، ورقمه ${number}.`);
  await window.signIn();
  for (const [width, height] of [[1440, 900], [1024, 640], [880, 640]]) {
    await app.resize(width, height);
    await window.openChat(_id);
    await focusList(window);
    await press(window, Key.END);
    await until('the newest message is on screen', () => isOnScreen(window, 'ورقمه 30.'));
    await app.driver.executeScript(`document.querySelector('[data-testid="inbox"] [data-pane-focus]').focus()`);
    await press(window, ' ');
    await pressOn(window, 'bulk-row-star');
    await app.find('toast-undo');
    await until(`at ${width} the newest message lies above the toast`, () =>
      app.driver.executeScript(
        `const toast = document.querySelector('[data-testid="toast"]').getBoundingClientRect();
         const meets = (box) => box.bottom > toast.top && box.top < toast.bottom && box.right > toast.left && box.left < toast.right;
         const all = [...document.querySelectorAll('[data-testid="message"], [data-testid="inbox-row"], [data-testid="composer"]')];
         const newest = document.querySelector('[data-chat-list]');
         return newest.scrollTop + newest.clientHeight >= newest.scrollHeight - 1 &&
           meets(newest.getBoundingClientRect()) === false &&
           all.filter((one) => !one.closest('[data-chat-list]')).every((one) => !meets(one.getBoundingClientRect()));`,
      ));
    await window.screenshot(`toast-${width}`);
    await app.click('toast-undo');
    await until('the toast is gone', async () => !(await app.findVisible('toast')));
  }
});

windowTest('the newest message stays in view when an offer below it gives way to a toast', async (window) => {
  const { app } = window;
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('وعد وتذكير');
  for (let number = 1; number <= 20; number++) await customer.write(_id, `سؤال طويل إلى حد أنه يملأ سطراً في المحادثة، ورقمه ${number}.`);
  await window.signIn();
  await window.openChat(_id);
  const fromEnd = () => app.driver.executeScript(
    'const list = document.querySelector("[data-chat-list]"); return Math.round(list.scrollHeight - list.clientHeight - list.scrollTop)');
  for (const minutes of [11, 12, 13, 14]) {
    const text = `يصلك السائق خلال ${minutes} دقيقة`;
    await window.sendMessage(text);
    await window.waitForState(text, 'sent');
    await app.find('promise');
    await until('the newest message is on screen', async () => (await fromEnd()) <= 1);
    await (await app.find('composer')).sendKeys(Key.chord(Key.CONTROL, Key.SHIFT, 'm'));
    await app.find('toast');
    await app.waitForPaint();
    await until('the list has its height and is still at its end', async () => (await fromEnd()) <= 1, 2_000);
    await app.click('toast-dismiss');
    await until('the toast is gone', async () => !(await app.findVisible('toast')));
  }
});

windowTest('Escape leads from the answer back to what was found', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('استفسار نادر');
  await window.signIn();
  await window.app.find(row(_id));
  await window.app.press('k');
  await press(window, 'استفسار نادر');
  await window.app.find(`[data-testid="search-item"][data-id="${_id}"]`);
  await press(window, Key.ENTER);
  await until('the chat is written in', () => focusIsIn(window, '[data-testid="composer"]'));
  await press(window, Key.ESCAPE);
  await until('the search has the focus', () => focusIsIn(window, '[data-testid="search"]'));
  await press(window, Key.ESCAPE);
  await press(window, Key.ESCAPE);
  await until('the list has the focus', () => focusIsIn(window, '[data-testid="inbox"] [role="listbox"]'));
});

windowTest('details that lie over the chat take the focus, and give it back', async (window) => {
  const { app } = window;
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('رقمي 091-2345678');
  await customer.write(_id, 'كلموني على 092-7654321');
  await window.signIn();
  await app.resize(1024, 640);
  await window.openChat(_id);
  const focused = (place) => focusIsIn(window, place);
  await until('the chat is written in', () => focused('[data-testid="composer"]'));
  await (await app.find('composer')).sendKeys(Key.chord(Key.CONTROL, Key.SHIFT, 'p'));
  await (await app.find('palette-search')).sendKeys('التفاصيل');
  await app.find('[data-testid="palette-action"][data-name="details"][aria-selected="true"]');
  await press(window, Key.ENTER);
  await app.find('details');
  await until('the details have the focus', () => focused('[data-testid="details"]'));
  for (let at = 0; at < 3; at++) {
    await press(window, Key.TAB);
    assert.ok(await focused('[data-testid="details"]'), 'the next control is one of the details, not one below them');
  }
  await (await app.find('note')).sendKeys('زبون دائم');
  await press(window, Key.ESCAPE);
  await until('the chat is written in again', () => focused('[data-testid="composer"]'));
  await press(window, 'مرحبا');

  // What is taken from them into the answer leads back to it.
  await pressOn(window, 'details-toggle');
  await pressOn(window, 'fact-insert');
  await until('the details are gone', async () => !(await app.findVisible('details')));
  await press(window, ' شكرا');
  await until('the answer goes on behind the number', async () => /^مرحبا 092-7654321 ?\s?شكرا$/u.test(await (await app.find('composer')).getAttribute('value')));
  await window.screenshot('fact-from-folded-details');
});

function rowIsInView(window, chat) {
  return window.app.driver.executeScript(
    `const row = document.querySelector(arguments[0])?.getBoundingClientRect();
     const box = document.querySelector('[data-testid="inbox"] [data-pane-focus]').getBoundingClientRect();
     return Boolean(row) && row.top >= box.top && row.bottom <= box.bottom + 1;`,
    row(chat),
  );
}

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

function focusList(window) {
  return window.app.driver.executeScript(`document.querySelector('[data-testid="chat"] .scroller').focus()`);
}

function press(window, key) {
  return window.app.driver.actions().sendKeys(key).perform();
}

windowTest('the chat that was open last is open again after a restart', async (window) => {
  await window.signIn();
  await window.waitUntilOnline();
  const id = await (await window.app.find('inbox-row')).getAttribute('data-conversation');
  await window.openChat(id);
  await window.app.find('message');
  await window.app.pressAndWaitForExit('q');
  await window.open();
  await window.app.find(`[data-testid="chat"][data-conversation="${id}"]`);
  await window.screenshot('last-chat');
});
