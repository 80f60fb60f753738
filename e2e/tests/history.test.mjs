// What the cache knows of itself: up to when a chat is complete, and where something is missing.

import assert from 'node:assert/strict';
import { windowTest } from '../lib/scene.mjs';
import { until } from '../lib/wait.mjs';

windowTest('the details say up to when a chat is complete', async (scene) => {
  const customer = await scene.server.as('user');
  const { _id } = await customer.askAdmin('كاملة');
  await customer.write(_id, 'أول رسالة');
  const line = await scene.layLine();
  await scene.signIn();
  await scene.online();
  await scene.openChat(_id);
  await scene.app.holding('message', 'أول رسالة');
  if (!(await scene.app.shown('details'))) await scene.app.click('details-toggle');
  await scene.app.holding('complete-until', 'كاملة حتى الآن');
  line.cut();
  await scene.app.find('[data-testid="banner"][data-state="offline"]');
  await until('a time stands in the place of «now»', async () => {
    const [text] = await scene.app.texts('complete-until');
    return /كاملة حتى \S*\d{1,2}:\d{2}/u.test(text);
  });
  await scene.picture('complete-until');
});

windowTest('a gap is a line that loads by itself when it is reached', async (scene) => {
  const customer = await scene.server.as('user');
  const { _id } = await customer.askAdmin('فجوة');
  await customer.write(_id, 'قبل الفجوة');
  const line = await scene.layLine();
  await scene.signIn();
  await scene.online();
  await scene.openChat(_id);
  await scene.app.holding('message', 'قبل الفجوة');
  line.cut();
  await scene.app.find('[data-testid="banner"][data-state="offline"]');
  for (let number = 1; number <= 130; number++) await customer.write(_id, `أثناء الغياب ${number}.`);
  // Only the newest page gets through: what lies before it is not known.
  line.answer = (method, url) =>
    method === 'GET' && /\/messages\?.*page=(?!1(?!\d))/.test(url) ? { status: 503, message: 'busy' } : null;
  line.mend();
  await scene.app.holding('message', 'أثناء الغياب 130.');
  await until('the gap is shown', async () => {
    await up(scene);
    return scene.app.shown('gap');
  });
  await scene.picture('gap');
  line.answer = () => null;
  await until('the gap is filled', async () => {
    await up(scene);
    // Reached while the server was busy, it may have given up: then the reader has it try again.
    await (await scene.app.shown('[data-testid="gap"][data-state="failed"]'))?.click();
    const texts = (await scene.app.texts('message-text')).join();
    return texts.includes('قبل الفجوة') && !(await scene.app.shown('gap'));
  });
  await scene.picture('gap-filled');
  assert.equal((await scene.app.texts('gap')).length, 0);
});

/** Scrolls the chat up by a screen, as a wheel does. */
function up(scene) {
  return scene.app.driver.executeScript(
    'const list = document.querySelector(\'[data-testid="chat"] .scroller\'); list.scrollTop -= 600;',
  );
}
