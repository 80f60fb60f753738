// Deep links: at the start of the app and while it runs.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { windowTest } from '../lib/fixture.mjs';
import { binaryPath } from '../lib/backend.mjs';

const chat = (conversation) => `[data-testid="chat"][data-conversation="${conversation}"]`;

windowTest('a deep link opens its chat, before and after the sign-in', async (window) => {
  const customer = await window.backend.signInAs('user');
  const first = await customer.askAdmin('من رابط');
  const second = await customer.askAdmin('من رابط آخر');
  await window.open(`avvento-desk://conversation/${first._id}`);
  await window.submitSignIn('admin', 'demo');
  await window.app.find(chat(first._id));

  const click = async (link) => {
    const again = window.desktop.start(binaryPath('avvento-desk'), ['--data', window.data, link]);
    const [code] = await once(again.child, 'close');
    assert.equal(code, 0, 'the second start hands the link over and ends');
  };
  await click(`avvento-desk://conversation/${second._id}`);
  await window.app.find(chat(second._id));
  await window.screenshot('link-followed');
  await click('avvento-desk://conversation/000000000000000000000001');
  await window.app.find('toast');
  await window.app.find(chat(second._id));
  await window.screenshot('link-leads-nowhere');
});

windowTest('a second start makes nothing', async (window) => {
  await window.open();
  await window.app.find('sign-in-form');
  const elsewhere = join(window.desktop.home, 'elsewhere');
  const again = window.desktop.start(binaryPath('avvento-desk'), ['--data', elsewhere, '--demo']);
  const [code] = await once(again.child, 'close');
  assert.equal(code, 0, 'it hands over and ends');
  assert.ok(!existsSync(elsewhere), 'it makes no data folder');
  assert.ok(!existsSync(join(window.data, 'demo')), 'nor a demo in the running one');
});
