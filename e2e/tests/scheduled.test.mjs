// Messages that leave later: taken back, scheduled, withdrawn, dropped at the customer's word.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';
import { pressOn } from '../lib/waiting-chats.mjs';

windowTest('a message is taken back with Ctrl+Z', async (window) => {
  const { customer, _id } = await openChatOf(window, { takeBackSeconds: 5 });
  const composer = await window.app.find('composer');
  await composer.sendKeys('المبلغ ١٥ ديناراً', Key.ENTER);
  await window.app.find('take-back');
  await window.screenshot('take-back');
  await composer.sendKeys(Key.chord(Key.CONTROL, 'z'));
  await until('the text is in the composer', async () => (await composer.getAttribute('value')) === 'المبلغ ١٥ ديناراً');
  await until('the composer has the focus', () => window.app.driver.executeScript(`return document.activeElement?.dataset.testid === 'composer'`));
  await composer.sendKeys(' ونصف', Key.ENTER);
  await window.waitForState('المبلغ ١٥ ديناراً ونصف', 'sent', 'read');
  const said = await customer.texts(_id);
  assert.ok(said.includes('المبلغ ١٥ ديناراً ونصف') && !said.includes('المبلغ ١٥ ديناراً'), said.join(' | '));
});

windowTest('what is scheduled outlives a kill and is withdrawn', async (window) => {
  const { customer, _id } = await openChatOf(window);
  const composer = await window.app.find('composer');
  await composer.sendKeys('نتصل بك غداً');
  await pressOn(window, 'send-later');
  await window.screenshot('send-later-menu');
  await pressOn(window, 'send-later-tomorrow');
  await window.app.find('[data-testid="scheduled"][data-kind="later"]');
  await composer.sendKeys('شكراً', Key.ENTER);
  await window.waitForState('شكراً', 'sent', 'read');
  await window.screenshot('scheduled');
  await window.app.kill();
  await window.open();
  await pressOn(window, 'rail-outbox');
  await window.app.find('[data-testid="outbox-scheduled"] [data-testid="outbox-row"]');
  await window.screenshot('outbox-scheduled');
  await pressOn(window, 'outbox-cancel');
  await until('nothing is scheduled', async () => !(await window.app.findVisible('outbox-scheduled')));
  assert.ok(!(await customer.texts(_id)).includes('نتصل بك غداً'));
});

windowTest('a time in the past is a sentence, and the text stays', async (window) => {
  await openChatOf(window);
  const composer = await window.app.find('composer');
  await composer.sendKeys('لاحقاً', Key.chord(Key.CONTROL, Key.SHIFT, Key.ENTER));
  await pressOn(window, 'send-later-day-today');
  await window.app.fill('send-later-time', '0:00');
  await (await window.app.find('send-later-time')).sendKeys(Key.ENTER);
  await window.app.find('send-later-failure');
  await window.screenshot('send-later-dialog');
  await window.app.driver.actions().sendKeys(Key.ESCAPE).perform();
  assert.equal(await (await window.app.find('composer')).getAttribute('value'), 'لاحقاً');
});

windowTest('the customer’s word drops what waits for silence', async (window) => {
  const { customer, _id } = await openChatOf(window);
  await (await window.app.find('composer')).sendKeys('هل ما زلت معنا؟');
  await pressOn(window, 'send-later');
  await pressOn(window, 'send-later-unless-written');
  await window.app.find('[data-testid="scheduled"][data-kind="unless-written"]');
  await customer.write(_id, 'نعم، لحظة');
  await until('it is no longer in the chat', async () => !(await window.app.findVisible('scheduled')));
  await pressOn(window, 'rail-outbox');
  await window.app.find('outbox-dismiss');
  await window.screenshot('outbox-dropped');
  await pressOn(window, 'outbox-dismiss');
  await until('it was seen', async () => !(await window.app.findVisible('outbox-dismiss')));
  assert.ok(!(await customer.texts(_id)).includes('هل ما زلت معنا؟'));
});

/** A customer's new chat, open in the window. */
async function openChatOf(window, preferences) {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('أين طلبي؟');
  if (preferences) await window.choose(preferences);
  await window.signIn();
  await window.waitUntilOnline();
  await window.openChat(_id);
  return { customer, _id };
}
