// Windows of single chats in a test: opening them by keyboard, and going from one to another.

import { Key } from './app.mjs';
import { type } from './locking.mjs';
import { until } from './wait.mjs';

export const pane = (conversation) => `[data-testid="chat"][data-conversation="${conversation}"]`;

/** Presses a key with Ctrl, and with what else is held. */
export function chord(window, key, ...held) {
  const actions = window.app.driver.actions().keyDown(Key.CONTROL);
  for (const one of held) actions.keyDown(one);
  actions.sendKeys(key);
  for (const one of held) actions.keyUp(one);
  return actions.keyUp(Key.CONTROL).perform();
}

export const handles = (window) => window.app.driver.getAllWindowHandles();
export const goTo = (window, handle) => window.app.driver.switchTo().window(handle);

/** A customer's chat, open in the main window on a desktop whose windows have frames and the focus. */
export async function openChat(window, subject, question) {
  await window.desktop.startWindowManager();
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin(subject);
  await customer.write(_id, question);
  await window.signIn();
  await window.waitUntilOnline();
  await window.openChat(_id);
  const [main] = await handles(window);
  return { customer, _id, main };
}

/** Waits for a window that was not open before, and goes there. */
export async function goToNewWindow(window, before, conversation) {
  const own = await until('a window opens', async () => (await handles(window)).find((handle) => !before.includes(handle)));
  await goTo(window, own);
  await window.app.find('chat-window');
  await window.app.find(pane(conversation));
  return own;
}

/** Opens the chat that is open in a window of its own, and goes there. */
export async function openOwnWindow(window, conversation) {
  const before = await handles(window);
  await chord(window, 'o', Key.SHIFT);
  return goToNewWindow(window, before, conversation);
}

export const focusComposer = (window) => window.app.driver.executeScript(`document.querySelector('[data-testid="composer"]').focus()`);

export const draft = (window) => window.app.driver.executeScript(`return document.querySelector('[data-testid="composer"]').value`);

export async function activeTitle(window) {
  const { stdout } = await window.desktop.run('xdotool', ['getactivewindow', 'getwindowname']);
  return stdout.trim();
}

/** Runs an action from the palette, by its words. */
export async function runFromPalette(window, name, words) {
  await chord(window, 'p', Key.SHIFT);
  await (await window.app.find('palette-search')).sendKeys(words);
  await window.app.find(`[data-testid="palette-action"][data-name="${name}"]`);
  await type(window, Key.ENTER);
}

/** Goes on with Tab until something has the focus. */
export const tabTo = (window, id) =>
  until(`Tab leads to «${id}»`, async () => {
    await type(window, Key.TAB);
    return window.app.driver.executeScript('return document.activeElement?.dataset.testid === arguments[0]', id);
  });
