// Screenshots of the outbox and everything unsent in each language, theme, size and zoom, for design review.
//
//   node e2e/outbox-screens.mjs [DIR [VIEW...]]

import { join, resolve } from 'node:path';
import { App, Key } from './lib/app.mjs';
import { Desktop } from './lib/desktop.mjs';
import { isSendingMessage, refuseMessages } from './lib/fault-proxy.mjs';
import { WindowFixture } from './lib/fixture.mjs';
import { captureLooks } from './lib/looks.mjs';
import { ROOT, Backend } from './lib/backend.mjs';
import { until } from './lib/wait.mjs';

const INTO = resolve(process.argv[2] ?? join(ROOT, 'target', 'outbox-screens'));
const VIEWS = process.argv.slice(3);
/** The banner of the clock is looked at in these sizes alone. */
const BANNER_SIZES = [[1440, 900, 1], [1024, 640, 1]];

const window = new WindowFixture();
window.desktop = await Desktop.start({ size: '1920x1080' });
try {
  window.app = new App(window.desktop);
  window.data = join(window.desktop.home, 'app');
  window.backend = await new Backend(window.desktop).start();
  await captureViews(window);
} catch (error) {
  await window.app.screenshot(join(INTO, 'failed.png')).catch(() => {});
  throw error;
} finally {
  window.proxy?.stop();
  await window.desktop.stop();
}

async function captureViews({ app }) {
  const [user, admin] = await Promise.all([window.backend.signInAs('user'), window.backend.signInAs('admin')]);
  const proxy = await window.startProxy();
  await window.signIn('user');
  await window.waitUntilOnline();
  const chats = {};
  for (const [name, subject] of Object.entries({
    failed: 'استرجاع مبلغ', cancelled: 'تأخر الطلب', ambiguous: 'Order #2951 طلب ناقص', held: 'عنوان التوصيل', waiting: 'سؤال',
  })) chats[name] = (await user.askAdmin(subject))._id;

  proxy.respond = refuseMessages;
  await sendRefused(chats.cancelled, 'لم أعد أحتاج هذا');
  await app.click('discard');
  await sendRefused(chats.failed, 'أريد استرجاع 45.50 د.ل عن الطلب #2951، رقمي 091-2345678 والرابط https://avvento.ly/orders/2951?from=chat');
  proxy.respond = () => null;

  await window.openChat(chats.ambiguous);
  proxy.dropsResponse = isSendingMessage;
  await window.sendMessage('وصلني نصف الطلب فقط');
  await app.find('[data-testid="banner"][data-state="offline"]');
  proxy.dropsResponse = () => false;
  await user.write(chats.ambiguous, 'وصلني نصف الطلب فقط');
  await window.openChat(chats.held);
  await window.sendMessage('البناية 12، الطابق 3، بجانب Café Roma');
  await (await app.find('composer')).sendKeys('واسم الشارع: شارع الجمهورية');
  await admin.setStatus(chats.held, 'closed');
  proxy.reconnect();
  await app.find('held');
  await app.click('rail-outbox');
  await until('the send is known to be ambiguous', () => app.findVisible('outbox-confirm'), 60_000);
  await app.click('rail-inbox');
  await window.openChat(chats.waiting);
  await app.find('[data-testid="details"]').catch(() => app.click('details-toggle'));
  await capture('details');
  proxy.clockOffset = -9 * 60_000;
  await window.goOffline();
  proxy.reconnect();
  await app.find('clock-banner');
  await capture('clock', BANNER_SIZES);
  proxy.clockOffset = 0;
  await window.goOffline();
  proxy.reconnect();
  await until('the clocks agree', async () => !(await app.findVisible('clock-banner')));
  await window.goOffline();
  await window.sendMessage('هل وصل السائق؟ Where is the driver?');
  await window.sendMessage('ننتظر منذ 25 دقيقة');
  await app.click('rail-outbox');
  await app.find('[data-testid="outbox-row"][data-waits="line"]');
  await capture('outbox');
  await app.click(`[data-testid="outbox-row"][data-waits="closed"] [data-testid="outbox-open"]`);
  await app.find('held');
  await capture('held');
  await app.press('q');
  await app.find('quit-dialog');
  await capture('quit');
  await app.click('quit-stay');
  await app.click('me');
  await app.click('sign-out');
  await app.find('unsent');
  await capture('sign-out');
  await (await app.find('sign-out-dialog')).sendKeys(Key.ESCAPE);
  proxy.respond = () => ({ page: '<!doctype html><title>Wi-Fi</title><form>Sign in</form>' });
  proxy.reconnect();
  await app.click('try-now');
  await app.find('network-login');
  await capture('captive');
}

async function sendRefused(chat, text) {
  await window.openChat(chat);
  await window.sendMessage(text);
  await window.waitForState(text, 'failed');
}

async function capture(name, sizes) {
  if (VIEWS.length === 0 || VIEWS.includes(name)) await captureLooks(window.app, INTO, name, sizes);
}
