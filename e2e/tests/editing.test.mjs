// Editing: undo and redo by real keys, the menu of a field, paging from the composer, the longest message.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

windowTest('what is typed is undone by words and done again, in each chat', async (window) => {
  const customer = await window.backend.signInAs('user');
  const first = await customer.askAdmin('تراجع أول');
  const second = await customer.askAdmin('تراجع ثان');
  await window.open();
  const server = await window.app.find('server');
  const before = await server.getAttribute('value');
  await server.sendKeys('x');
  await realKeys(window, 'ctrl+z');
  await holds(window, 'server', before);
  await window.submitSignIn('admin', 'demo');
  await window.app.find('inbox-row');

  await window.openChat(first._id);
  const composer = await window.app.find('composer');
  await composer.sendKeys('مرحبا يا صديقي');
  await realKeys(window, 'ctrl+z');
  await holds(window, 'composer', 'مرحبا يا ');
  await realKeys(window, 'ctrl+z');
  await holds(window, 'composer', 'مرحبا ');
  await realKeys(window, 'ctrl+shift+z');
  await holds(window, 'composer', 'مرحبا يا ');
  await realKeys(window, 'ctrl+y');
  await holds(window, 'composer', 'مرحبا يا صديقي');
  await realKeys(window, 'ctrl+a');
  await realKeys(window, 'BackSpace');
  await holds(window, 'composer', '');
  await realKeys(window, 'ctrl+z');
  await holds(window, 'composer', 'مرحبا يا صديقي');

  await window.openChat(second._id);
  await holds(window, 'composer', '');
  await realKeys(window, 'ctrl+z');
  await (await window.app.find('composer')).sendKeys('ثان');
  await holds(window, 'composer', 'ثان');
  await window.openChat(first._id);
  await holds(window, 'composer', 'مرحبا يا صديقي');
  await realKeys(window, 'ctrl+z');
  await holds(window, 'composer', 'مرحبا يا ');
});

windowTest('the menu of a field pastes and undoes, and Escape closes it alone', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('قائمة');
  await window.signIn();
  await window.openChat(_id);
  const composer = await window.app.find('composer');
  await composer.sendKeys('واحد اثنان');
  await openMenu(window, composer);
  await window.screenshot('field-menu');
  await realKeys(window, 'Escape');
  await until('the menu is closed', async () => !(await window.app.findVisible('context-menu')));
  assert.ok(await hasFocus(window, 'composer'), 'the field has the focus again');
  await realKeys(window, 'ctrl+a');
  await realKeys(window, 'ctrl+c');
  await realKeys(window, 'End');
  // A key that comes late would close the menu.
  await until('nothing is selected', () => window.app.driver.executeScript(`const field = document.activeElement; return field.selectionStart === field.value.length;`));
  await openMenu(window, composer);
  await (await window.app.find('action-paste')).click();
  await holds(window, 'composer', 'واحد اثنانواحد اثنان');
  await openMenu(window, composer);
  await realKeys(window, 'Down');
  await until('the second entry has the focus', () => hasFocus(window, 'action-undo'));
  await realKeys(window, 'Return');
  await holds(window, 'composer', 'واحد اثنان');
});

windowTest('pages are turned from the composer, and a text too long is told of', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('صفحات');
  for (let number = 1; number <= 40; number++) await customer.write(_id, `سؤال ${number}.`);
  await window.signIn();
  await window.openChat(_id);
  const composer = await window.app.find('composer');
  const top = () => window.app.driver.executeScript(`return document.querySelector('[data-chat-list]').scrollTop`);
  await composer.sendKeys('نص');
  await until('the list is drawn', async () => (await window.app.texts('message')).length > 0);
  const start = await top();
  await realKeys(window, 'Next');
  await until('a page down', async () => (await top()) > start + 100);
  const lower = await top();
  await realKeys(window, 'Prior');
  await until('a page up', async () => (await top()) < lower - 100);
  assert.ok(await hasFocus(window, 'composer'), 'the composer keeps the focus');

  await paste(window, 'ا'.repeat(4_998));
  await window.app.findWithText('characters-left', 'يتبقى حرفان');
  await composer.sendKeys('ابتث');
  await window.app.findWithText('characters-left', 'أطول من المسموح بحرفين');
  await window.screenshot('too-long');
  await composer.sendKeys(Key.ENTER);
  assert.equal(await window.app.findVisible('toast'), null, 'Enter sends nothing in vain');
  const box = await composer.getAttribute('value');
  assert.equal([...box].length, 5_002, 'and the text stays');
});

/** Presses a key as the keyboard does. */
async function realKeys(window, key) {
  await window.desktop.run('xdotool', ['key', '--clearmodifiers', key]);
}

/** Puts a text into the composer as a paste does. */
function paste(window, text) {
  return window.app.driver.executeScript(
    `const field = document.querySelector('[data-testid="composer"]'); field.focus(); field.select(); document.execCommand('insertText', false, arguments[0]);`,
    text,
  );
}

function holds(window, id, text) {
  return until(`«${id}» holds «${text}»`, async () => (await (await window.app.find(id)).getAttribute('value')) === text);
}

function hasFocus(window, id) {
  return window.app.driver.executeScript('return document.activeElement.dataset.testid === arguments[0]', id);
}

async function openMenu(window, element) {
  await window.app.driver.actions().contextClick(element).perform();
  await window.app.find('context-menu');
}
