// Writing: what is sent arrives once, whatever the line does meanwhile.

import assert from 'node:assert/strict';
import { row, windowTest } from '../lib/scene.mjs';
import { throughout, until } from '../lib/wait.mjs';

windowTest('a message that is sent becomes sent', async (scene) => {
  const customer = await scene.server.as('user');
  const { _id } = await customer.askAdmin('متى تفتحون؟');
  await scene.signIn();
  await scene.openChat(_id);
  await scene.say('نفتح من العاشرة صباحاً.');
  await scene.becomes('نفتح من العاشرة صباحاً.', 'sent', 'read');
  await scene.picture('sent');
  const received = (await customer.texts(_id)).filter((text) => text.startsWith('نفتح من العاشرة'));
  assert.equal(received.length, 1, 'the customer has it once');
});

windowTest('without the backend chats stay readable and a message waits', async (scene) => {
  const customer = await scene.server.as('user');
  const first = await customer.askAdmin('الأول');
  const second = await customer.askAdmin('الثاني');
  await customer.write(first._id, 'نص في المحادثة الأولى');
  await customer.write(second._id, 'نص في المحادثة الثانية');
  await scene.signIn();
  for (const [{ _id }, text] of [[first, 'الأولى'], [second, 'الثانية']]) {
    await scene.openChat(_id);
    await scene.app.holding('message', text);
  }

  await scene.server.stop();
  await scene.app.find('[data-testid="banner"][data-state="offline"]');
  await scene.openChat(first._id);
  await scene.app.holding('message', 'نص في المحادثة الأولى');
  await scene.say('كتبت هذا بلا اتصال');
  await scene.becomes('كتبت هذا بلا اتصال', 'pending', 'checking');
  await scene.picture('offline');

  await scene.server.start();
  await scene.becomes('كتبت هذا بلا اتصال', 'sent', 'read');
  await until('the banner goes', async () => !(await scene.app.shown('banner')));
  await scene.picture('online-again');
  const again = await scene.server.as('user');
  await throughout('the message is there once', () => isThereOnce(scene, again, first._id), 2_000);
});

async function isThereOnce(scene, customer, conversation) {
  const text = 'كتبت هذا بلا اتصال';
  const sent = (await customer.texts(conversation)).filter((one) => one === text);
  const shown = (await scene.app.texts('message-text')).filter((one) => one.includes(text));
  return sent.length === 1 && shown.length === 1;
}

windowTest('an admin closes a conversation and opens it again', async (scene) => {
  const customer = await scene.server.as('user');
  const { _id } = await customer.askAdmin('مشكلة حُلّت');
  await customer.write(_id, 'شكراً، وصل كل شيء.');
  await scene.signIn();
  await scene.openChat(_id);
  await scene.app.click('close-conversation');
  await scene.app.find('[data-testid="status-tag"][data-status="closed"]');
  await scene.app.find('composer-closed');
  assert.equal((await customer.conversation(_id)).status, 'closed', 'the server has it closed');
  await scene.picture('closed');
  await scene.app.click('reopen-conversation');
  await scene.app.find('[data-testid="status-tag"][data-status="open"]');
  assert.equal((await customer.conversation(_id)).status, 'open', 'the server has it open');
  await scene.say('فتحناها من جديد.');
  await scene.becomes('فتحناها من جديد.', 'sent', 'read');
  await scene.picture('reopened');
});

windowTest('a draft and the cached inbox outlive a power cut with the line down', async (scene) => {
  const customer = await scene.server.as('user');
  const { _id } = await customer.askAdmin('قبل انقطاع الكهرباء');
  await customer.write(_id, 'رسالة محفوظة');
  await scene.signIn();
  await scene.openChat(_id);
  await scene.app.holding('message', 'رسالة محفوظة');
  const composer = await scene.app.find('composer');
  await composer.sendKeys('جواب لم يكتمل');
  // The draft is on disk at the latest when another chat is open.
  const other = await customer.askAdmin('محادثة أخرى');
  await scene.openChat(other._id);

  await scene.app.kill();
  await scene.server.stop();
  await scene.open();
  await scene.app.find(row(_id));
  await scene.picture('restarted-offline');
  await scene.openChat(_id);
  await scene.app.holding('message', 'رسالة محفوظة');
  const kept = await scene.app.find('composer');
  assert.equal(await kept.getAttribute('value'), 'جواب لم يكتمل', 'the draft is back');

  await scene.server.start();
  await until('the banner goes', async () => !(await scene.app.shown('banner')));
  await kept.sendKeys(' والآن اكتمل');
  await scene.app.click('send');
  await scene.becomes('جواب لم يكتمل والآن اكتمل', 'sent', 'read');
});
