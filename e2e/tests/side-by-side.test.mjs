// Two and three chats side by side, by keyboard: each keeps its draft and its focus, and each is answered from where it stands.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { row, windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

const pane = (conversation) => `[data-testid="chat"][data-conversation="${conversation}"]`;
const active = (conversation) => `${pane(conversation)}[data-chat-pane="active"]`;

windowTest('two chats side by side: drafts, focus, sending, a restart', async (window) => {
  const customer = await window.backend.signInAs('user');
  const first = (await customer.askAdmin('أين طلبي؟'))._id;
  const second = (await customer.askAdmin('عنوان آخر'))._id;
  await customer.write(first, 'طلبت قبل ساعة ولم يصل');
  await customer.write(second, 'غيّرت عنواني إلى حي الأندلس');
  await window.signIn();
  await window.waitUntilOnline();
  await window.app.resize(1440, 900);
  await openByKey(window, first, Key.ENTER);
  await window.app.find(active(first));
  await until('the composer has the focus', () => focusIsIn(window, first));
  await type(window, 'رد الأول');

  await openByKey(window, second, 'beside');
  await window.app.find(active(second));
  await until('the second composer has the focus', () => focusIsIn(window, second));
  await type(window, 'رد الثاني');
  assert.equal(await draft(window, first), 'رد الأول', 'it is on screen beside');
  await window.screenshot('side-by-side');

  await chord(window, Key.F6);
  await until('the first has the focus', () => focusIsIn(window, first));
  await type(window, Key.ENTER);
  await until('it was sent in the first', () => holds(window, first, 'رد الأول'));
  assert.equal(await draft(window, second), 'رد الثاني', 'the other draft stays');
  await chord(window, Key.F6);
  await until('the second has the focus', () => focusIsIn(window, second));
  await type(window, ' والأخير', Key.ENTER);
  await until('it was sent in the second', () => holds(window, second, 'رد الثاني والأخير'));
  assert.equal(await holds(window, first, 'رد الثاني'), false, 'each text is in its own chat');

  await customer.write(first, 'شكراً لكم');
  await until('what comes is shown beside', () => holds(window, first, 'شكراً لكم'));
  await until('both are read: both are on screen', async () => {
    const unread = await window.app.driver.executeScript(
      'return arguments[0].map((one) => document.querySelector(one)?.dataset.unread)', [row(first), row(second)]);
    return unread.every((one) => one === '0');
  });

  await type(window, 'مسودة قبل الإغلاق');
  await until('it is kept', async () => (await (await window.app.find(row(second))).getText()).includes('مسودة قبل'));
  await window.app.kill();
  await window.open();
  await window.app.find(pane(first));
  await window.app.find(active(second));
  await until('the draft is there again', async () => (await draft(window, second)) === 'مسودة قبل الإغلاق');

  await chord(window, 'w');
  await until('one pane is left', async () => (await window.app.findVisible(pane(second))) === null);
  await until('the other one has the focus', () => focusIsIn(window, first));
});

windowTest('the customer’s other chat is one press away, side by side', async (window) => {
  const customer = await window.backend.signInAs('user');
  const first = (await customer.askAdmin('تأخر الطلب'))._id;
  const second = (await customer.askAdmin('عنوان جديد'))._id;
  await customer.write(first, 'أين طلبي؟');
  await customer.write(second, 'غيّرت العنوان');
  await window.signIn();
  await window.waitUntilOnline();
  await openByKey(window, second, Key.ENTER);
  // The demo has given this customer a chat too: the head speaks of the newest.
  const other = await window.app.find('other-chat');
  const shown = await other.getAttribute('data-conversation');
  await window.app.driver.executeScript('arguments[0].focus()', other);
  await type(window, Key.ENTER);
  await window.app.find(active(shown));
  await window.app.find(pane(second));
  await window.screenshot('other-chat-beside');
});

windowTest('three chats side by side: each is answered from where it stands, and gives way where there is no room', async (window) => {
  const customer = await window.backend.signInAs('user');
  const chats = [];
  for (const asked of ['أين طلبي؟', 'عنوان آخر', 'المبلغ ناقص']) chats.push((await customer.askAdmin(asked))._id);
  for (const chat of chats) await customer.write(chat, 'السلام عليكم');
  await window.signIn();
  await window.waitUntilOnline();
  await window.app.resize(1920, 1080);
  for (const [place, chat] of chats.entries()) {
    await openByKey(window, chat, place === 0 ? Key.ENTER : 'beside');
    await until('its composer has the focus', () => focusIsIn(window, chat));
    await type(window, `رد ${place + 1}`);
  }
  await window.screenshot('three-side-by-side');
  const heads = () => window.app.driver.executeScript(
    'return arguments[0].map((one) => document.querySelector(one + " header .second .flow")?.innerText ?? "").join("، ")', chats.map(pane));
  await until('the heads of one customer’s three chats tell them apart', async () => (await heads()) === 'أين طلبي؟، عنوان آخر، المبلغ ناقص');
  for (const [place, chat] of chats.entries()) {
    assert.equal(await draft(window, chat), `رد ${place + 1}`, 'all three are on screen with what was typed there');
  }

  for (const [place, chat] of chats.entries()) {
    await until(`F6 leads on to chat ${place + 1}`, async () => {
      if (!(await focusIsIn(window, chat))) await chord(window, Key.F6);
      return focusIsIn(window, chat);
    });
    await type(window, Key.ENTER);
    await until('it was sent there', () => holds(window, chat, `رد ${place + 1}`));
  }
  for (const [place, chat] of chats.entries()) {
    for (const other of chats) assert.equal(await holds(window, other, `رد ${place + 1}`), other === chat, 'each answer is in its own chat');
  }

  await window.app.resize(1024, 640);
  await until('the one that was written in last is still there', () => focusIsIn(window, chats[2]));
  await window.screenshot('three-without-room');
});

/** Goes to a row of the list by keyboard and opens it, with Ctrl for «beside». */
async function openByKey(window, conversation, how) {
  await window.app.find(row(conversation));
  await until(`the list is at ${conversation}`, async () => {
    await window.app.driver.executeScript(`document.querySelector('[data-testid="inbox"] [data-pane-focus]').focus()`);
    await type(window, Key.HOME);
    for (let step = 0; step < 12; step++) {
      const at = await window.app.driver.executeScript(`return document.activeElement.getAttribute('aria-activedescendant')`);
      if (at === `row-${conversation}`) return true;
      await type(window, Key.ARROW_DOWN);
    }
    return false;
  });
  if (how === 'beside') await chord(window, Key.ENTER);
  else await type(window, how);
  await window.app.find(pane(conversation));
}

function focusIsIn(window, conversation) {
  return window.app.driver.executeScript(
    `return document.activeElement.dataset.testid === 'composer' && document.activeElement.closest(arguments[0]) !== null`,
    pane(conversation),
  );
}

function draft(window, conversation) {
  return window.app.driver.executeScript(`return document.querySelector(arguments[0] + ' [data-testid="composer"]').value`, pane(conversation));
}

function holds(window, conversation, text) {
  return window.app.driver.executeScript(
    `return [...document.querySelectorAll(arguments[0] + ' [data-testid="message-text"]')].some((one) => one.innerText.includes(arguments[1]))`,
    pane(conversation),
    text,
  );
}

const type = (window, ...keys) => window.app.driver.actions().sendKeys(...keys).perform();
const chord = (window, key) => window.app.press(key);
