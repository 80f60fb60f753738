// Links into the application: the system hands them to it, at its start or while it runs.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { windowTest } from '../lib/scene.mjs';
import { built } from '../lib/server.mjs';

const chat = (conversation) => `[data-testid="chat"][data-conversation="${conversation}"]`;

windowTest('a link opens its chat after the sign-in, and one that is clicked later in the window that is open', async (scene) => {
  const customer = await scene.server.as('user');
  const first = await customer.askAdmin('من رابط');
  const second = await customer.askAdmin('من رابط آخر');
  await scene.open(`avvento-desk://conversation/${first._id}`);
  await scene.enter('admin', 'demo');
  await scene.app.find(chat(first._id));

  const click = async (link) => {
    const again = scene.desktop.start(built('avvento-desk'), ['--data', scene.data, link]);
    const [code] = await once(again.child, 'close');
    assert.equal(code, 0, 'the second start hands the link over and ends');
  };
  await click(`avvento-desk://conversation/${second._id}`);
  await scene.app.find(chat(second._id));
  await scene.picture('link-followed');
  await click('avvento-desk://conversation/000000000000000000000001');
  await scene.app.find('toast');
  await scene.app.find(chat(second._id));
  await scene.picture('link-leads-nowhere');
});
