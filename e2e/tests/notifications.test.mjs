// Messages of others appear live: in the inbox, in the chat and as a notification.

import assert from 'node:assert/strict';
import { row, windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

/** Waits for a notification with this text. */
const waitForNotification = (window, text) =>
  until(`a notification holds «${text}»`, async () =>
    (await window.desktop.notifications()).find(({ summary, body }) => `${summary} ${body}`.includes(text)),
  );

windowTest('a new message shows in inbox, chat and notification', async (window) => {
  const customer = await window.backend.signInAs('user');
  const known = await customer.askAdmin('سؤال عن الفاتورة');
  await window.signIn();
  // The first catch-up fetches history, which is not notified.
  await window.waitUntilOnline();
  await window.app.find(row(known._id));
  await customer.write(known._id, 'وصلني الطلب ناقصاً، أين العصير؟');
  await window.app.findWithText(row(known._id), 'أين العصير؟');
  await waitForNotification(window, 'أين العصير؟');
  await window.displayScreenshot('notification');
  await window.openChat(known._id);
  const message = await window.app.findWithText('message', 'أين العصير؟');
  assert.equal(await message.getAttribute('data-state'), 'received');
  await window.screenshot('customer-writes');
});

windowTest('a new conversation appears in the inbox', async (window) => {
  await window.signIn();
  const customer = await window.backend.signInAs('user');
  const opened = await customer.askAdmin('محادثة جديدة تماماً');
  await window.app.findWithText(row(opened._id), 'محادثة جديدة تماماً');
  await window.screenshot('new-conversation');
});

windowTest('signing in notifies of no older message', async (window) => {
  const customer = await window.backend.signInAs('user');
  const known = await customer.askAdmin('بعد الدخول');
  await window.signIn();
  await window.waitUntilOnline();
  await customer.write(known._id, 'أول جديد بعد الدخول');
  await waitForNotification(window, 'أول جديد بعد الدخول');
  // The demo's customers may have written meanwhile; a notification of several messages has only their number.
  const all = await window.desktop.notifications();
  const admin = await window.backend.signInAs('admin');
  const written = await admin.textsSince(known.createdAt);
  // Numbers are isolated in a notification.
  const plain = (text) => text.replaceAll(/[\u2066-\u2069]/g, '');
  const isNew = ({ body }) => written.includes(plain(body)) || Number.parseInt(body, 10) <= written.length;
  const old = all.filter((notification) => !isNew(notification));
  assert.deepEqual(old, [], `no notification of older messages; new were ${JSON.stringify(written)}`);
});

windowTest('a click on a notification opens its chat', async (window) => {
  const customer = await window.backend.signInAs('user');
  const wanted = await customer.askAdmin('الدفع ببطاقة');
  const elsewhere = await customer.askAdmin('محادثة أخرى');
  await window.signIn();
  await window.waitUntilOnline();
  await window.openChat(elsewhere._id);
  await window.desktop.closeNotifications();
  await customer.write(wanted._id, 'هل تقبلون الدفع ببطاقة؟');
  await waitForNotification(window, 'هل تقبلون الدفع ببطاقة؟');
  await window.clickNotificationOf(wanted._id);
  await window.app.findWithText('message', 'هل تقبلون الدفع ببطاقة؟');
  await window.screenshot('notification-clicked');
});

windowTest("the demo's customers write by themselves", async (window) => {
  await window.app.open(['--data', window.data, '--demo', '--demo-pace', 'fast']);
  await window.app.find('inbox-row');
  await until('a notification of a made-up customer', async () => (await window.desktop.notifications()).length > 0);
  await window.displayScreenshot('demo');
});
