// Views: who waits for an answer, longest first; the view is kept; everything in the inbox's column begins at one line.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { row, windowTest } from '../lib/fixture.mjs';
import { chooseLook } from '../lib/looks.mjs';
import { until } from '../lib/wait.mjs';
import { openWaitingChats, pressOn } from '../lib/waiting-chats.mjs';

windowTest('the longest waiting chat stands first until it is answered', async (window) => {
  const [first, second] = await openWaitingChats(window, 2);
  await until('the first who asked stands before the second', async () => {
    const shown = await listed(window);
    return shown.includes(first) && shown.indexOf(first) < shown.indexOf(second);
  });

  await window.openChat(first);
  await window.app.find('[data-testid="chat"] [data-testid="waiting"]');
  await window.screenshot('waiting');
  await (await window.app.find('composer')).sendKeys('حاضر، لحظة.', Key.ENTER);
  await until('nobody waits in it any more', async () => !(await window.app.findVisible(`${row(first)} [data-testid="waiting"]`)));
  assert.ok((await listed(window)).includes(first), 'its row stays while it is open');
  await window.openChat(second);
  await until('the answered chat has left the view', async () => !(await listed(window)).includes(first));

  await window.app.kill();
  await window.open();
  await window.app.find('inbox-row');
  await window.app.find('[data-testid="filter-unanswered"][aria-pressed="true"]');
  await window.app.find(row(second));
  assert.ok(!(await listed(window)).includes(first), 'the view is kept over a restart');
});

windowTest('nobody waits: the way to the next chat leads to whoever wrote in a resolved one', async (window) => {
  const [first] = await openWaitingChats(window, 1);
  const admin = await window.backend.signInAs('admin');
  await admin.setStatus(first, 'resolved');
  await window.customer.write(first, 'لم تصلني الفاتورة بعد');
  let open = '';
  while (open !== first) {
    // The demo's customers may have begun to wait meanwhile, and what they said before is unread as well.
    const others = (await admin.conversations()).filter(({ _id, status }) => _id !== first && status !== 'closed' && status !== 'resolved');
    for (const { _id } of others) await admin.setStatus(_id, 'closed');
    const before = open;
    await window.app.press('j');
    open = await until('the key leads to another chat', async () => {
      const chat = await window.app.findVisible('[data-testid="chat"][data-conversation]');
      const id = await chat?.getAttribute('data-conversation').catch(() => before);
      return id !== before && id;
    });
  }
  await window.app.find('composer-closed');
  await window.screenshot('wrote-in-resolved');
});

windowTest('the views are reached by keyboard and say their names', async (window) => {
  await window.signIn();
  await pressOn(window, 'rail-took-part');
  const name = await (await window.app.find('[data-testid="rail-took-part"][aria-current="page"]')).getAttribute('aria-label');
  assert.match(name, /شاركتُ فيها: \d+/u);
  assert.match(await window.app.driver.executeScript(`return document.querySelector('[data-testid="inbox"] h1').innerText`), /شاركتُ فيها/u);
  await pressOn(window, 'inbox-sort');
  await pressOn(window, 'sort-oldest');
  await until('the order is told', async () => (await (await window.app.find('inbox-sort')).getAttribute('aria-label')).includes('الأقدم'));
  await window.screenshot('took-part');
});

windowTest('one line at each edge of the inbox', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('سطر واحد');
  await customer.write(_id, 'سلام');
  await window.signIn();
  await window.app.find(row(_id));
  const { starts, ends } = await window.app.driver.executeScript(
    `const inbox = document.querySelector('[data-testid="inbox"]');
     const box = (selector) => inbox.querySelector(selector).getBoundingClientRect();
     const row = arguments[0];
     return {
       starts: ['h1', '[role="search"]', '.filters > button', row + ' .avatar'].map((one) => Math.round(box(one).right)),
       ends: ['.head > button:last-of-type', '[role="search"]', row + ' time'].map((one) => Math.round(box(one).left)),
     };`,
    row(_id),
  );
  assert.deepEqual(new Set(starts).size, 1, `the inline start is one line: ${starts}`);
  assert.deepEqual(new Set(ends).size, 1, `the inline end is one line: ${ends}`);
});

windowTest('at 200 % every view of the rail is in view, and nothing lies over one', async (window) => {
  await window.signIn();
  await window.waitUntilOnline();
  await window.app.resize(1280, 800);
  await chooseLook(window.app, { language: 'ar', theme: 'light', zoom: 2 });
  await until('all views and the foot have room', () => window.app.driver.executeScript(
    `const boxes = [...document.querySelectorAll('[data-testid="rail"] .views > button, [data-testid="connection-dot"], [data-testid="settings"]')].map((one) => one.getBoundingClientRect());
     return innerHeight < 520 && boxes.length >= 9 && boxes.every((box, at) => box.bottom <= innerHeight && (at === 0 || box.top >= boxes[at - 1].bottom));`,
  ));
  await window.screenshot('rail-at-200');
});

windowTest('at 300 % a small window without a connection has room for the last message, the field and a row', async (window) => {
  const { app } = window;
  const { customer, _id } = await window.openNewChat('تكبير');
  for (let at = 1; at <= 6; at++) await customer.write(_id, `رسالة رقم ${at} فيها كلام كثير عن الطلب`);
  await app.findWithText('message', 'رسالة رقم 6');
  await app.resize(1024, 640);
  await window.goOffline();
  for (const zoom of [2.5, 3]) {
    await chooseLook(app, { language: 'ar', theme: 'dark', zoom });
    await until(`${zoom}: all of it is in view`, () => app.driver.executeScript(
      `const box = (one) => (typeof one === 'string' ? document.querySelector(one) : one).getBoundingClientRect();
       const list = box('[data-chat-list]');
       const last = box([...document.querySelectorAll('[data-testid="message"] .bubble')].at(-1));
       const within = (one) => one.top >= 0 && one.bottom <= innerHeight && one.left >= 0 && one.right <= innerWidth;
       return box('[data-testid="banner"]').height < 34 && last.top >= list.top - 1 && last.bottom <= list.bottom + 1
         && ['[data-testid="composer"]', '[data-testid="send"]', '[data-testid="send-later"]', '[data-testid="try-now"]', '[data-testid="back"]'].every((one) => within(box(one)));`,
    ));
    await window.screenshot(`low-offline-${zoom}`);
  }
  await (await app.find('composer')).sendKeys('تمام', Key.ENTER);
  await app.findWithText('message', 'تمام');
  await app.driver.actions().sendKeys(Key.ESCAPE).perform();
  await until('a whole row is in view', () => app.driver.executeScript(
    `const list = document.querySelector('[data-testid="inbox"] [role="listbox"]')?.getBoundingClientRect();
     const row = document.querySelector('[data-testid="inbox-row"]')?.getBoundingClientRect();
     return list && row && row.top >= list.top - 1 && row.bottom <= innerHeight;`,
  ));
  await window.screenshot('low-inbox');
});

windowTest('a menu has the direction of the window', async (window) => {
  await window.signIn();
  await pressOn(window, 'inbox-sort');
  await window.app.find('save-view');
  const [direction, icon, word] = await window.app.driver.executeScript(
    `const item = document.querySelector('[role="menuitem"]');
     const sign = item.querySelector('svg');
     const words = document.createRange();
     words.setStartAfter(sign);
     words.setEndAfter(item.lastChild);
     return [getComputedStyle(item).direction, sign.getBoundingClientRect().left, words.getBoundingClientRect().right];`,
  );
  assert.equal(direction, 'rtl');
  assert.ok(icon >= word, `the sign begins at ${icon}, to the right of its words, which end at ${word}`);
});

windowTest('the menu key opens the menu of the row, of the message and of the field that the keys are in', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('قائمة بالمفاتيح');
  await customer.write(_id, 'سلام عليكم');
  await window.signIn();
  await window.openChat(_id);
  await window.app.findWithText('message', 'سلام عليكم');
  const press = (key) => window.desktop.run('xdotool', ['key', '--clearmodifiers', key]);
  const INBOX = '[data-testid="inbox"] [role="listbox"]';
  for (const [place, entry] of [[INBOX, 'row-resolve'], ['[data-chat-list]', 'action-quote'], ['[data-testid="composer"]', 'action-paste']]) {
    for (const key of ['Menu', 'shift+F10']) {
      await window.app.driver.executeScript('document.querySelector(arguments[0]).focus()', place);
      await press(key);
      await window.app.find(entry, await window.app.find('context-menu'));
      await until('the menu has the keys', () => window.app.driver.executeScript('return document.activeElement?.role === "menuitem" || document.activeElement?.getAttribute("role") === "menuitem"'));
      if (key === 'Menu') await window.screenshot(`menu-key-${entry}`);
      await press('Escape');
      await until('the menu is gone', async () => (await window.app.findVisible('context-menu')) === null);
      await until('the focus is back', () => window.app.driver.executeScript('return document.activeElement === document.querySelector(arguments[0])', place));
    }
  }
});

windowTest('the menu of a field lies within the window, wherever it is asked for', async (window) => {
  await window.signIn();
  for (const language of ['ar', 'en']) {
    await chooseLook(window.app, { language, theme: 'light', zoom: 1 });
    for (const [across, down] of [[0, 0], [1, 0], [0, 1], [1, 1]]) {
      await window.app.driver.executeScript(
        `document.querySelector('[data-testid="search"]').dispatchEvent(new MouseEvent('contextmenu', {
           clientX: arguments[0] * (innerWidth - 1), clientY: arguments[1] * (innerHeight - 1), bubbles: true, cancelable: true }));`,
        across, down,
      );
      await window.app.find('context-menu');
      await until(`${language}: the menu at ${across}, ${down} is whole`, () =>
        window.app.driver.executeScript(
          `const { left, right, top, bottom } = document.querySelector('[data-testid="context-menu"]').getBoundingClientRect();
           return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;`,
        ));
      await window.app.driver.actions().sendKeys(Key.ESCAPE).perform();
    }
  }
});

/** The conversations of the rows in the page, from above. */
async function listed(window) {
  return window.app.driver.executeScript(
    `return [...document.querySelectorAll('[data-testid="inbox-row"]')]
       .sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)
       .map((one) => one.dataset.conversation);`,
  );
}
