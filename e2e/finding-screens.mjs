// Screenshots of the order box, the customer card, the facts and own views in each language and theme, for design review.
//
//   node e2e/finding-screens.mjs [DIR]

import { join, resolve } from 'node:path';
import { WindowFixture } from './lib/fixture.mjs';
import { ROOT } from './lib/backend.mjs';
import { captureLooks } from './lib/looks.mjs';

const INTO = resolve(process.argv[2] ?? join(ROOT, 'target', 'finding-screens'));
const SIZES = [[1440, 900, 1], [1024, 640, 1]];

const window = await WindowFixture.start();
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
} finally {
  await window.desktop.stop();
}
