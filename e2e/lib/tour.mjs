// Every view, menu, dialog and state of the window, one after another: for pictures of them all, and for the checks of
// accessibility. `visit(name, back, room)` is called for each; `back` shows the view again after the window changed its size, and `room` is
// `wide` where it needs more than the usual sizes.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Key } from './app.mjs';
import { isSendingMessage, refuseMessages } from './fault-proxy.mjs';
import { chord, escape, filters, focusInbox, openDemo, openFirstChat, show, visitMenu } from './tour-steps.mjs';
import { until } from './wait.mjs';

const PIN = '2580';

/** What is seen before anybody is signed in. */
export async function tourSignIn(window, visit) {
  const { app } = window;
  await window.open();
  await app.find('sign-in-form');
  await visit('sign-in');
  await window.submitSignIn('admin', 'wrong');
  await app.find('sign-in-error');
  await visit('sign-in-refused');
  await app.click('tab-token');
  await app.find('token');
  await visit('sign-in-token');
}

/** The demo's admin: chats, menus, dialogs. */
export async function tourChats(window, visit) {
  const { app } = window;
  await openDemo(window);
  await visit('inbox');
  await visitMenu(app, visit, 'me');
  await openFirstChat(window);
  await visit('chat');
  await visit('details-folded', async () => {
    if (!(await app.findVisible('details'))) await app.click('details-toggle');
    await app.find('details');
  });
  await app.driver.actions().sendKeys(Key.ESCAPE).perform();
  await visitMenu(app, visit, 'chat-menu');
  await visit('menu-of-a-field', async () => {
    if (await app.findVisible('context-menu')) return;
    // The driver's pointer misses a window that is magnified.
    await app.driver.executeScript(
      `const { x, bottom } = arguments[0].getBoundingClientRect();
       arguments[0].dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: x + 40, clientY: bottom - 20 }))`,
      await app.find('composer'),
    );
    await app.find('context-menu');
  });
  await escape(app, 'context-menu');
  // The driver types nothing but spaces after a chord, so each has a call of its own.
  for (const keys of ['نصف جملة', Key.chord(Key.SHIFT, Key.ENTER), 'وسطر ثانٍ لم يُرسل بعد']) await (await app.find('composer')).sendKeys(keys);
  await visit('composer-with-a-draft');
  await app.fill('composer', '');
  for (const filter of await filters(app)) {
    await app.click(filter);
    await visit(filter);
  }
  await app.click((await filters(app))[0]);
  await app.click('rail-outbox');
  await app.find('outbox');
  await visit('outbox-empty');
  await app.click('rail-inbox');
  await app.find('inbox-row');
}

/** The demo's admin: what is asked in a dialog. */
export async function tourDialogs(window, visit) {
  const { app } = window;
  await openDemo(window);
  await openFirstChat(window);
  await app.click('chat-menu');
  await app.click('rename');
  await app.find('rename-dialog');
  await visit('rename');
  await escape(app, 'rename-dialog');
  await app.click('new-conversation');
  await app.find('new-conversation-dialog');
  await visit('new-conversation');
  await (await app.find('new-person')).sendKeys('م');
  await app.find('person-option');
  await visit('new-conversation-people');
  await app.driver.actions().sendKeys(Key.ESCAPE).perform();
  await escape(app, 'new-conversation-dialog');
  await app.click('open-order');
  await app.find('open-order-dialog');
  await visit('open-order');
  await app.fill('order-id', '65f0c0ffee65f0c0ffee0001');
  await app.click('order-start');
  await app.find('order-begin');
  await visit('open-order-unknown');
  await escape(app, 'open-order-dialog');
  await app.click('me');
  await app.click('sign-out');
  await app.find('sign-out-dialog');
  await visit('sign-out');
  await escape(app, 'sign-out-dialog');
  for (const page of ['general', 'alerts', 'accounts', 'replies', 'storage']) {
    await app.openSettings(page);
    await visit(`settings-${page}`);
  }
  await app.click('clear-cache');
  await app.find('clear-cache-confirm');
  await visit('clear-cache');
  await escape(app, 'clear-cache-dialog');
}

/** The demo's admin: paper and files, keys, the manual, a setting that is searched for. */
export async function tourPaperAndHelp(window, visit) {
  const { app } = window;
  await openDemo(window);
  await openFirstChat(window);
  for (const [action, dialog] of [['print-chat', 'print-dialog'], ['export-chat', 'export-dialog']]) {
    await app.click('chat-menu');
    await app.click(action);
    await app.find(dialog);
    await visit(dialog);
    await escape(app, dialog);
  }
  await app.openSettings('general');
  for (const opener of ['own-keys-open', 'manual-open']) {
    await app.click(opener);
    const dialog = opener === 'manual-open' ? 'manual' : 'shortcuts-dialog';
    await app.find(dialog);
    await visit(dialog);
    await escape(app, dialog);
    await app.openSettings('general');
  }
  await app.fill('settings-search', 'صوت');
  await app.find('settings-found');
  await visit('settings-search');
  await (await app.find('settings-search')).sendKeys(Key.ESCAPE);
  await escape(app, 'settings-screen');
}

/** The demo's admin: what opens over a field, a row or a picture. */
export async function tourPanels(window, visit) {
  const { app } = window;
  await openDemo(window);
  // Where there is room for one pane only, an open chat hides the list.
  await visitMenu(app, visit, 'inbox-sort');
  await app.press('k');
  const search = await app.find('search');
  await visit('search-empty');
  await search.sendKeys('الطلب');
  await app.find('search-item');
  await visit('search-found');
  await app.fill('search', 'xqxqxqxq');
  await app.find('search-nothing');
  await visit('search-nothing');
  await app.driver.actions().sendKeys(Key.ESCAPE, Key.ESCAPE).perform();
  await openFirstChat(window);
  await chord(app, 'p', Key.SHIFT);
  await app.find('palette-search');
  await visit('palette');
  await app.fill('palette-search', 'xqxqxqxq');
  await visit('palette-nothing');
  await app.fill('palette-search', 'اليوم');
  await (await app.find('palette-search')).sendKeys(Key.ENTER);
  await app.find('today-answered');
  await visit('today');
  await escape(app, 'today');
  await app.driver.actions().sendKeys(Key.F1).perform();
  await app.find('shortcuts-dialog');
  await visit('shortcuts');
  await escape(app, 'shortcuts-dialog');
  await app.press('/');
  await app.find('reply-search');
  await visit('replies', () => show(app, 'reply-search', '/'));
  await app.fill('reply-search', 'xqxqxqxq');
  await visit('replies-nothing', () => show(app, 'reply-search', '/', 'xqxqxqxq'));
  await escape(app, 'reply-search');
  await app.press('.');
  await app.find('emoji');
  await visit('emoji', () => show(app, 'emoji-search', '.'));
  await app.fill('emoji-search', 'xqxqxqxq');
  await visit('emoji-nothing', () => show(app, 'emoji-search', '.', 'xqxqxqxq'));
  await escape(app, 'emoji-search');
  await (await app.find('composer')).sendKeys('/');
  await app.find('reply-option');
  await visit('replies-by-slash');
  await app.fill('composer', 'hgsghl ugd;l');
  await app.find('turn-round');
  await visit('wrong-layout');
  await app.fill('composer', '');
  await visitMenu(app, visit, 'snooze');
  await focusInbox(app);
  await app.driver.actions().keyDown(Key.SHIFT).sendKeys(Key.ARROW_DOWN, Key.ARROW_DOWN).keyUp(Key.SHIFT).perform();
  await app.find('selection-bar');
  await visit('selection');
  await app.driver.actions().sendKeys(Key.ESCAPE).perform();
  await app.click('[data-testid="image"][data-phase="shown"]');
  await app.find('[data-testid="lightbox"][data-phase="shown"]');
  await visit('picture');
  await escape(app, 'lightbox');
}

/** The lock, from a PIN that is set to a file that is damaged. */
export async function tourLock(window, visit) {
  const { app } = window;
  await openDemo(window);
  await app.press('l');
  await app.find('pin-new');
  await visit('settings-lock-without-pin');
  await app.fill('pin-new', PIN);
  await app.fill('pin-repeat', PIN);
  await app.click('pin-save');
  await app.find('lock-now');
  await visit('settings-lock');
  await app.click('lock-now');
  await app.find('lock-screen');
  await visit('locked');
  await app.fill('pin', '1111');
  await app.click('pin-unlock');
  await app.find('[data-testid="pin"][aria-invalid="true"]');
  await visit('locked-wrong-pin');
  await app.click('pin-forgot');
  await app.find('forget-pin-confirm');
  await visit('forgot-pin');
  await app.kill();
  await writeFile(join(window.data, 'app-lock.json'), '{');
  await app.open(['--data', window.data]);
  await app.find('[data-testid="lock-screen"][data-state="damaged"]');
  await visit('lock-damaged');
}

/** A customer whose line breaks: what fails, waits, is held, or cannot be told, and the banners. */
export async function tourUnsent(window, visit) {
  const { app } = window;
  const [user, admin] = await Promise.all([window.backend.signInAs('user'), window.backend.signInAs('admin')]);
  const proxy = await window.startProxy();
  // A server that tells the same words from two senders apart leaves no doubt.
  proxy.hiddenHeaders = ['avvento-capabilities'];
  await window.signIn('user');
  await window.waitUntilOnline();
  const chats = {};
  for (const [name, subject] of Object.entries({
    failed: 'استرجاع مبلغ', cancelled: 'تأخر الطلب', ambiguous: 'Order #2951 طلب ناقص', held: 'عنوان التوصيل', waiting: 'سؤال',
  })) chats[name] = (await user.askAdmin(subject))._id;
  const sendRefused = async (chat, text) => {
    await window.openChat(chat);
    await window.sendMessage(text);
    await window.waitForState(text, 'failed');
  };
  proxy.respond = refuseMessages;
  await sendRefused(chats.cancelled, 'لم أعد أحتاج هذا');
  await app.click('discard');
  await sendRefused(chats.failed, 'أريد استرجاع 45.50 د.ل عن الطلب #2951، رقمي 091-2345678');
  proxy.respond = () => null;
  await visit('chat-with-a-failed-message');
  await window.openChat(chats.ambiguous);
  proxy.dropsResponse = isSendingMessage;
  await window.sendMessage('وصلني نصف الطلب فقط');
  await app.find('[data-testid="banner"][data-state="offline"]');
  proxy.dropsResponse = () => false;
  await user.write(chats.ambiguous, 'وصلني نصف الطلب فقط');
  await window.openChat(chats.held);
  await window.sendMessage('البناية 12، الطابق 3، بجانب Café Roma');
  await admin.setStatus(chats.held, 'closed');
  proxy.reconnect();
  await app.find('held');
  await visit('chat-that-is-closed');
  await app.click('rail-outbox');
  await until('the send is known to be ambiguous', () => app.findVisible('outbox-confirm'), 60_000);
  await app.click('rail-inbox');
  await window.openChat(chats.waiting);
  await window.goOffline();
  await window.sendMessage('هل وصل السائق؟ Where is the driver?');
  await visit('offline');
  await app.click('rail-outbox');
  await app.find('[data-testid="outbox-row"][data-waits="line"]');
  await visit('outbox');
  await app.driver.executeScript('window.__TAURI_INTERNALS__.invoke("ask_to_quit")');
  await app.find('quit-dialog');
  await visit('quit');
  await app.click('quit-stay');
  await app.click('me');
  await app.click('sign-out');
  await app.find('unsent');
  await visit('sign-out-with-unsent');
  await escape(app, 'sign-out-dialog');
  proxy.respond = () => ({ page: '<!doctype html><title>Wi-Fi</title><form>Sign in</form>' });
  proxy.reconnect();
  await app.click('try-now');
  await app.find('network-login');
  await visit('captive-portal');
}
