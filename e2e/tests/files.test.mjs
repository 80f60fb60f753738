// Files and pictures that the user sends: pasted, attached, cancelled, refused; in Arabic, by keys.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { By } from 'selenium-webdriver';
import { Key } from '../lib/app.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

/** Opens a customer's chat in a window whose settings name the upload endpoint. */
async function openChat(window, subject) {
  await window.choose({ takeBackSeconds: 0, uploadEndpoint: '/uploads' });
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin(subject);
  return { customer, _id };
}

const staged = (app) => app.driver.executeScript(`return document.querySelectorAll('[data-testid="staged-file"]').length`);

windowTest('a copied picture is pasted and reaches the customer', async (window) => {
  const { app } = window;
  const { customer, _id } = await openChat(window, 'صورة للزبون');
  await customer.show(_id, 'pizza');
  await window.signIn();
  await window.openChat(_id);
  await app.find('[data-testid="image"][data-phase="shown"]');
  const press = (...keys) => app.driver.actions().sendKeys(...keys).perform();
  await until('the viewer opens', async () => {
    if (await app.findVisible('lightbox')) return true;
    await app.driver.executeScript(`document.querySelector('[data-testid="image"]').focus()`);
    await press(Key.ENTER);
    return false;
  });
  await until('the picture is copied', async () => {
    await app.press('c');
    return (await app.texts('toast')).some((text) => text.includes('نُسخت الصورة'));
  });
  await press(Key.ESCAPE);
  await until('the viewer is gone', async () => (await app.findVisible('lightbox')) === null);

  await app.driver.executeScript(`document.querySelector('[data-testid="composer"]').focus()`);
  await app.press('v');
  await until('the picture is above the text', async () => (await staged(app)) === 1);
  await (await app.find('composer')).sendKeys('هذه البيتزا الجديدة');
  await window.screenshot('files-staged');
  await press(Key.ENTER);
  await until('picture and text reach the customer, each once', async () => {
    const texts = await customer.texts(_id);
    const pictures = texts.filter((text) => text.includes('/uploads/'));
    return texts[0] === 'هذه البيتزا الجديدة' && pictures.length === 1;
  });
  assert.equal(await staged(app), 0, 'nothing is left above the text');
  await until('both pictures are drawn', async () => (await app.driver.executeScript(
    `return document.querySelectorAll('[data-testid="image"][data-phase="shown"]').length`)) === 2);
  await window.screenshot('files-sent');
});

windowTest('a file is attached, waits offline with its name, and one that is empty says why', async (window) => {
  const { app, desktop } = window;
  const { customer, _id } = await openChat(window, 'فاتورة');
  await window.startProxy();
  await window.signIn();
  await window.waitUntilOnline();
  await window.openChat(_id);
  const path = join(desktop.home, 'فاتورة 1234.pdf');
  await writeFile(path, '%PDF-1.7 bill');
  const empty = join(desktop.home, 'فارغ.txt');
  await writeFile(empty, '');
  // No eye sees it, so it is looked up where it is.
  const input = await until('the file field', () => app.driver.findElement(By.css('[data-testid="attach-input"]')).catch(() => null));
  await input.sendKeys(empty);
  await until('the empty file says why', async () => (await app.texts('toast')).some((text) => text.includes('هذا الملف فارغ')));
  await window.goOffline();
  await input.sendKeys(path);
  await until('the file is above the text', async () => (await staged(app)) === 1);
  await (await app.find('composer')).sendKeys(Key.ENTER);
  const waiting = await app.find('waiting-file');
  assert.ok((await waiting.getText()).includes('فاتورة 1234.pdf'), await waiting.getText());
  await window.screenshot('files-waiting');
  window.proxy.reconnect();
  await until('it reaches the customer once', async () => (await customer.texts(_id)).filter((text) => text.includes('فاتورة 1234.pdf')).length === 1, 60_000);
  await until('and waits no more', async () => (await app.findVisible('waiting-file')) === null);
});

windowTest('a file that was sent is saved from the card, though the server is plain http near by', async (window) => {
  const { app, desktop } = window;
  const { customer, _id } = await openChat(window, 'إيصال');
  await window.signIn();
  await window.openChat(_id);
  const path = join(desktop.home, 'إيصال 77.pdf');
  await writeFile(path, '%PDF-1.7 bill');
  const input = await until('the file field', () => app.driver.findElement(By.css('[data-testid="attach-input"]')).catch(() => null));
  await input.sendKeys(path);
  await until('the file is above the text', async () => (await staged(app)) === 1);
  await (await app.find('composer')).sendKeys(Key.ENTER);
  await until('it reaches the customer', async () => (await customer.texts(_id)).some((text) => text.includes('إيصال 77.pdf')));
  await app.find('[data-testid="file-message"][title*="حفظ"]');
  await app.driver.executeScript(`document.querySelector('[data-testid="file-message"]').focus()`);
  await app.driver.actions().sendKeys(Key.ENTER).perform();
  await app.findWithText('toast', 'Downloads');
  await window.screenshot('file-saved');
  assert.equal(await readFile(join(desktop.home, 'Downloads', 'إيصال 77.pdf'), 'utf8'), '%PDF-1.7 bill');
});
