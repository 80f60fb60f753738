// The search, by keyboard alone and in Arabic: what was fetched is found in any spelling, and leads to its place.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

windowTest('a message is searched for and reached by keyboard alone', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('استفسار عن التوصيل');
  const other = await customer.askAdmin('طلب آخر');
  await customer.write(_id, 'وين الطَّلبيّة؟ اتصلت بالسائق');
  for (let at = 0; at < 60; at += 1) await customer.write(_id, `كلام كثير ${at}`);
  await window.signIn();
  await window.openChat(_id);
  await window.openChat(other._id);

  await window.app.press('k');
  const field = await window.app.find('search');
  await until('the search has the focus', () => hasFocus(window, 'search'));
  // On the Latin layout: «طلبيه».
  await field.sendKeys("'gfdi");
  await until('the message is found', () => found(window, 'message').then((rows) => rows.length === 1));
  await window.screenshot('search-results');
  for (let step = 0; (await activeKind(window)) !== 'message'; step += 1) {
    assert.ok(step < 20, 'the arrow keys reach the message');
    await field.sendKeys(Key.ARROW_DOWN);
  }
  await field.sendKeys(Key.ENTER);
  await window.app.find(`[data-testid="chat"][data-conversation="${_id}"]`);
  const target = await window.app.find('[data-testid="message"][data-target]');
  await until('the message is in view', () => isInView(window));
  assert.match(await target.getText(), /الطَّلبيّة/u);
  await window.screenshot('search-target');

  await window.app.press('k');
  await until('the search has the focus again', () => hasFocus(window, 'search'));
  await field.sendKeys(Key.ESCAPE);
  await window.app.find('[data-testid="search-item"][data-kind="recent"]');
  await field.sendKeys(Key.ESCAPE);
  await window.app.find('inbox-row');
});

windowTest('a message that is found leaves nothing unread that stands on screen with it', async (window) => {
  const { app } = window;
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('سؤال عن الفاتورة');
  for (const text of ['السلام عليكم', 'الفاتورة رقم INV-2026/114 فيها غلط', 'المجموع 45.50 د.ل']) await customer.write(_id, text);
  await window.signIn();
  await window.waitUntilOnline();
  await app.press('k');
  const field = await app.find('search');
  await field.sendKeys('INV-2026/114');
  await until('the message is found', () => found(window, 'message').then((rows) => rows.length === 1));
  await field.sendKeys(Key.ENTER);
  await app.find('[data-testid="message"][data-target]');
  const admin = await window.backend.signInAs('admin');
  await until('all of the short chat is read', async () => (await admin.conversation(_id)).unreadCount === 0);
});

windowTest('a found message is led to in a chat that is hardly higher than its list', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('نتيجة قريبة');
  for (let number = 1; number <= 12; number += 1) await customer.write(_id, number === 2 ? 'ناقص علبتين بطاطا' : `سطر ${number}`);
  await window.signIn();
  await window.waitUntilOnline();
  await window.openChat(_id);
  const offsets = () => window.app.driver.executeScript(
    'const { scrollTop, scrollHeight, clientHeight } = document.querySelector("[data-chat-list]"); return { scrollTop, left: scrollHeight - clientHeight - scrollTop };');
  await window.app.find('unread-divider');
  await (await window.app.find('composer')).sendKeys(Key.PAGE_DOWN);
  await until('it is at its end', async () => (await offsets()).scrollTop > 60 && (await offsets()).left < 1);
  await window.app.press('k');
  const field = await window.app.find('search');
  await field.sendKeys('بطاطا');
  await window.app.findWithText('search-item', 'بطاطا');
  await field.sendKeys(Key.ENTER);
  await window.app.find('[data-testid="message"][data-target]');
  await until('the list goes up to it', async () => (await offsets()).scrollTop < 1);
  await window.app.driver.executeAsyncScript('const [done] = arguments; let left = 20; const step = () => (left-- > 0 ? requestAnimationFrame(step) : done()); step();');
  assert.equal((await offsets()).scrollTop, 0, 'and stays there');
});

windowTest('filters stand as chips, narrow what is found, and are taken away by keyboard', async (window) => {
  const { app } = window;
  const customer = await window.backend.signInAs('user');
  const fruits = await customer.askAdmin('دكان الفواكه');
  const greens = await customer.askAdmin('دكان الخضار');
  await customer.write(fruits._id, 'بطيخة حمراء');
  await customer.write(greens._id, 'بطيخة صفراء');
  await window.signIn();
  await window.waitUntilOnline();
  await app.press('k');
  await until('the search has the focus', () => hasFocus(window, 'search'));
  const chips = () => app.driver.executeScript('return [...document.querySelectorAll(`[data-testid="search-chip"]`)].map((one) => one.dataset.kind)');
  const search = async (text, kinds, messages) => {
    await app.fill('search', text);
    await until(`«${text}» finds ${messages}`, async () => (await found(window, 'message')).length === messages && (await chips()).join() === kinds.join());
  };
  await search('بطيخه', [], 2);
  await search('بطيخه في:الفواكه', ['in'], 1);
  await search('بطيخه من:محمد بعد:اليوم', ['from', 'after'], 2);
  await search('بطيخه فيه:صورة', ['has'], 0);
  await search('بطيخه طلب:1234', ['order'], 0);
  await window.screenshot('search-filters');
  await search('بطيخه في:الخضار قبل:اليوم', ['in', 'before'], 0);
  // From the field to the second chip, which Enter takes away.
  await until('a chip has the focus', async () => {
    await app.driver.actions().sendKeys(Key.TAB).perform();
    return app.driver.executeScript('return document.activeElement?.dataset.kind === "before"');
  });
  await app.driver.actions().sendKeys(Key.ENTER).perform();
  await until('without it one is found', async () => (await found(window, 'message')).length === 1 && (await chips()).join() === 'in');
  await search('بطيخه قبل:كلام', ['before'], 2);
  assert.ok((await (await app.find('search-chip')).getText()).includes('غير مفهوم'), 'what is not understood says so');
  await window.screenshot('search-filter-unclear');
});

windowTest('the composer turns round what was typed on the wrong layout', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('طلب');
  await window.signIn();
  await window.openChat(_id);
  const composer = await window.app.find('composer');
  await composer.sendKeys('hgsghl ugd;l');
  await window.app.find('turn-round');
  await window.screenshot('turn-round');
  await composer.sendKeys(Key.chord(Key.CONTROL, Key.SHIFT, 'l'));
  await until('it is turned round', async () => (await composer.getAttribute('value')) === 'السلام عليكم');
  await composer.sendKeys(Key.chord(Key.CONTROL, Key.SHIFT, 'l'));
  await until('it is turned back', async () => (await composer.getAttribute('value')) === 'hgsghl ugd;l');
});

function hasFocus(window, testid) {
  return window.app.driver.executeScript('return document.activeElement?.dataset.testid === arguments[0]', testid);
}

function found(window, kind) {
  return window.app.driver.executeScript(
    'return [...document.querySelectorAll(`[data-testid="search-item"][data-kind="${arguments[0]}"]`)].map((row) => row.dataset.id)', kind);
}

function activeKind(window) {
  return window.app.driver.executeScript(
    `return document.getElementById(document.querySelector('[data-testid="search"]').getAttribute('aria-activedescendant'))?.dataset.kind ?? null`);
}

function isInView(window) {
  return window.app.driver.executeScript(`
    const target = document.querySelector('[data-target]')?.getBoundingClientRect();
    const list = document.querySelector('[data-chat-list]')?.getBoundingClientRect();
    return Boolean(target && list && target.top >= list.top && target.bottom <= list.bottom)`);
}
