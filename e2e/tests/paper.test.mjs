// What leaves the window: a chat on paper and as a file, the list as a table, and the day in numbers.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Key } from '../lib/app.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

/** Where the first printer of the system's dialog lies in it. */
const PRINTER = ['84', '86'];
const HOSTILE = '<script>alert(1)</script> \u202eهاتفي 0912345678';

windowTest('a chat is saved as a page that holds what was typed as text', async (window) => {
  const { _id } = await openHostileChat(window);
  await chooseInPalette(window, 'حفظ كملف', 'export-chat');
  await window.app.click('export-html');
  await window.screenshot('export-dialog');
  await (await window.app.find('export-save')).sendKeys(Key.ENTER);
  const page = await savedFile(window, '.html');
  assert.match(page.name, new RegExp(_id), 'the file names its chat');
  assert.match(page.text, /dir="rtl"/);
  assert.match(page.text, /&lt;script&gt;/);
  assert.doesNotMatch(page.text, /<script|\u202e|src=|href=/);
  await window.app.findWithText('toast', page.name);
});

windowTest('the list is saved as a table that Excel reads', async (window) => {
  await openHostileChat(window, '=1+1');
  await chooseInPalette(window, 'حفظ قائمة المحادثات', 'export-list');
  const table = await savedFile(window, '.csv');
  assert.equal(table.text.charCodeAt(0), 0xfeff, 'Excel takes it for UTF-8');
  assert.match(table.text, /"رقم المحادثة"/);
  assert.match(table.text, /"'=1\+1"/, 'a subject is no formula');
});

windowTest('a chat is printed through the system’s own dialog', async (window) => {
  await openHostileChat(window);
  await chooseInPalette(window, 'طباعة', 'print-chat');
  await window.app.find('[data-testid="print-count"][data-count]');
  await window.app.findWithText('print-document', '<script>alert(1)</script>');
  await window.screenshot('print-dialog');
  await (await window.app.find('print-button')).sendKeys(Key.ENTER);
  const dialog = await window.desktop.windowNamed('Print');
  await window.displayScreenshot('print-system');
  // The only printer of this desktop is a file.
  await window.desktop.run('xdotool', ['windowfocus', '--sync', dialog, 'mousemove', '--window', dialog, ...PRINTER, 'click', '1', 'key', '--delay', '300', 'Return']);
  const paper = await until('a page is printed', () => printedFile(window.desktop.home));
  assert.match(paper, /\/MediaBox \[ ?0 0 595/, 'it is A4');
  await window.app.find('print-dialog');
});

windowTest('the day is told in numbers, bars and a table', async (window) => {
  const { customer, _id } = await openHostileChat(window);
  await window.sendMessage('تفضل، كيف نساعدك؟');
  await window.waitForState('تفضل، كيف نساعدك؟', 'sent', 'read');
  await customer.write(_id, 'شكراً');
  await window.app.findWithText('message', 'شكراً');
  await chooseInPalette(window, 'اليوم', 'today');
  await until('the answer counts', async () => Number(await (await window.app.find('today-answered')).getAttribute('data-count')) >= 1);
  await (await window.app.find('today-table')).sendKeys(Key.ENTER);
  await until('the table is open', () => window.app.findVisible('[data-testid="today"] td'));
  await window.screenshot('today');
});

async function openHostileChat(window, subject = 'سؤال') {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin(subject);
  await customer.write(_id, HOSTILE);
  await window.signIn();
  await window.waitUntilOnline();
  await window.openChat(_id);
  await window.app.findWithText('message', '<script>');
  return { customer, _id };
}

/** By keyboard alone: all actions, the words of one, Enter. */
async function chooseInPalette(window, words, name) {
  const { driver } = window.app;
  await driver.actions().keyDown(Key.CONTROL).keyDown(Key.SHIFT).sendKeys('p').keyUp(Key.SHIFT).keyUp(Key.CONTROL).perform();
  const search = await window.app.find('palette-search');
  await search.sendKeys(words);
  await until(`«${words}» finds ${name}`, () => window.app.findVisible(`[data-testid="palette-action"][data-name="${name}"][aria-selected="true"]`));
  await search.sendKeys(Key.ENTER);
}

async function printedFile(folder) {
  for (const entry of await readdir(folder, { recursive: true })) {
    if (!entry.endsWith('.pdf')) continue;
    const text = await readFile(join(folder, entry), 'latin1');
    return text.trimEnd().endsWith('%%EOF') && text;
  }
  return null;
}

function savedFile(window, ending) {
  const folder = join(window.desktop.home, 'Downloads');
  return until(`a file ${ending} is saved`, async () => {
    const name = (await readdir(folder)).find((one) => one.endsWith(ending));
    const text = await readFile(join(folder, name), 'utf8');
    // The file is whole once the window says where it is.
    return (await window.app.findVisible('[data-testid="toast"]')) && { name, text };
  });
}
