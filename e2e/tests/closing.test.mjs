// Closing a chat by keyboard: what was begun there is asked about, and an answer on its way leaves first.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';
import { openWaitingChats } from '../lib/waiting-chats.mjs';

async function status(window, id) {
  const admin = await window.backend.signInAs('admin');
  return (await admin.conversations()).find(({ _id }) => _id === id).status;
}

async function openLongestWaiting(window, id) {
  await window.app.press('j');
  await window.app.find(`[data-testid="chat"][data-conversation="${id}"]`);
  return window.app.find('composer');
}

const close = (window) => window.app.driver.actions().keyDown(Key.CONTROL).keyDown(Key.SHIFT).sendKeys('x').keyUp(Key.SHIFT).keyUp(Key.CONTROL).perform();

windowTest('a chat with a begun text is closed only after a question', async (window) => {
  const [first] = await openWaitingChats(window, 2);
  const composer = await openLongestWaiting(window, first);
  await composer.sendKeys('لحظة من فضلك، نتأكد مع المطعم');
  await close(window);
  await window.app.find('closing-dialog');
  await window.screenshot('closing-begun');
  await (await window.app.find('closing-back')).sendKeys(Key.ENTER);
  await until('the question is gone', async () => (await window.app.findVisible('closing-dialog')) === null);
  assert.equal(await composer.getAttribute('value'), 'لحظة من فضلك، نتأكد مع المطعم');
  await until('the focus is in the composer again', () => window.app.driver.executeScript('return document.activeElement?.dataset.testid === "composer"'));
  assert.equal(await status(window, first), 'open');
  await close(window);
  await (await window.app.find('closing-go')).sendKeys(Key.ENTER);
  await until('the server has it closed', async () => (await status(window, first)) === 'closed');
  await window.app.find('draft-text');
});

windowTest('an answer that can still be taken back leaves before its chat is closed', async (window) => {
  await window.choose({ takeBackSeconds: 3 });
  const [first] = await openWaitingChats(window, 2);
  const composer = await openLongestWaiting(window, first);
  await composer.sendKeys('تم، شكراً لك', Key.ENTER);
  await window.app.find('take-back');
  await close(window);
  await until('the server has it closed', async () => (await status(window, first)) === 'closed');
  await window.waitForState('تم، شكراً لك', 'sent', 'read');
});

windowTest('a new conversation has a key, on the Arabic layout too', async (window) => {
  await openWaitingChats(window, 1);
  await window.app.press('n');
  await window.app.find('new-conversation-dialog');
  await until('the focus is in a field', () => window.app.driver.executeScript('return document.activeElement?.tagName === "INPUT"'));
});
