// Sending: a message arrives exactly once, whatever the connection does.

import assert from 'node:assert/strict';
import { row, windowTest } from '../lib/fixture.mjs';
import { staysTrue, until } from '../lib/wait.mjs';

windowTest('a message becomes sent', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('متى تفتحون؟');
  await window.signIn();
  await window.openChat(_id);
  await window.sendMessage('نفتح من العاشرة صباحاً.');
  await window.waitForState('نفتح من العاشرة صباحاً.', 'sent', 'read');
  await window.screenshot('sent');
  const received = (await customer.texts(_id)).filter((text) => text.startsWith('نفتح من العاشرة'));
  assert.equal(received.length, 1, 'the customer has it once');
});

windowTest('offline, chats stay readable and a message waits', async (window) => {
  const customer = await window.backend.signInAs('user');
  const first = await customer.askAdmin('الأول');
  const second = await customer.askAdmin('الثاني');
  await customer.write(first._id, 'نص في المحادثة الأولى');
  await customer.write(second._id, 'نص في المحادثة الثانية');
  await window.signIn();
  for (const [{ _id }, text] of [[first, 'الأولى'], [second, 'الثانية']]) {
    await window.openChat(_id);
    await window.app.findWithText('message', text);
  }

  await window.backend.stop();
  await window.app.find('[data-testid="banner"][data-state="offline"]');
  await window.openChat(first._id);
  await window.app.findWithText('message', 'نص في المحادثة الأولى');
  await window.sendMessage('كتبت هذا بلا اتصال');
  await window.waitForState('كتبت هذا بلا اتصال', 'pending', 'checking');
  await window.screenshot('offline');

  await window.backend.start();
  await window.waitForState('كتبت هذا بلا اتصال', 'sent', 'read');
  await until('the banner goes', async () => !(await window.app.findVisible('banner')));
  await window.screenshot('online-again');
  const again = await window.backend.signInAs('user');
  await staysTrue('the message is there once', () => isThereOnce(window, again, first._id), 2_000);
});

async function isThereOnce(window, customer, conversation) {
  const text = 'كتبت هذا بلا اتصال';
  const sent = (await customer.texts(conversation)).filter((one) => one === text);
  const shown = (await window.app.texts('message-text')).filter((one) => one.includes(text));
  return sent.length === 1 && shown.length === 1;
}

windowTest('an admin closes and reopens a conversation', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('مشكلة حُلّت');
  await customer.write(_id, 'شكراً، وصل كل شيء.');
  await window.signIn();
  await window.openChat(_id);
  // A message that is not there yet would come before the closing is settled, and keep the chat open.
  await window.app.find('message');
  await window.app.click('close-conversation');
  await window.app.find('[data-testid="status-tag"][data-status="closed"]');
  await window.app.find('composer-closed');
  assert.equal((await customer.conversation(_id)).status, 'closed', 'the server has it closed');
  await window.screenshot('closed');
  await window.app.click('reopen-conversation');
  await window.app.find('close-conversation');
  assert.equal((await customer.conversation(_id)).status, 'open', 'the server has it open');
  await window.sendMessage('فتحناها من جديد.');
  await window.waitForState('فتحناها من جديد.', 'sent', 'read');
  await window.screenshot('reopened');
});

windowTest('a draft and the inbox survive a power cut offline', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('قبل انقطاع الكهرباء');
  await customer.write(_id, 'رسالة محفوظة');
  await window.signIn();
  await window.openChat(_id);
  await window.app.findWithText('message', 'رسالة محفوظة');
  const composer = await window.app.find('composer');
  await composer.sendKeys('جواب لم يكتمل');
  // Opening another chat writes the draft to disk.
  const other = await customer.askAdmin('محادثة أخرى');
  await window.openChat(other._id);

  await window.app.kill();
  await window.backend.stop();
  await window.open();
  await window.app.find(row(_id));
  await window.screenshot('restarted-offline');
  await window.openChat(_id);
  await window.app.findWithText('message', 'رسالة محفوظة');
  const kept = await window.app.find('composer');
  assert.equal(await kept.getAttribute('value'), 'جواب لم يكتمل', 'the draft is back');

  await window.backend.start();
  await until('the banner goes', async () => !(await window.app.findVisible('banner')));
  await kept.sendKeys(' والآن اكتمل');
  await window.app.click('send');
  await window.waitForState('جواب لم يكتمل والآن اكتمل', 'sent', 'read');
});
