// What is not sent yet: seen with its reason, changed, and held for a closed chat.

import assert from 'node:assert/strict';
import { windowTest } from '../lib/scene.mjs';
import { until } from '../lib/wait.mjs';

const offline = '[data-testid="banner"][data-state="offline"]';
const sentBy = async (customer, conversation, text) => (await customer.texts(conversation)).filter((one) => one === text).length;

windowTest('the outbox shows what waits while the line is down, and empties when it is back', async (scene) => {
  const customer = await scene.server.as('user');
  const { _id } = await customer.askAdmin('بلا اتصال');
  const line = await scene.layLine();
  await scene.signIn();
  await scene.online();
  await scene.openChat(_id);
  line.cut();
  await scene.app.find(offline);
  await scene.say('كتبت هذا والخط مقطوع');
  await scene.say('وهذه بعدها');
  await scene.app.find('[data-testid="rail-outbox"][data-count="2"]');
  await scene.app.click('rail-outbox');
  await scene.app.holding('outbox-row', 'كتبت هذا والخط مقطوع');
  await scene.app.find('[data-testid="outbox-row"][data-waits="line"]');
  await scene.picture('outbox-offline');

  line.mend();
  await until('the outbox empties', async () => !(await scene.app.shown('outbox-row')));
  await scene.app.find('[data-testid="rail-outbox"][data-count="0"]');
  await scene.picture('outbox-empty');
  assert.equal(await sentBy(customer, _id, 'كتبت هذا والخط مقطوع'), 1, 'the customer has it once');
  assert.equal(await sentBy(customer, _id, 'وهذه بعدها'), 1, 'and what was written after it');
});

windowTest('a refused message is changed where it stands, and goes out; the draft stays', async (scene) => {
  const customer = await scene.server.as('user');
  const { _id } = await customer.askAdmin('مرفوضة');
  const line = await scene.layLine();
  await scene.signIn();
  await scene.online();
  await scene.openChat(_id);
  const writing = (method, url) => method === 'POST' && url === '/support/messages';
  line.answer = (method, url) => (writing(method, url) ? { status: 422, message: ['content holds a forbidden word'] } : null);
  await scene.say('نص فيه كلمة مرفوضة');
  await scene.becomes('نص فيه كلمة مرفوضة', 'failed');
  const composer = await scene.app.find('composer');
  await composer.sendKeys('مسودة لا تضيع');
  await scene.picture('refused');
  line.answer = () => null;
  await scene.app.click('edit');
  await scene.app.fill('edit-text', 'نص مصحّح');
  await scene.picture('editing');
  await scene.app.click('edit-send');
  await scene.becomes('نص مصحّح', 'sent', 'read');
  assert.equal(await composer.getAttribute('value'), 'مسودة لا تضيع');
  assert.equal(await sentBy(customer, _id, 'نص مصحّح'), 1);
  assert.equal(await sentBy(customer, _id, 'نص فيه كلمة مرفوضة'), 0);
});

windowTest('a message to a chat that closes is held, and goes out when it is opened again', async (scene) => {
  const customer = await scene.server.as('user');
  const { _id } = await customer.askAdmin('تُغلق');
  const line = await scene.layLine();
  await scene.signIn();
  await scene.online();
  await scene.openChat(_id);
  line.cut();
  await scene.app.find(offline);
  await scene.say('كتبتها قبل الإغلاق');
  const admin = await scene.server.as('admin');
  await admin.setStatus(_id, 'closed');
  line.mend();
  await scene.app.find('held');
  await scene.picture('held');
  assert.equal(await sentBy(customer, _id, 'كتبتها قبل الإغلاق'), 0, 'a closed chat takes nothing');
  await scene.app.click('rail-outbox');
  await scene.app.find('[data-testid="outbox-row"][data-waits="closed"]');
  await scene.picture('outbox-held');
  await scene.app.click('outbox-open');
  await scene.app.click('held-reopen');
  await scene.becomes('كتبتها قبل الإغلاق', 'sent', 'read');
  await until('the strip goes', async () => !(await scene.app.shown('held')));
  assert.equal(await sentBy(customer, _id, 'كتبتها قبل الإغلاق'), 1);
});

windowTest('whoever may not reopen a closed chat is taken to where it can be asked for, and nothing is sent', async (scene) => {
  const [customer, admin] = await Promise.all([scene.server.as('user'), scene.server.as('admin')]);
  const { _id } = await customer.askAdmin('لا تُفتح');
  const line = await scene.layLine();
  await scene.signIn('user');
  await scene.online();
  await scene.openChat(_id);
  line.cut();
  await scene.app.find(offline);
  await scene.say('محفوظة لا تضيع');
  await admin.setStatus(_id, 'closed');
  line.mend();
  await scene.app.click('held-ask');
  const asked = await until('another chat opens', async () => {
    const id = await (await scene.app.find('chat')).getAttribute('data-conversation');
    return id !== _id && id;
  });
  assert.deepEqual(await customer.texts(asked), [], 'nothing is sent by itself');
  await scene.app.click('rail-outbox');
  await scene.app.click('outbox-ask');
  await scene.app.find(`[data-testid="chat"][data-conversation="${asked}"]`);
  assert.equal(await sentBy(customer, _id, 'محفوظة لا تضيع'), 0, 'a closed chat takes nothing');
});
