// What nobody should put in: each is a clear sentence, nothing is lost, and the window goes on answering. A tag of 500 letters
// is in marks, a time in the past in scheduled, an empty file in files.

import assert from 'node:assert/strict';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Key } from '../lib/app.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

/** How long the window may take for one thing that is asked of it, in ms; on a busy machine not at once. */
const ANSWERS_WITHIN_MS = 2_000;

const type = (window, ...keys) => window.app.driver.actions().sendKeys(...keys).perform();

/** Puts a text into the field that has the focus as a paste does. */
const paste = (window, text) => window.app.driver.executeScript('document.execCommand("insertText", false, arguments[0])', text);

/** How long the page takes until it has drawn twice. */
async function answerTime(window) {
  const began = Date.now();
  await window.app.driver.executeAsyncScript('const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))');
  return Date.now() - began;
}

windowTest('a search of 10,000 pasted letters is a sentence, and the next search is answered', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('بحث طويل');
  await customer.write(_id, 'أين طلبي من البيتزا؟');
  await window.signIn();
  await window.waitUntilOnline();
  await window.app.press('k');
  const search = await window.app.find('search');
  for (const text of ['ب'.repeat(10_000), 'كلمة '.repeat(2_000)]) {
    await paste(window, text);
    const said = await window.app.find('search-failure');
    assert.match(await said.getText(), /بضع كلمات/u);
    await until('the window answers', async () => (await answerTime(window)) < ANSWERS_WITHIN_MS);
    await window.screenshot('search-too-long');
    await search.sendKeys(Key.chord(Key.CONTROL, 'a'), Key.DELETE);
  }
  await type(window, 'البيتزا');
  await window.app.findWithText('search-item', 'البيتزا');
  assert.equal(await window.app.findVisible('search-failure'), null, 'the sentence is gone');
});

windowTest('a picture of 40 MB is refused with a sentence, and what is typed stays', async (window) => {
  await window.choose({ takeBackSeconds: 0, uploadEndpoint: '/uploads' });
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('صورة كبيرة');
  await window.signIn();
  await window.openChat(_id);
  await (await window.app.find('composer')).sendKeys('هذه صورة الطبق');
  const path = join(window.desktop.home, 'كبيرة.png');
  const file = await open(path, 'w');
  await file.write(Buffer.from('89504e470d0a1a0a', 'hex'));
  await file.truncate(40 * 1024 * 1024);
  await file.close();
  const input = await window.app.driver.findElement({ css: '[data-testid="attach-input"]' });
  await input.sendKeys(path);
  const toast = await window.app.find('[data-testid="toast"][data-code="file-too-large"]');
  assert.match(await toast.getText(), /25/u, 'it says how large one may be');
  await window.screenshot('picture-too-large');
  await until('the window answers', async () => (await answerTime(window)) < ANSWERS_WITHIN_MS);
  assert.equal(await window.app.findVisible('staged-file'), null, 'it is not about to be sent');
  const text = () => window.app.driver.executeScript(`return document.querySelector('[data-testid="composer"]').value`);
  assert.equal(await text(), 'هذه صورة الطبق');
  await (await window.app.find('composer')).sendKeys(Key.ENTER);
  await until('the text is sent all the same', async () => (await customer.countTexts(_id, 'هذه صورة الطبق')) === 1);
});

windowTest('a table that is no list of replies is refused, and the replies stay', async (window) => {
  await window.signIn();
  await window.app.openSettings('replies');
  await window.app.find('reply-row');
  const count = () => window.app.driver.executeScript(`return document.querySelectorAll('[data-testid="reply-row"]').length`);
  const before = await count();
  const picker = await window.app.driver.findElement({ css: '[data-testid="reply-file"]' });
  for (const [name, fault, bytes] of [
    ['prices.csv', 'columns-unnamed', 'الصنف,السعر,الكمية\nبيتزا,25,3\n'],
    ['wide.csv', 'columns-too-many', 'الاختصار,النص\nبيتزا,نعم,25,3\n'],
    ['picture.csv', 'not-text', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['broken.json', 'json-unreadable', '{"replies": [{"shortcut": 7'],
    ['empty.csv', 'empty', ''],
  ]) {
    const path = join(window.desktop.home, name);
    await writeFile(path, bytes);
    await picker.sendKeys(path);
    const answer = await window.app.find(`[data-testid="reply-file-answer"][data-fault="${fault}"]`);
    assert.ok((await answer.getText()).trim().length > 10, `${name}: a sentence`);
    assert.equal(await count(), before, `${name}: nothing was taken`);
  }
  await window.screenshot('table-refused');
});

windowTest('a pasted text of 60,000 letters is said to be no draft, stays in its chat, and is one when it is shorter', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('نص طويل');
  const other = await customer.askAdmin('محادثة أخرى');
  await window.signIn();
  await window.openChat(_id);
  await window.app.find('composer');
  await paste(window, 'كلمة '.repeat(12_000));
  const said = await window.app.find('draft-unkept');
  assert.match(await said.getText(), /لا يُحفظ كمسودة/u);
  await until('the window answers', async () => (await answerTime(window)) < ANSWERS_WITHIN_MS);
  await window.screenshot('draft-too-long');
  await window.openChat(other._id);
  assert.equal(await window.app.findVisible('draft-unkept'), null, 'the other chat has nothing to say');
  await window.openChat(_id);
  await window.app.find('draft-unkept');
  const composer = await window.app.find('composer');
  await composer.sendKeys(Key.chord(Key.CONTROL, 'a'), Key.DELETE);
  await composer.sendKeys('أقصر');
  await until('the sentence is gone', async () => !(await window.app.findVisible('draft-unkept')));
  await window.openChat(other._id);
  await window.app.findWithText('inbox-row', 'أقصر');
});
