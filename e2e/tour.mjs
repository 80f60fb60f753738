// Pictures of everything that is not sent, in every language, look, size and zoom: for a designer's eye.
//
//   node e2e/tour.mjs [DIR [VIEW...]]

import { join, resolve } from 'node:path';
import { App, Key } from './lib/app.mjs';
import { Desktop } from './lib/desktop.mjs';
import { Scene } from './lib/scene.mjs';
import { ROOT, Server } from './lib/server.mjs';
import { until } from './lib/wait.mjs';

const INTO = resolve(process.argv[2] ?? join(ROOT, 'target', 'tour'));
const VIEWS = process.argv.slice(3);
const LOOKS = ['ar-light', 'en-dark', 'ar-dark', 'en-light'].map((look) => look.split('-'));
const SIZES = [[1440, 900, 1], [1024, 640, 1], [1920, 1080, 1], [1440, 900, 2], [1024, 640, 2]];
const sending = (method, url) => method === 'POST' && url === '/support/messages';

const scene = new Scene();
scene.desktop = await Desktop.start({ size: '1920x1080' });
try {
  scene.app = new App(scene.desktop);
  scene.data = join(scene.desktop.home, 'app');
  scene.server = await new Server(scene.desktop).start();
  await tour(scene);
} catch (error) {
  await scene.app.picture(join(INTO, 'failed.png')).catch(() => {});
  throw error;
} finally {
  scene.line?.stop();
  await scene.desktop.stop();
}

async function tour({ app, line = null }) {
  const [user, admin] = await Promise.all([scene.server.as('user'), scene.server.as('admin')]);
  line = await scene.layLine();
  await scene.signIn('user');
  await scene.online();
  const chats = {};
  for (const [name, subject] of Object.entries({
    failed: 'استرجاع مبلغ', cancelled: 'تأخر الطلب', unsure: 'Order #2951 طلب ناقص', held: 'عنوان التوصيل', waiting: 'سؤال',
  })) chats[name] = (await user.askAdmin(subject))._id;

  line.answer = (method, url) => (sending(method, url) ? { status: 422, message: ['content holds a forbidden word'] } : null);
  await refused(chats.cancelled, 'لم أعد أحتاج هذا');
  await app.click('discard');
  await refused(chats.failed, 'أريد استرجاع 45.50 د.ل عن الطلب #2951، رقمي 091-2345678 والرابط https://avvento.ly/orders/2951?from=chat');
  line.answer = () => null;

  await scene.openChat(chats.unsure);
  line.loses = sending;
  await scene.say('وصلني نصف الطلب فقط');
  await app.find('[data-testid="banner"][data-state="offline"]');
  line.loses = () => false;
  await user.write(chats.unsure, 'وصلني نصف الطلب فقط');
  await scene.openChat(chats.held);
  await scene.say('البناية 12، الطابق 3، بجانب Café Roma');
  await (await app.find('composer')).sendKeys('واسم الشارع: شارع الجمهورية');
  await admin.setStatus(chats.held, 'closed');
  line.mend();
  await app.find('held');
  await app.click('rail-outbox');
  await until('it is known to be unsure', () => app.shown('outbox-confirm'), 60_000);
  await app.click('rail-inbox');
  await scene.openChat(chats.waiting);
  await app.find('[data-testid="details"]').catch(() => app.click('details-toggle'));
  await everyLook('details');
  line.clock = -9 * 60_000;
  line.cut();
  await app.find('[data-testid="banner"][data-state="offline"]');
  line.mend();
  await app.find('clock-banner');
  await everyLook('clock', SIZES.slice(0, 2));
  line.clock = 0;
  line.cut();
  await app.find('[data-testid="banner"][data-state="offline"]');
  line.mend();
  await until('the clocks agree', async () => !(await app.shown('clock-banner')));
  line.cut();
  await app.find('[data-testid="banner"][data-state="offline"]');
  await scene.say('هل وصل السائق؟ Where is the driver?');
  await scene.say('ننتظر منذ 25 دقيقة');
  await app.click('rail-outbox');
  await app.find('[data-testid="outbox-row"][data-waits="line"]');
  await everyLook('outbox');
  await app.click(`[data-testid="outbox-row"][data-waits="closed"] [data-testid="outbox-open"]`);
  await app.find('held');
  await everyLook('held');
  await app.press('q');
  await app.find('quit-dialog');
  await everyLook('quit');
  await app.click('quit-stay');
  await app.click('me');
  await app.click('sign-out');
  await app.find('unsent');
  await everyLook('sign-out');
  await (await app.find('sign-out-dialog')).sendKeys(Key.ESCAPE);
  line.answer = () => ({ page: '<!doctype html><title>Wi-Fi</title><form>Sign in</form>' });
  line.mend();
  await app.click('try-now');
  await app.find('network-login');
  await everyLook('captive');
}

async function refused(chat, text) {
  await scene.openChat(chat);
  await scene.say(text);
  await scene.becomes(text, 'failed');
}

/** The window as it stands, in each language and look at the first two sizes, and in two of them at the others. */
async function everyLook(name, sizes = SIZES) {
  if (VIEWS.length > 0 && !VIEWS.includes(name)) return;
  for (const [at, [width, height, zoom]] of sizes.entries()) {
    await scene.app.driver.manage().window().setRect({ x: 0, y: 0, width, height });
    for (const [language, theme] of LOOKS.slice(0, at < 1 ? 4 : 2)) {
      await choose({ language, theme, zoom });
      await scene.app.picture(join(INTO, `${name}-${width}x${height}${zoom > 1 ? `@${zoom}` : ''}-${language}-${theme}.png`));
    }
  }
  await scene.app.driver.manage().window().setRect({ x: 0, y: 0, width: 1440, height: 900 });
  await choose({ language: 'ar', theme: 'light', zoom: 1 });
  console.log(name);
}

async function choose(some) {
  const preferences = { hideNotificationText: false, digits: 'latin', detailsOpen: true, ...some };
  await scene.app.driver.executeAsyncScript(
    'const [preferences, done] = arguments; window.__TAURI_INTERNALS__.invoke("save_preferences", { preferences }).then(done, done)',
    preferences,
  );
  await until('the look', async () =>
    (await scene.app.root('lang')) === some.language && (await scene.app.root('data-theme')) === some.theme);
  await scene.app.driver.sleep(400);
}
