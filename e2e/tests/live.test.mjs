// What others do is seen as it happens: in the list, in the chat, and as a notification.

import assert from 'node:assert/strict';
import { row, windowTest } from '../lib/scene.mjs';
import { until } from '../lib/wait.mjs';

/** The notification that holds this text. */
const noted = (scene, text) =>
  until(`a notification holds «${text}»`, async () =>
    (await scene.desktop.notifications()).find(({ summary, body }) => `${summary} ${body}`.includes(text)),
  );

windowTest('a customer who writes is seen in the list, the chat and a notification', async (scene) => {
  const customer = await scene.server.as('user');
  const known = await customer.askAdmin('سؤال عن الفاتورة');
  await scene.signIn();
  // What is found while catching up for the first time is history, and rightly silent.
  await scene.online();
  await scene.app.find(row(known._id));
  await customer.write(known._id, 'وصلني الطلب ناقصاً، أين العصير؟');
  await scene.app.holding(row(known._id), 'أين العصير؟');
  await noted(scene, 'أين العصير؟');
  await scene.displayPicture('notification');
  await scene.openChat(known._id);
  const message = await scene.app.holding('message', 'أين العصير؟');
  assert.equal(await message.getAttribute('data-state'), 'received');
  await scene.picture('customer-writes');
});

windowTest('a new conversation comes up by itself', async (scene) => {
  await scene.signIn();
  const customer = await scene.server.as('user');
  const opened = await customer.askAdmin('محادثة جديدة تماماً');
  await scene.app.holding(row(opened._id), 'محادثة جديدة تماماً');
  await scene.picture('new-conversation');
});

windowTest('signing in to a full inbox is no news', async (scene) => {
  const customer = await scene.server.as('user');
  const known = await customer.askAdmin('بعد الدخول');
  await scene.signIn();
  await scene.online();
  await customer.write(known._id, 'أول جديد بعد الدخول');
  await noted(scene, 'أول جديد بعد الدخول');
  // The demo's own customers may have written meanwhile, and several at once are told of by their number.
  const all = await scene.desktop.notifications();
  const admin = await scene.server.as('admin');
  const written = await admin.textsSince(known.createdAt);
  const isNew = ({ body }) => written.includes(body) || Number.parseInt(body, 10) <= written.length;
  const old = all.filter((notification) => !isNew(notification));
  assert.deepEqual(old, [], `what was there before is not notified of; new were ${JSON.stringify(written)}`);
});

windowTest('a click on a notification opens its chat', async (scene) => {
  const customer = await scene.server.as('user');
  const wanted = await customer.askAdmin('الدفع ببطاقة');
  const elsewhere = await customer.askAdmin('محادثة أخرى');
  await scene.signIn();
  await scene.online();
  await scene.openChat(elsewhere._id);
  await scene.desktop.closeNotifications();
  await customer.write(wanted._id, 'هل تقبلون الدفع ببطاقة؟');
  await noted(scene, 'هل تقبلون الدفع ببطاقة؟');
  await until('the click opens the chat', async () => {
    // The demo's other customers may have put a newer notification on top: those are taken off in turn.
    await scene.desktop.clickNotification();
    return scene.app.shown(`[data-testid="chat"][data-conversation="${wanted._id}"]`);
  });
  await scene.app.holding('message', 'هل تقبلون الدفع ببطاقة؟');
  await scene.picture('notification-clicked');
});

windowTest("the demo's own customers write without being asked to", async (scene) => {
  await scene.app.open(['--data', scene.data, '--demo', '--demo-pace', 'fast']);
  await scene.app.find('inbox-row');
  await until('a notification of a made-up customer', async () => (await scene.desktop.notifications()).length > 0);
  await scene.displayPicture('demo');
});
