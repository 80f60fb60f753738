// An answer in a few keys: resolve and next, undo, several at once, and what is put off.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { row, windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';
import { openWaitingChats, pressOn } from '../lib/waiting-chats.mjs';

windowTest('resolve and next: the call leaves later, undo in time', async (window) => {
  const [first, second, third] = await openWaitingChats(window, 3);
  await chord(window, 'j');
  await until('the longest waiting chat is open', async () => (await openChat(window)) === first);
  await focusIsInComposer(window);
  await chord(window, 'd', Key.SHIFT);
  await until('the next is open', async () => (await openChat(window)) === second);
  // Five seconds are short on a busy machine: nothing comes between.
  await chord(window, 'z');
  await until('taken back, the first is open again', async () => (await openChat(window)) === first);
  assert.equal(await status(window, first), 'open');
  await chord(window, 'd', Key.SHIFT);
  await until('the next is open again', async () => (await openChat(window)) === second);
  await focusIsInComposer(window);
  await window.screenshot('resolve-and-next');
  await until('the server knows in a while', async () => (await status(window, first)) === 'resolved');
  await chord(window, 'j');
  await until('the one after it is open', async () => (await openChat(window)) === third);
});

windowTest('what waits to be taken back leaves when the program ends', async (window) => {
  const [first] = await openWaitingChats(window, 2);
  await chord(window, 'j');
  await until('the longest waiting chat is open', async () => (await openChat(window)) === first);
  await chord(window, 'd', Key.SHIFT);
  await window.app.find('toast-undo');
  await window.app.pressAndWaitForExit('q');
  await until('the server knows at once', async () => (await status(window, first)) === 'resolved');
});

windowTest('several chats are closed at once by keyboard', async (window) => {
  const chats = await openWaitingChats(window, 3);
  await pressOn(window, 'filter-unanswered');
  await window.app.find(row(chats[0]));
  await focusList(window);
  await keys(window, Key.HOME);
  await window.app.driver.actions().keyDown(Key.SHIFT).sendKeys(Key.ARROW_DOWN, Key.ARROW_DOWN).keyUp(Key.SHIFT).perform();
  await window.app.find('[data-testid="selection-bar"]');
  await window.screenshot('selection');
  await pressOn(window, 'bulk-row-close');
  await until('the server knows of all', async () => {
    const states = await Promise.all(chats.map((id) => status(window, id)));
    return states.every((one) => one === 'closed');
  });
});

windowTest('a snoozed chat comes back at the customer’s word', async (window) => {
  const [first] = await openWaitingChats(window, 2);
  await chord(window, 'j');
  await until('it is open', async () => (await openChat(window)) === first);
  await pressOn(window, 'snooze');
  await pressOn(window, 'head-snooze-1-hour');
  await window.app.find('[data-testid="chat"] [data-testid="snoozed"]');
  await window.app.kill();
  await window.open();
  await window.app.find('inbox-row');
  await pressOn(window, 'rail-snoozed');
  await window.app.find(row(first));
  await window.screenshot('snoozed');
  await window.waitUntilOnline();
  await window.customer.write(first, 'أين الطلب؟');
  // The chat that was open last is open again, and its row stays where it is while it is.
  await until('it is no longer put off', async () => !(await window.app.findVisible('[data-testid="chat"] [data-testid="snoozed"]')));
  await pressOn(window, 'filter-unanswered');
  await window.app.find(row(first));
});

async function openChat(window) {
  return (await window.app.find('chat')).getAttribute('data-conversation');
}

async function status(window, id) {
  const admin = await window.backend.signInAs('admin');
  return (await admin.conversations()).find(({ _id }) => _id === id).status;
}

function focusIsInComposer(window) {
  return until('the composer has the focus', () =>
    window.app.driver.executeScript(`return document.activeElement?.dataset.testid === 'composer'`));
}

function focusList(window) {
  return window.app.driver.executeScript(`document.querySelector('[data-testid="inbox"] [data-pane-focus]').focus()`);
}

function keys(window, ...all) {
  return window.app.driver.actions().sendKeys(...all).perform();
}

/** Ctrl, with other keys held, and a letter. */
function chord(window, letter, ...held) {
  const down = [Key.CONTROL, ...held];
  const actions = window.app.driver.actions();
  for (const key of down) actions.keyDown(key);
  actions.sendKeys(letter);
  for (const key of down.reverse()) actions.keyUp(key);
  return actions.perform();
}
