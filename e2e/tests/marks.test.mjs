// What the user keeps on a conversation: a note, tags, and a reminder of what was promised.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { row, windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';
import { pressOn } from '../lib/waiting-chats.mjs';

windowTest('a note and tags outlive a kill and a lost cache', async (window) => {
  const { _id } = await openChatOf(window);
  if (!(await window.app.findVisible('note'))) await pressOn(window, 'details-toggle');
  await (await window.app.find('note')).sendKeys('زبون دائم، يفضّل الاتصال');
  const input = await window.app.find('tag-input');
  await input.sendKeys('و'.repeat(500), Key.ENTER);
  await window.app.find('tag-failure');
  await window.app.fill('tag-input', 'تأخير');
  await input.sendKeys(Key.ENTER);
  await until('the first tag is there', async () => (await window.app.texts('own-tag')).length === 1);
  await input.sendKeys('استرجاع مبلغ', Key.ENTER);
  await until('the second tag is there', async () => (await window.app.texts('own-tag')).length === 2);
  await input.sendKeys('مهم', Key.ENTER);
  await window.app.find(`${row(_id)} [data-testid="tag"]`);
  await window.screenshot('note-and-tags');
  await window.app.kill();
  await window.open();
  await window.openChat(_id);
  if (!(await window.app.findVisible('note'))) await pressOn(window, 'details-toggle');
  const note = await window.app.find('note');
  await until('the note is there', async () => (await note.getAttribute('value')) === 'زبون دائم، يفضّل الاتصال');
  assert.equal((await window.app.texts('own-tag')).length, 3);
});

windowTest('a tag leads to its conversations by keyboard', async (window) => {
  const { _id } = await openChatOf(window);
  if (!(await window.app.findVisible('tag-input'))) await pressOn(window, 'details-toggle');
  await (await window.app.find('tag-input')).sendKeys('زبون مهم', Key.ENTER);
  await pressOn(window, 'tag-open');
  await window.app.find(`[data-testid="search-item"][data-id="${_id}"]`);
  assert.match(await (await window.app.find('search-chip')).getText(), /الوسم/u);
  assert.equal((await window.app.texts('search-item')).length, 1, 'it alone has the tag');
  await window.screenshot('tag-search');
  await window.app.fill('search', 'وسم:زبون');
  await until('the filter is known in Arabic, as it is typed', async () => (await window.app.texts('search-item')).length === 1);
});

windowTest('a promise offers a reminder by keyboard', async (window) => {
  const { _id } = await openChatOf(window);
  const composer = await window.app.find('composer');
  await composer.sendKeys('يصلك السائق خلال ربع ساعة', Key.ENTER);
  await window.app.find('promise');
  await window.screenshot('promise');
  await composer.sendKeys(Key.chord(Key.CONTROL, Key.SHIFT, 'm'));
  await window.app.find(`${row(_id)} [data-testid="reminder"][data-status="waits"]`);
  await window.screenshot('reminder');
});

/** A customer's new chat, open in the window. */
async function openChatOf(window) {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('أين طلبي؟');
  await window.signIn();
  await window.waitUntilOnline();
  await window.openChat(_id);
  return { customer, _id };
}
