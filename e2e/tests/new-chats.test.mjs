// Conversations and orders' chats are begun and found by keyboard alone.

import assert from 'node:assert/strict';
import { windowTest } from '../lib/fixture.mjs';
import { Key } from '../lib/app.mjs';
import { until } from '../lib/wait.mjs';

const chat = (conversation) => `[data-testid="chat"][data-conversation="${conversation}"]`;
const ORDER = '66f2a1b3c4d5e6f708199003';

/** Types on the keyboard, into whatever has the focus. */
async function type(window, ...keys) {
  await window.app.driver.actions().sendKeys(...keys).perform();
}

windowTest('an order is found by its number and begun only after a question', async (window) => {
  const admin = await window.backend.signInAs('admin');
  // Others open chats meanwhile: those of this order count.
  const made = async () => (await admin.conversations()).filter(({ relatedOrder }) => relatedOrder?.endsWith('9003') || relatedOrder?.includes('pizza'));
  await window.signIn();
  await window.app.click('open-order');
  await window.app.find('order-id');
  await type(window, '🍕 pizza', Key.ENTER);
  await window.app.find('[data-testid="order-id"][aria-invalid="true"]');
  await window.screenshot('order-refused');
  await window.app.fill('order-id', ORDER);
  await type(window, Key.ENTER);
  await window.app.find('order-question');
  await window.screenshot('order-question');
  assert.deepEqual(await made(), [], 'looking makes no chat');
  await window.app.click('order-begin');
  await window.app.find('chat-title');
  const [begun] = await made();
  await window.app.find(chat(begun._id));
  await window.app.click('open-order');
  await window.app.find('order-id');
  await type(window, '#٩٠٠٣', Key.ENTER);
  await until('the dialog is gone', async () => (await window.app.findVisible('open-order-dialog')) === null);
  await window.app.find(chat(begun._id));
  assert.equal((await made()).length, 1, 'its number makes no second chat');
});

windowTest('a new conversation is begun by keyboard alone', async (window) => {
  await window.signIn();
  await window.app.click('new-conversation');
  await window.app.find('person-option');
  await type(window, Key.ARROW_DOWN);
  await window.screenshot('people');
  const active = await window.app.driver.executeScript(
    "return document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.dataset.person",
  );
  assert.ok(active, 'the field names a row of the page');
  await type(window, Key.ENTER);
  await window.app.find(`[data-person="${active}"][aria-selected="true"]`);
  await type(window, Key.TAB, 'عن الفاتورة');
  await window.screenshot('person-chosen');
  await type(window, Key.ENTER);
  await window.app.find('chat-title');
});
