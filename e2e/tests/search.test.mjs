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
