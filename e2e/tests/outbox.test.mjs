// The outbox: each unsent message with its reason, edited messages, messages held for a closed chat.

import assert from 'node:assert/strict';
import { refuseMessages } from '../lib/fault-proxy.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

windowTest('the outbox holds messages offline and empties once online', async (window) => {
  const { customer, _id, proxy } = await window.openNewChat('بلا اتصال');
  await window.goOffline();
  await window.sendMessage('كتبت هذا والخط مقطوع');
  await window.sendMessage('وهذه بعدها');
  await window.app.find('[data-testid="rail-outbox"][data-count="2"]');
  await window.app.click('rail-outbox');
  await window.app.findWithText('outbox-row', 'كتبت هذا والخط مقطوع');
  await window.app.find('[data-testid="outbox-row"][data-waits="line"]');
  const [title, group] = await window.app.driver.executeScript(
    `return ['h1', 'h2'].map((one) => Math.round(document.querySelector('[data-testid="outbox"] ' + one).getBoundingClientRect().right))`,
  );
  assert.equal(title, group, 'the title stands at the edge of its column');
  await window.screenshot('outbox-offline');

  proxy.reconnect();
  await until('the outbox empties', async () => !(await window.app.findVisible('outbox-row')));
  await window.app.find('[data-testid="rail-outbox"][data-count="0"]');
  await window.screenshot('outbox-empty');
  assert.equal(await customer.countTexts(_id, 'كتبت هذا والخط مقطوع'), 1, 'the customer has it once');
  assert.equal(await customer.countTexts(_id, 'وهذه بعدها'), 1, 'and what was written after it');
});

windowTest('editing a refused message sends it and keeps the draft', async (window) => {
  const { customer, _id, proxy } = await window.openNewChat('مرفوضة');
  proxy.respond = refuseMessages;
  await window.sendMessage('نص فيه كلمة مرفوضة');
  await window.waitForState('نص فيه كلمة مرفوضة', 'failed');
  const composer = await window.app.find('composer');
  await composer.sendKeys('مسودة لا تضيع');
  await window.screenshot('refused');
  proxy.respond = () => null;
  await window.app.click('edit');
  await window.app.fill('edit-text', 'نص مصحّح');
  await window.screenshot('editing');
  await window.app.click('edit-send');
  await window.waitForState('نص مصحّح', 'sent', 'read');
  assert.equal(await composer.getAttribute('value'), 'مسودة لا تضيع');
  assert.equal(await customer.countTexts(_id, 'نص مصحّح'), 1);
  assert.equal(await customer.countTexts(_id, 'نص فيه كلمة مرفوضة'), 0);
});

windowTest('a message to a closed chat is held until it is reopened', async (window) => {
  const { customer, _id, proxy } = await window.openNewChat('تُغلق');
  await window.goOffline();
  await window.sendMessage('كتبتها قبل الإغلاق');
  const admin = await window.backend.signInAs('admin');
  await admin.setStatus(_id, 'closed');
  proxy.reconnect();
  await window.app.find('held');
  await window.screenshot('held');
  assert.equal(await customer.countTexts(_id, 'كتبتها قبل الإغلاق'), 0, 'a closed chat takes nothing');
  await window.app.click('rail-outbox');
  await window.app.find('[data-testid="outbox-row"][data-waits="closed"]');
  await window.screenshot('outbox-held');
  await window.app.click('outbox-open');
  await window.app.click('held-reopen');
  await window.waitForState('كتبتها قبل الإغلاق', 'sent', 'read');
  await until('the strip goes', async () => !(await window.app.findVisible('held')));
  assert.equal(await customer.countTexts(_id, 'كتبتها قبل الإغلاق'), 1);
});

windowTest('a customer asks an admin to reopen; nothing is sent', async (window) => {
  const [customer, admin] = await Promise.all([window.backend.signInAs('user'), window.backend.signInAs('admin')]);
  const { _id } = await customer.askAdmin('لا تُفتح');
  const proxy = await window.startProxy();
  await window.signIn('user');
  await window.waitUntilOnline();
  await window.openChat(_id);
  await window.goOffline();
  await window.sendMessage('محفوظة لا تضيع');
  await admin.setStatus(_id, 'closed');
  proxy.reconnect();
  await window.app.click('held-ask');
  const asked = await until('another chat opens', async () => {
    const id = await (await window.app.find('chat')).getAttribute('data-conversation');
    return id !== _id && id;
  });
  assert.deepEqual(await customer.texts(asked), [], 'nothing is sent by itself');
  await window.app.click('rail-outbox');
  await window.app.click('outbox-ask');
  await window.app.find(`[data-testid="chat"][data-conversation="${asked}"]`);
  assert.equal(await customer.countTexts(_id, 'محفوظة لا تضيع'), 0, 'a closed chat takes nothing');
});
