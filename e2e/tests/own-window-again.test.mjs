// A chat's own window after a restart, behind the lock, at a sign-out, where there are too many, and where a search leads
// to one of its messages: by keyboard, in Arabic.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { row, windowTest } from '../lib/fixture.mjs';
import { focused, PIN, setPin, type } from '../lib/locking.mjs';
import { activeTitle, chord, draft, focusComposer, goTo, goToNewWindow, handles, openChat, openOwnWindow, pane, runFromPalette, tabTo } from '../lib/own-window.mjs';
import { until } from '../lib/wait.mjs';

/** Where the window with the focus is, and how large. */
async function place(window, title) {
  const id = await window.desktop.windowNamed(title);
  const { stdout } = await window.desktop.run('xdotool', ['getwindowgeometry', '--shell', id]);
  return Object.fromEntries(stdout.trim().split('\n').map((line) => line.split('=')));
}

const near = (one, other) => Math.abs(Number(one) - Number(other)) <= 2;

windowTest('the window of a chat is open again after a restart, where it was, and behind the lock only then', async (window) => {
  const { app, desktop } = window;
  const { _id, main: first } = await openChat(window, 'بعد الإطفاء', 'هل وصلكم طلبي؟');
  const own = await openOwnWindow(window, _id);
  const name = (await (await app.find('chat-title')).getText()).trim();
  await until('its title names the customer', async () => (await activeTitle(window)) === name);
  const id = await desktop.windowNamed(name);
  await desktop.run('xdotool', ['windowsize', '--sync', id, '480', '520']);
  await desktop.run('xdotool', ['windowmove', '--sync', id, '420', '160']);
  await focusComposer(window);
  await type(window, 'نعم، وصلنا');
  const was = await place(window, name);
  // Where somebody types, the key asks first.
  await goTo(window, first);
  await app.pressAndWaitForExit('q');

  await window.open();
  // By what it shows: the other window may be open before the driver is asked for its windows, and first among them.
  await app.find('inbox-row');
  const main = await app.driver.getWindowHandle();
  const again = await goToNewWindow(window, [main], _id);
  assert.notEqual(again, own);
  await until('its draft is there', async () => (await draft(window)) === 'نعم، وصلنا');
  const is = await until('it is where it was', async () => {
    const now = await place(window, name);
    return near(now.X, was.X) && near(now.Y, was.Y) ? now : null;
  });
  assert.ok(near(is.WIDTH, was.WIDTH) && near(is.HEIGHT, was.HEIGHT), `as large as it was: ${JSON.stringify({ was, is })}`);
  await goTo(window, main);
  assert.equal(await app.findVisible(pane(_id)), null, 'it is shown in one place');
  await until('the main window keeps the focus', async () => (await activeTitle(window)) !== name);
  await window.displayScreenshot('own-window-again');

  await setPin(window);
  await app.pressAndWaitForExit('q');
  await window.open();
  await focused(window, 'pin');
  assert.equal((await handles(window)).length, 1, 'nothing opens behind the lock');
  const [locked] = await handles(window);
  await type(window, PIN, Key.ENTER);
  await app.find('inbox-row');
  await goToNewWindow(window, [locked], _id);

  // Closed by its user, it stays closed.
  await chord(window, 'w');
  await until('its window closes', async () => (await handles(window)).length === 1);
  await goTo(window, locked);
  await app.pressAndWaitForExit('q');
  await window.open();
  await focused(window, 'pin');
  await type(window, PIN, Key.ENTER);
  await app.find('inbox-row');
  await window.waitUntilOnline();
  assert.equal((await handles(window)).length, 1, 'what was closed is not opened again');
});

windowTest('signing out closes the window of a chat, keeps what was typed there, and it does not come back by itself', async (window) => {
  const { app } = window;
  const { _id, main } = await openChat(window, 'قبل الخروج', 'من يردّ عليّ الآن؟');
  await openOwnWindow(window, _id);
  await focusComposer(window);
  await type(window, 'زميلي يردّ عليك');
  await goTo(window, main);
  await runFromPalette(window, 'sign-out', 'الخروج');
  await app.find('sign-out-dialog');
  await tabTo(window, 'sign-out-confirm');
  await type(window, Key.ENTER);
  await app.find('sign-in-button');
  await until('its window is closed', async () => (await handles(window)).length === 1);
  await window.screenshot('own-window-signed-out');

  await window.submitSignIn('admin', 'demo');
  await app.find('inbox-row');
  await window.waitUntilOnline();
  await window.openChat(_id);
  await until('the draft is there', async () => (await draft(window)) === 'زميلي يردّ عليك');
  assert.equal((await handles(window)).length, 1, 'a sign-out ends it');
});

windowTest('a fifth window is refused with a sentence, and the chat stays where it is', async (window) => {
  const { app } = window;
  const { customer, _id, main } = await openChat(window, 'النافذة الأولى', 'أين طلبي؟');
  await openOwnWindow(window, _id);
  for (const subject of ['الثانية', 'الثالثة', 'الرابعة']) {
    await goTo(window, main);
    const { _id: more } = await customer.askAdmin(subject);
    await app.find(row(more));
    await window.openChat(more);
    await openOwnWindow(window, more);
  }
  await goTo(window, main);
  const { _id: fifth } = await customer.askAdmin('الخامسة');
  await app.find(row(fifth));
  await window.openChat(fifth);
  await focusComposer(window);
  await type(window, 'أنا معك');
  await chord(window, 'o', Key.SHIFT);
  await app.findWithText('toast', 'لا تُفتح أكثر من');
  await app.find(pane(fifth));
  await until('what was typed stays', async () => (await draft(window)) === 'أنا معك');
  await window.screenshot('own-window-too-many');
  assert.equal((await handles(window)).length, 5, 'the main one and four');
});

windowTest('a message that the search finds is shown in the window of its chat', async (window) => {
  const { app, desktop } = window;
  const { customer, _id, main } = await openChat(window, 'رسائل كثيرة', 'كلمة السرّ بطيخة');
  for (let number = 1; number <= 60; number += 1) await customer.write(_id, `رسالة طويلة رقم ${number}`);
  const own = await openOwnWindow(window, _id);
  const name = (await (await app.find('chat-title')).getText()).trim();
  await app.findWithText('message', 'رسالة طويلة رقم');
  await goTo(window, main);
  await desktop.run('xdotool', ['windowactivate', '--sync', await desktop.windowNamed('Avvento|أفينتو')]);
  await chord(window, 'k');
  await focused(window, 'search');
  await type(window, 'بطيخه');
  await app.find('[data-testid="search-item"][data-kind="message"]');
  await type(window, Key.ENTER);
  await until('its window comes up', async () => (await activeTitle(window)) === name);
  await goTo(window, own);
  await until('the message is on screen', () =>
    app.driver.executeScript(`
      const found = [...document.querySelectorAll('[data-testid="message"]')].find((one) => one.innerText.includes('بطيخة'));
      const box = found?.getBoundingClientRect();
      return box !== undefined && box.top >= 0 && box.bottom <= innerHeight;
    `),
  );
  await window.screenshot('own-window-found');
});
