// Tours of what an agent does with a chat: answering later, asking back, and what is kept on it.

import { Key } from './app.mjs';
import { escape, focusInbox, openDemo, openFirstChat } from './tour-steps.mjs';
import { pressOn } from './waiting-chats.mjs';

/** Sending later, what is asked before a message leaves, and what is offered for one. */
export async function tourAnswering(window, visit) {
  const { app } = window;
  await openDemo(window);
  await openFirstChat(window);
  const composer = await app.find('composer');
  await composer.sendKeys('نتصل بك غداً عند الساعة 10:30');
  await visit('menu-send-later', () => openMenu(window, 'send-later'));
  await openMenu(window, 'send-later');
  await pressOn(window, 'send-later-at');
  await app.find('send-later-dialog');
  await pressOn(window, 'send-later-day-today');
  await app.fill('send-later-time', '0:00');
  await pressOn(window, 'send-later-save');
  await app.find('send-later-failure');
  await visit('send-later-in-the-past');
  await escape(app, 'send-later-dialog');
  await openMenu(window, 'send-later');
  await pressOn(window, 'send-later-tomorrow');
  await app.find('[data-testid="scheduled"][data-kind="later"]');
  await visit('scheduled');
  await app.click('rail-outbox');
  await app.find('[data-testid="outbox-scheduled"] [data-testid="outbox-row"]');
  await visit('outbox-scheduled');
  await app.click('rail-inbox');
  await openFirstChat(window);
  await (await app.find('composer')).sendKeys('يصلك السائق خلال ربع ساعة', Key.ENTER);
  await app.find('promise');
  await visit('promise');
  await (await app.find('composer')).sendKeys('سنعيد لك مبلغ 45.50 د.ل كاملاً اليوم', Key.ENTER);
  await focusInbox(app);
  await app.driver.actions().sendKeys(Key.ARROW_DOWN, Key.ENTER).perform();
  await app.find('composer');
  await (await app.find('composer')).sendKeys('سنعيد لك مبلغ 45.50 د.ل كاملاً اليوم', Key.ENTER);
  await app.find('wrong-chat');
  await visit('wrong-chat');
  await escape(app, 'wrong-chat');
  await pressOn(window, 'close-conversation');
  await app.find('closing-dialog');
  await visit('closing');
  await escape(app, 'closing-dialog');
}

/** A note, tags, the customer and the facts of a chat; own views; until when a chat is put off. */
export async function tourMarks(window, visit) {
  const { app } = window;
  await openDemo(window);
  await openFirstChat(window);
  if (!(await app.findVisible('note'))) await app.click('details-toggle');
  await (await app.find('note')).sendKeys('زبون دائم، يفضّل الاتصال على 091-2345678');
  const input = await app.find('tag-input');
  for (const tag of ['تأخير', 'استرجاع مبلغ', 'VIP']) await input.sendKeys(tag, Key.ENTER);
  await input.sendKeys('و'.repeat(500), Key.ENTER);
  await app.find('tag-failure');
  await visit('note-and-tags', () => showDetails(app));
  await app.fill('tag-input', '');
  for (const part of ['customer-card', 'facts', 'attachments']) {
    if (!(await app.findVisible(part))) continue;
    await visit(part, async () => {
      await showDetails(app);
      await app.driver.executeScript(`document.querySelector('[data-testid="${part}"]')?.scrollIntoView()`);
    });
  }
  await pressOn(window, 'snooze');
  await pressOn(window, 'head-snooze-until');
  await app.find('snooze-dialog');
  await visit('snooze-until');
  await escape(app, 'snooze-dialog');
  await pressOn(window, 'inbox-sort');
  await pressOn(window, 'save-view');
  await app.find('own-view-dialog');
  await visit('own-view');
  await app.fill('own-view-name', 'تأخير هذا الأسبوع');
  await pressOn(window, '[data-testid="own-view-tag"]');
  await visit('own-view-by-a-tag');
  await pressOn(window, 'own-view-save');
  await app.find('own-view');
  await visit('own-view-in-the-rail');
}

/** A change of the window's size closes a menu. */
async function openMenu(window, id) {
  if (await window.app.findVisible('[role="menu"]')) return;
  await pressOn(window, id);
  await window.app.find('[role="menu"]');
}

async function showDetails(app) {
  if (!(await app.findVisible('details'))) await app.click('details-toggle');
  await app.find('details');
}
