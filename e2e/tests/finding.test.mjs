// What an agent looks for is found by keyboard: an order by its number or a scan, the customer's other chat, what a chat names.

import assert from 'node:assert/strict';
import { row, windowTest } from '../lib/fixture.mjs';
import { Key } from '../lib/app.mjs';
import { until } from '../lib/wait.mjs';

const ORDER = '66f2a1b3c4d5e6f7081b9d03';
const chat = (conversation) => `[data-testid="chat"][data-conversation="${conversation}"]`;

/** Types on the keyboard, into whatever has the focus. */
async function type(window, ...keys) {
  await window.app.driver.actions().sendKeys(...keys).perform();
}

/** Presses keys as fast as a scanner does, on a computer whose keyboard writes Arabic. */
function scan(window, code) {
  return window.app.driver.executeScript(
    `const arabic = { a: 'ش', b: 'لا', c: 'ؤ', d: 'ي', e: 'ث', f: 'ب' };
     const press = (key, code) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }));
     for (const sign of arguments[0]) press(arabic[sign] ?? sign, /[0-9]/.test(sign) ? 'Digit' + sign : 'Key' + sign.toUpperCase());
     return press('Enter', 'Enter');`,
    code,
  );
}

/** Puts the focus on the list of conversations, as Esc does. */
async function leaveFields(window) {
  await type(window, Key.ESCAPE);
  await until('no field has the focus', () => window.app.driver.executeScript(`return !document.activeElement.matches('input, textarea')`));
}

windowTest('an order is found by a scan and by typing its number', async (window) => {
  const admin = await window.backend.signInAs('admin');
  const ofOrder = async () => (await admin.conversations()).filter(({ relatedOrder }) => relatedOrder === ORDER);
  await window.signIn();
  await leaveFields(window);
  assert.equal(await scan(window, ORDER), false, 'the Enter of a scan presses nothing');
  await window.app.find('order-question');
  await window.screenshot('scan-question');
  assert.deepEqual(await ofOrder(), [], 'a scan makes no chat');
  await window.app.click('order-begin');
  await window.app.find('chat-title');
  const [begun] = await ofOrder();
  await window.app.find(chat(begun._id));

  const other = await window.backend.signInAs('user');
  const { _id } = await other.askAdmin('محادثة أخرى');
  await window.openChat(_id);
  await leaveFields(window);
  await scan(window, ORDER);
  await window.app.find(chat(begun._id));
  assert.equal(await window.app.findVisible('open-order-dialog'), null, 'a known chat needs no dialog');

  await window.openChat(_id);
  await leaveFields(window);
  await type(window, '9');
  const field = await window.app.find('order-id');
  await until('the field has the digit', async () => (await field.getAttribute('value')) === '9');
  await type(window, 'ي03');
  assert.equal(await field.getAttribute('value'), '9ي03', 'what is typed on follows');
  await window.screenshot('order-typed');
  await type(window, Key.ENTER);
  await window.app.find(chat(begun._id));
  assert.equal((await ofOrder()).length, 1);
});

windowTest("a customer's other chat and what a chat names are at hand", async (window) => {
  const customer = await window.backend.signInAs('user');
  const first = await customer.askAdmin('تأخر الطلب');
  const second = await customer.askAdmin('عنوان جديد');
  await customer.write(first._id, 'أين طلبي؟');
  await customer.write(second._id, 'هاتفي 091-2345678 والعنوان حي الأندلس، شارع الجرابة، عمارة 5. الحساب 45 دينار للطلب #1620');
  await window.signIn();
  await window.openChat(first._id);
  await window.sendMessage('نتابع طلبك الآن');
  await window.openChat(second._id);
  await window.app.find('[data-testid="other-chats"][data-crossing="me"]');
  await window.app.find('customer-card');
  for (const kind of ['phone', 'order', 'amount', 'address']) await window.app.find(`[data-testid="fact"][data-kind="${kind}"]`);
  await window.screenshot('customer-and-facts');
  await window.app.click('[data-testid="fact"][data-kind="address"] [data-testid="fact-insert"]');
  const composer = await window.app.find('composer');
  assert.equal(await composer.getAttribute('value'), 'حي الأندلس، شارع الجرابة، عمارة 5');

  const link = await window.app.find('other-chat');
  await window.app.driver.executeScript('arguments[0].focus()', link);
  await type(window, Key.ENTER);
  await window.app.find(chat(first._id));
  await window.app.find('[data-testid="other-chats"][data-crossing="draft"]');
});

windowTest('an own view is saved by keyboard and outlives a restart', async (window) => {
  const customer = await window.backend.signInAs('user');
  const wanted = await customer.askAdmin('فاتورة البيتزا');
  const other = await customer.askAdmin('تأخر الطلب');
  await window.signIn();
  await window.app.find(row(other._id));
  const button = await window.app.find('inbox-sort');
  await window.app.driver.executeScript('arguments[0].focus()', button);
  await type(window, Key.ENTER);
  await window.app.find('save-view');
  await type(window, Key.END, Key.ENTER);
  await window.app.find('own-view-name');
  await type(window, 'فواتير');
  await window.app.fill('own-view-words', 'فاتورة');
  await window.screenshot('own-view');
  await type(window, Key.ENTER);
  await window.app.find(row(wanted._id));
  await until('the other one is not in it', async () => (await window.app.findVisible(row(other._id))) === null);
  await window.screenshot('own-view-shown');

  await window.app.kill();
  await window.open();
  await window.app.find(row(wanted._id));
  const kept = await window.app.find('own-view');
  assert.equal(await kept.getAttribute('aria-current'), 'page', 'it is shown again');
  assert.equal(await window.app.findVisible(row(other._id)), null);
});
