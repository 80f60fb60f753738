// Somebody else of support is at a chat: another admin opens it, then answers. Only the live dialect tells the first.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { row, windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

/** The list of conversations, which holds support's count, is asked for each minute. */
const LIST_MS = 120_000;

windowTest(
  'a colleague who opens a chat is told, and warned of while I write',
  async (window) => {
    const colleague = await window.backend.addUser('salma', 'سلمى', 'admin');
    const customer = await window.backend.signInAs('user');
    const { _id } = await customer.askAdmin('أين طلبي؟');
    await customer.write(_id, 'طلبي رقم 4F2A لم يصل بعد');
    await window.signIn();
    await window.waitUntilOnline();
    const mark = `${row(_id)} [data-testid="collision"]`;
    await window.app.find(row(_id));
    assert.equal(await window.app.findVisible(mark), null, 'nobody has opened it');

    await colleague.markRead(_id);
    await until('the row says that a colleague opened it', () => window.app.findVisible(mark), LIST_MS);
    assert.match(await spokenName(window, _id), /فتح زميل هذه المحادثة/u, 'a screen reader hears it with the row');
    await window.screenshot('collision-row');

    await openByKeyboard(window, _id);
    await window.app.find('[data-testid="collision-strip"][data-tone="plain"]');
    await window.screenshot('collision-quiet');
    const composer = await window.app.find('composer');
    await composer.sendKeys('حاضر');
    await window.app.find('[data-testid="collision-strip"][data-tone="bad"]');
    await until('the row warns too', async () => (await window.app.findVisible(mark))?.getAttribute('class').then((all) => all.includes('bad')));
    await window.screenshot('collision-writing');

    await colleague.write(_id, 'أهلاً، السائق على بعد دقائق.');
    const answered = await window.app.find('[data-testid="collision-strip"][data-kind="answered"]');
    assert.match(await answered.getText(), /salma/u, 'the live dialect knows user names');
    await window.screenshot('collision-answered');
    await composer.sendKeys(Key.chord(Key.CONTROL, 'a'), Key.DELETE);
    await window.app.find('[data-testid="collision-strip"][data-kind="answered"][data-tone="plain"]');
  },
  { dialect: 'live' },
);

windowTest('the documented dialect tells who answered, and never guesses who opened', async (window) => {
  const colleague = await window.backend.addUser('salma', 'سلمى', 'admin');
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('أين طلبي؟');
  await customer.write(_id, 'لم يصل بعد');
  await window.signIn();
  await window.waitUntilOnline();
  await window.app.find(row(_id));
  await colleague.markRead(_id);
  await colleague.write(_id, 'أهلاً، السائق على بعد دقائق.');
  const mark = await window.app.find(`${row(_id)} [data-testid="collision"]`);
  assert.equal(await mark.getAttribute('data-status'), 'answered');
  assert.match(await spokenName(window, _id), /ردّ سلمى/u);
});

/** What a screen reader says of a row: an option is named by its content. */
async function spokenName(window, id) {
  const text = await window.app.driver.executeScript('return document.querySelector(arguments[0]).textContent', row(id));
  return text.replace(/[\u2066-\u2069]/gu, '');
}

/** Walks the list to a chat's row by the arrow keys and opens it with Enter. */
async function openByKeyboard(window, id) {
  await until('the chat is open', async () => {
    const list = await window.app.find('[data-testid="inbox"] [data-pane-focus]');
    await list.sendKeys(Key.HOME);
    for (let steps = 0; steps < 40; steps++) {
      if ((await list.getAttribute('aria-activedescendant')) === `row-${id}`) break;
      await list.sendKeys(Key.ARROW_DOWN);
    }
    await list.sendKeys(Key.ENTER);
    return window.app.findVisible(`[data-testid="chat"][data-conversation="${id}"]`);
  });
}
