// What the composer offers and asks, by the keyboard alone.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

const composerText = (window) => window.app.driver.executeScript(`return document.querySelector('[data-testid="composer"]').value`);

const SAME_WORDS = 'سنعيد لك المبلغ كاملاً اليوم';

windowTest('an emoji is found in Arabic and a message is quoted', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('سؤال عن الطلب');
  await customer.write(_id, 'وصلني الطلب ناقص علبتين');
  await window.signIn();
  await window.openChat(_id);
  await window.app.findWithText('message', 'ناقص علبتين');
  await window.app.press('.');
  const search = await window.app.find('emoji-search');
  await window.app.find('emoji');
  await window.screenshot('emoji');
  await search.sendKeys('قلب احمر');
  await window.app.find('[data-testid="emoji"][aria-label="قلب أحمر"]');
  await search.sendKeys(Key.ENTER);
  await until('the emoji is in the field', async () => /❤/u.test(await composerText(window)));
  await window.app.driver.actions().keyDown(Key.CONTROL).keyDown(Key.SHIFT).sendKeys('.').keyUp(Key.SHIFT).keyUp(Key.CONTROL).perform();
  await until('the message is quoted', async () => /^> وصلني الطلب ناقص علبتين\n❤/u.test(await composerText(window)));
  const composer = await window.app.find('composer');
  await composer.sendKeys(' نعتذر', Key.ENTER);
  await until('the customer has it', async () => (await customer.texts(_id))[0].startsWith('> وصلني'));
});

/** Sends the same words in a second chat, typing on after them, and waits until the question about the right chat is there. */
async function sendSameWordsTwice(window, typedOn = '') {
  const customer = await window.backend.signInAs('user');
  const [first, second] = [await customer.askAdmin('الأولى'), await customer.askAdmin('الثانية')];
  await window.signIn();
  await window.openChat(first._id);
  await window.sendMessage(SAME_WORDS);
  await window.openChat(second._id);
  await (await window.app.find('composer')).sendKeys(SAME_WORDS, Key.ENTER, typedOn);
  await window.app.find('wrong-chat');
  return { customer, second };
}

windowTest('the same words in a second chat are asked about once', async (window) => {
  const { customer, second } = await sendSameWordsTwice(window);
  await window.screenshot('wrong-chat');
  const back = await window.app.find('wrong-chat-back');
  await back.sendKeys(Key.ENTER);
  await until('the question is gone', async () => (await window.app.findVisible('wrong-chat')) === null);
  assert.equal(await composerText(window), SAME_WORDS, 'nothing is lost');
  await (await window.app.find('composer')).sendKeys(Key.ENTER);
  await (await window.app.find('wrong-chat-send')).sendKeys(Key.ENTER);
  await until('the second chat has it', async () => (await customer.countTexts(second._id, SAME_WORDS)) === 1);
});

windowTest('no letter is lost that is typed while the question about the right chat comes up', async (window) => {
  const { customer, second } = await sendSameWordsTwice(window, 'ونعتذر منك');
  await window.app.driver.actions().sendKeys(' جداً').perform();
  await until('it is shown', async () => (await (await window.app.find('wrong-chat-typed')).getText()).includes('ونعتذر منك جداً'));
  await window.screenshot('wrong-chat-typed');
  await (await window.app.find('wrong-chat-send')).sendKeys(Key.ENTER);
  await until('the second chat has it', async () => (await customer.countTexts(second._id, SAME_WORDS)) === 1);
  assert.equal(await composerText(window), 'ونعتذر منك جداً', 'the next message begins with what was typed');
  await until('the focus is in the composer', () => window.app.driver.executeScript('return document.activeElement?.dataset.testid === "composer"'));
});

windowTest('with Ctrl and Enter sending, Enter breaks the line', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('سؤال');
  await window.signIn();
  await window.app.click('settings');
  await window.app.click('send-key-ctrl-enter');
  await window.app.driver.actions().sendKeys(Key.ESCAPE).perform();
  await window.openChat(_id);
  const composer = await window.app.find('composer');
  await composer.sendKeys('سطر', Key.ENTER, 'ثانٍ');
  assert.equal(await composerText(window), 'سطر\nثانٍ');
  await composer.sendKeys(Key.chord(Key.CONTROL, Key.ENTER));
  await until('both lines went out', async () => (await customer.texts(_id))[0] === 'سطر\nثانٍ');
});
