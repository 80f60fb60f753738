// Screenshots of the order box, the customer card, the facts and own views in each language and theme, for design review.
//
//   node e2e/finding-screens.mjs [DIR]

import { join, resolve } from 'node:path';
import { WindowFixture } from './lib/fixture.mjs';
import { ROOT } from './lib/backend.mjs';
import { captureLooks } from './lib/looks.mjs';

const INTO = resolve(process.argv[2] ?? join(ROOT, 'target', 'finding-screens'));
const SIZES = [[1440, 900, 1], [1024, 640, 1]];

const window = await WindowFixture.start({}, 'composited');
try {
  const customer = await window.backend.signInAs('user');
  const first = await customer.askAdmin('تأخر الطلب');
  const second = await customer.askAdmin('عنوان جديد');
  await customer.write(first._id, 'أين طلبي؟');
  await customer.write(second._id, 'هاتفي 091-2345678 والعنوان حي الأندلس، شارع الجرابة، عمارة 5. الحساب 45 دينار للطلب #1620');
  await customer.write(second._id, 'موقعي https://maps.app.goo.gl/AbC12dEf');
  await window.signIn();
  await window.openChat(second._id);
  await window.app.find('customer-card');
  await window.app.find('fact');
  await captureLooks(window.app, INTO, 'customer', SIZES);
  await window.openChat(first._id);
  await window.sendMessage('نتابع طلبك الآن');
  await window.openChat(second._id);
  await window.app.find('[data-crossing="me"]');
  await captureLooks(window.app, INTO, 'crossing', SIZES);
  await window.app.click('inbox-sort');
  await window.app.find('save-view');
  await captureLooks(window.app, INTO, 'save-view-menu', SIZES.slice(0, 1));
  await window.app.click('save-view');
  await window.app.find('own-view-name');
  await captureLooks(window.app, INTO, 'own-view-dialog', SIZES);
  await window.app.fill('own-view-name', 'فواتير ومواقع');
  await window.app.click('own-view-save');
  await window.app.find('own-view');
  await captureLooks(window.app, INTO, 'own-view', SIZES);
  await window.app.click('open-order');
  await window.app.fill('order-id', '66f2a1b3c4d5e6f7081b9d03');
  await window.app.click('order-start');
  await window.app.find('order-question');
  await captureLooks(window.app, INTO, 'order-box', SIZES);
} finally {
  await window.desktop.stop();
}
