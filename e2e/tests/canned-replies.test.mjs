// Canned replies, by the keyboard alone: a shortcut, its blank, the suggestions, a file of them.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Key } from '../lib/app.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

const composerText = (window) => window.app.driver.executeScript(`return document.querySelector('[data-testid="composer"]').value`);
const marked = (window) =>
  window.app.driver.executeScript(`const field = document.activeElement; return field.value.slice(field.selectionStart, field.selectionEnd)`);

windowTest('a shortcut answers with a canned reply and asks for its blank', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('وين الطلب؟');
  await customer.write(_id, 'وين الطلب؟ ساعة كاملة');
  await window.signIn();
  await window.openChat(_id);
  await window.app.find('reply-suggestion');
  const composer = await window.app.find('composer');
  await composer.sendKeys('/سائ');
  await window.app.findWithText('reply-option', 'سائق');
  await window.screenshot('reply-list');
  await composer.sendKeys(Key.ENTER);
  await until('the blank is marked', async () => (await marked(window)) === '{?المدة}');
  await composer.sendKeys(Key.ENTER);
  assert.match(await composerText(window), /\{\?المدة\}/u, 'a blank is not sent');
  await composer.sendKeys('ربع ساعة', Key.ENTER);
  await window.app.findWithText('message', 'ويوصلك خلال ربع ساعة');

  await until('the reply is the first suggestion now', async () => {
    const first = await window.app.find('reply-suggestion');
    return (await first.getAttribute('data-shortcut')) === 'سائق';
  });
  await window.app.press('/');
  const search = await window.app.find('reply-search');
  await search.sendKeys('شكر');
  await window.app.findWithText('reply-option', 'شكراً لتواصلك');
  await window.screenshot('reply-panel');
  await search.sendKeys(Key.ENTER);
  await until('the reply is in the field', async () => /شكراً لتواصلك/u.test(await composerText(window)));
});

windowTest('a file of canned replies is refused with its line, then taken', async (window) => {
  await window.signIn();
  await window.app.openSettings('replies');
  await window.app.find('reply-row');
  await window.screenshot('reply-settings');
  const choose = async (name, text) => {
    const path = join(window.desktop.home, name);
    await writeFile(path, text);
    const picker = await window.app.driver.findElement({ css: '[data-testid="reply-file"]' });
    await picker.sendKeys(path);
  };
  await choose('bad.csv', 'الاختصار;النص\nجديد;نعم\nفارغ;\n');
  const refused = await window.app.find('[data-testid="reply-file-answer"][data-fault="text-empty"]');
  assert.match(await refused.getText(), /السطر.*3/u);
  await choose('good.csv', '\uFEFFالاختصار;النص\nجديد;"نعم; حالاً"\n');
  await window.app.findWithText('reply-file-answer', 'أُضيف رد واحد');
  await window.app.fill('reply-filter', 'جديد');
  await window.app.findWithText('reply-row', 'نعم; حالاً');

  await window.app.kill();
  await window.open();
  await window.app.find('inbox-row');
  await window.app.openSettings('replies');
  await window.app.fill('reply-filter', 'جديد');
  await window.app.findWithText('reply-row', 'نعم; حالاً');
});
