// History: until when a chat is complete, and gaps.

import assert from 'node:assert/strict';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

windowTest('the details show until when a chat is complete', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('كاملة');
  await customer.write(_id, 'أول رسالة');
  await window.startProxy();
  await window.signIn();
  await window.waitUntilOnline();
  await window.openChat(_id);
  await window.app.findWithText('message', 'أول رسالة');
  if (!(await window.app.findVisible('details'))) await window.app.click('details-toggle');
  await window.app.findWithText('complete-until', 'كاملة حتى الآن');
  await window.goOffline();
  await until('a time stands in the place of «now»', async () => {
    const [text] = await window.app.texts('complete-until');
    return /كاملة حتى \S*\d{1,2}:\d{2}/u.test(text);
  });
  await window.screenshot('complete-until');
});

windowTest('a gap is filled when it scrolls into view', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('فجوة');
  await customer.write(_id, 'قبل الفجوة');
  const proxy = await window.startProxy();
  await window.signIn();
  await window.waitUntilOnline();
  await window.openChat(_id);
  await window.app.findWithText('message', 'قبل الفجوة');
  await window.goOffline();
  for (let number = 1; number <= 130; number++) await customer.write(_id, `أثناء الغياب ${number}.`);
  // Only the newest page gets through, so a gap remains before it.
  proxy.respond = (method, url) =>
    method === 'GET' && /\/messages\?.*page=(?!1(?!\d))/.test(url) ? { status: 503, message: 'busy' } : null;
  proxy.reconnect();
  await window.app.findWithText('message', 'أثناء الغياب 130.');
  await until('the gap is shown', async () => {
    await scrollUp(window);
    return window.app.findVisible('gap');
  });
  await window.screenshot('gap');
  proxy.respond = () => null;
  await until('the gap is filled', async () => {
    await scrollUp(window);
    // A gap that was reached while the backend refused has failed and is retried by hand.
    await (await window.app.findVisible('[data-testid="gap"][data-state="failed"]'))?.click();
    const texts = (await window.app.texts('message-text')).join();
    return texts.includes('قبل الفجوة') && !(await window.app.findVisible('gap'));
  });
  await window.screenshot('gap-filled');
  assert.equal((await window.app.texts('gap')).length, 0);
});

/** Scrolls the chat up by a screen. */
function scrollUp(window) {
  return window.app.driver.executeScript(
    'const list = document.querySelector(\'[data-testid="chat"] .scroller\'); list.scrollTop -= 600;',
  );
}
