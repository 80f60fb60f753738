// The settings' storage page: sizes, how long messages are kept, and clearing what was fetched.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { row, windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

windowTest('the cache is cleared and the draft stays', async (window) => {
  const { app } = window;
  const { customer, _id, proxy } = await window.openNewChat('طلب للمتابعة');
  await customer.write(_id, 'أين طلبي؟');
  await app.findWithText('message', 'أين طلبي؟');
  await (await app.find('composer')).sendKeys('جواب لم يكتمل');
  await until('the draft is on disk', async () => {
    await app.click('rail-outbox');
    await app.click('rail-inbox');
    return app.findVisible(`${row(_id)} .draft`);
  });

  await openStorage(app);
  const before = await messageCount(app);
  assert.ok(before > 1, `the messages are counted (${before})`);
  await app.click('retention-six-months');
  await waitForRetention(app);
  await window.screenshot('storage');

  proxy.disconnect();
  await app.find('[data-testid="connection-dot"][data-state="offline"]');
  await app.click('clear-cache');
  await app.find('clear-offline');
  await app.click('clear-cache-confirm');
  await until('nothing is left', async () => (await messageCount(app)) === 0);
  await window.screenshot('storage-cleared');

  await app.kill();
  proxy.reconnect();
  await window.open();
  await app.find('inbox-row');
  await openStorage(app);
  await waitForRetention(app);
  await until('everything is fetched again', async () => {
    await app.openSettings('general');
    await app.openSettings('storage');
    return (await messageCount(app)) >= before;
  });
  await (await app.find('settings-screen')).sendKeys(Key.ESCAPE);
  await window.openChat(_id);
  await app.findWithText('message', 'أين طلبي؟');
  assert.equal(await (await app.find('composer')).getAttribute('value'), 'جواب لم يكتمل');
});

async function openStorage(app) {
  await app.openSettings('storage');
  await app.find('storage-messages');
}

/** How many messages the page says are kept. */
async function messageCount(app) {
  return Number(await (await app.find('storage-sizes')).getAttribute('data-messages'));
}

function waitForRetention(app) {
  return until('six months are chosen', async () =>
    (await (await app.find('retention-six-months')).getAttribute('aria-checked')) === 'true');
}
