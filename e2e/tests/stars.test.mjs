// Stars: a conversation that was starred is found again under its filter.

import assert from 'node:assert/strict';
import { row, windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

windowTest('a starred conversation is found again after a restart', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('طلب للمتابعة');
  const other = await customer.askAdmin('طلب آخر');
  await window.signIn();
  await window.openChat(_id);
  await window.app.click('star-conversation');
  await waitForStar(window, 'true');
  await window.app.find(`${row(_id)} .star`);

  await window.app.kill();
  await window.open();
  await window.app.find('inbox-row');
  await window.app.click('rail-starred');
  await until('only the starred conversation is listed', async () => {
    const [starred, unstarred] = await Promise.all([_id, other._id].map((id) => window.app.findVisible(row(id))));
    return starred && !unstarred;
  });
  await window.screenshot('starred');

  await window.openChat(_id);
  await window.app.press('d');
  await waitForStar(window, 'false');
  await window.app.click('filter-all');
  await window.app.find(row(_id));
  assert.equal(await window.app.findVisible(`${row(_id)} .star`), null, 'the row has no star');
});

/** Waits until the open chat's star button is on or off. */
function waitForStar(window, pressed) {
  return until(`the star button says ${pressed}`, async () => {
    const button = await window.app.find('star-conversation');
    return (await button.getAttribute('aria-pressed')) === pressed;
  });
}
