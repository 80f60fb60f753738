// Tours of pictures and files: pasted, chosen, on their way, refused, given up, and all of a chat in one place.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { By } from 'selenium-webdriver';
import { Key } from './app.mjs';
import { blank, writePicture } from './pictures.mjs';
import { until } from './wait.mjs';

const isUpload = (method, url) => method === 'POST' && url.startsWith('/uploads');
/** More than what the way to the server holds by itself, so that an upload that is held stands still in its middle. */
const LARGE = 24 * 1024 * 1024;
const LONG_NAME = 'كشف حساب المطعم عن شهر نوفمبر 2026 مع كل الطلبات والخصومات والضريبة.pdf';

/** An admin who sends files through a line that stops, refuses and comes back. */
export async function tourFiles(window, visit) {
  const { app, desktop } = window;
  const proxy = await window.startProxy();
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('صور الطلب والفاتورة');
  await customer.write(_id, 'هذه صور الطلب كما وصل، وفاتورته');
  for (const picture of ['pizza', 'burger', 'salad']) await customer.show(_id, picture);
  await window.choose({ takeBackSeconds: 0, uploadEndpoint: '/uploads' });
  await window.signIn();
  await window.waitUntilOnline();
  await window.openChat(_id);
  // They lie at an address that this window does not reach: each says so.
  await until('no picture is waited for', async () => (await app.driver.executeScript(
    `return document.querySelectorAll('[data-testid="image"]').length > 0 && document.querySelector('[data-testid="image"][data-phase="loading"]') === null`)));
  await visit('pictures-that-do-not-come');
  await (await app.find('composer')).sendKeys('https://pictures.example/menu/pizza.png');
  await app.find('picture-link');
  await visit('picture-by-its-address');
  await app.fill('composer', '');
  const input = await app.driver.findElement(By.css('[data-testid="attach-input"]'));
  const picture = join(desktop.home, 'صورة الطلب.png');
  await writePicture(picture, blank(320, 200, 190));
  await input.sendKeys(picture);
  for (const [name, bytes] of [[LONG_NAME, '%PDF-1.7'], ['menu.xlsx', 'PK']]) {
    await writeFile(join(desktop.home, name), bytes);
    await input.sendKeys(join(desktop.home, name));
  }
  await until('all files are above the text', async () => (await staged(app)) === 3);
  await (await app.find('composer')).sendKeys('تجدون هنا قائمة الأسعار الجديدة');
  await visit('files-before-they-are-sent');
  await (await app.find('composer')).sendKeys(Key.ENTER);
  await until('files are in the chat', async () => (await customer.texts(_id)).some((text) => text.includes('menu')));
  await visit('files-that-were-sent');

  proxy.holds = isUpload;
  const large = join(desktop.home, 'تسجيل الكاميرا 1234.mp4');
  await writeFile(large, Buffer.alloc(LARGE, 7));
  await input.sendKeys(large);
  await until('the large file is above the text', async () => (await staged(app)) === 1);
  await (await app.find('composer')).sendKeys(Key.ENTER);
  await app.find('upload-share');
  await visit('upload-under-way');
  await app.click('rail-outbox');
  await app.find('outbox-file');
  await visit('outbox-with-an-upload');
  await app.click('outbox-cancel');
  await app.find('[data-testid="outbox-row"][data-state="cancelled"]');
  await visit('outbox-with-a-file-given-up');
  await app.click('rail-inbox');
  await window.openChat(_id);
  proxy.respond = (method, url) => (isUpload(method, url) ? { status: 413, message: ['the file is too large'] } : null);
  proxy.release();
  const again = await app.driver.findElement(By.css('[data-testid="attach-input"]'));
  await again.sendKeys(join(desktop.home, LONG_NAME));
  await until('the file is above the text again', async () => (await staged(app)) === 1);
  await (await app.find('composer')).sendKeys(Key.ENTER);
  await app.find('[data-testid="message"][data-state="failed"]');
  await visit('upload-refused');
  await app.click('rail-outbox');
  await app.find('[data-testid="outbox-row"][data-state="failed"]');
  await visit('outbox-with-a-refused-file');
}

function staged(app) {
  return app.driver.executeScript(`return document.querySelectorAll('[data-testid="staged-file"]').length`);
}
