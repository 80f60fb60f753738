// Chats in which a customer waits for an answer, and nobody else's.

import { Key } from './app.mjs';
import { row } from './fixture.mjs';
import { until } from './wait.mjs';

/** How many rows are drawn in the smallest window that is tested. */
const DRAWN = 5;

/** Begins chats in each of which a customer waits, the first the longest; then signs in and shows them. */
export async function openWaitingChats(window, count, questions = []) {
  window.customer = await window.backend.signInAs('user');
  const chats = [];
  for (let at = 0; at < count; at++) {
    const { _id } = await window.customer.askAdmin(`سؤال ${at + 1}`);
    await window.customer.write(_id, questions[at] ?? `السؤال رقم ${at + 1}`);
    chats.push(_id);
  }
  // The demo's people have waited longer.
  const admin = await window.backend.signInAs('admin');
  for (const { _id, status } of await admin.conversations()) {
    if (!chats.includes(_id) && status !== 'closed' && status !== 'resolved') await admin.setStatus(_id, 'closed');
  }
  await window.signIn();
  await window.waitUntilOnline();
  await pressOn(window, 'filter-unanswered');
  // The list draws the rows that have room.
  for (const id of chats.slice(0, DRAWN)) await window.app.find(`${row(id)} [data-testid="waiting"]`);
  // The demo's customers may have begun to wait as well.
  await until('all of them are counted', async () => {
    const chip = await (await window.app.find('filter-unanswered')).getText();
    return Number(/\d+/.exec(chip)?.[0]) >= count;
  });
  return chats;
}

/** Presses Enter on an element; one that is drawn anew meanwhile is looked up again. */
export function pressOn(window, id) {
  return until(`${id} is pressed`, async () => {
    const element = await window.app.find(id);
    return element.sendKeys(Key.ENTER).then(() => true, () => false);
  });
}
