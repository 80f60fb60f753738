// A chat in a window of its own, by keyboard: its draft goes with it, it is shown in one place, and it is seen only there.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { row, windowTest } from '../lib/fixture.mjs';
import { answerTo, focused, pageText, PIN, setPin, type } from '../lib/locking.mjs';
import { activeTitle, chord, draft, focusComposer, goTo, handles, openChat, openOwnWindow, pane, runFromPalette } from '../lib/own-window.mjs';
import { until } from '../lib/wait.mjs';

const unread = (window, conversation) => window.app.driver.executeScript('return document.querySelector(arguments[0])?.dataset.unread', row(conversation));

windowTest('a chat moves into a window of its own with its draft, and back', async (window) => {
  const { app, desktop } = window;
  const { customer, _id, main } = await openChat(window, 'نافذة مستقلة', 'طلبت قبل ساعة ولم يصل');
  await focusComposer(window);
  await type(window, 'وصل الطلب');
  const own = await openOwnWindow(window, _id);
  await until('the draft is there', async () => (await draft(window)) === 'وصل الطلب');
  assert.equal(await app.findVisible('inbox'), null, 'no list');
  const name = (await (await app.find('chat-title')).getText()).trim();
  await until('the title names the customer', async () => (await activeTitle(window)) === name);
  await window.screenshot('own-window');

  await focusComposer(window);
  await type(window, ' إلى المندوب', Key.ENTER);
  await until('it reaches the customer once', async () => (await customer.countTexts(_id, 'وصل الطلب إلى المندوب')) === 1);
  await customer.write(_id, 'شكراً، متى يصل؟');
  await app.findWithText('message', 'متى يصل؟');
  await customer.show(_id, 'pizza');
  await until('the picture is drawn', () => app.driver.executeScript(`return document.querySelector('[data-testid="image"][data-phase="shown"]') !== null`));
  await type(window, 'خلال عشر دقائق');
  await goTo(window, main);
  assert.equal(await app.findVisible(pane(_id)), null, 'it is shown in one place');
  await until('what came there was seen there', async () => (await unread(window, _id)) === '0');

  // Whoever wants the chat is led to its window.
  await desktop.run('xdotool', ['windowactivate', '--sync', await desktop.windowNamed('Avvento|أفينتو')]);
  await app.click(row(_id));
  await until('its window comes up', async () => (await activeTitle(window)) === name);
  assert.equal(await app.findVisible(pane(_id)), null, 'and the main window does not show it');

  await goTo(window, own);
  await chord(window, 'w');
  await until('its window closes', async () => (await handles(window)).length === 1);
  await goTo(window, main);
  await window.openChat(_id);
  await until('the draft is here again', async () => (await draft(window)) === 'خلال عشر دقائق');
});

windowTest('what comes while the window of a chat lies behind is not seen', async (window) => {
  const { app, desktop } = window;
  const { customer, _id, main } = await openChat(window, 'خلف النافذة', 'هل من أحد؟');
  const own = await openOwnWindow(window, _id);
  await focusComposer(window);
  await type(window, 'أهلاً');
  await goTo(window, main);
  await until('what was asked is seen in its window', async () => (await unread(window, _id)) === '0');
  await desktop.run('xdotool', ['windowactivate', '--sync', await desktop.windowNamed('Avvento|أفينتو')]);
  await until('the main window has the focus', () => app.driver.executeScript('return document.hasFocus()'));
  const before = (await desktop.notifications()).length;
  await customer.write(_id, 'ما زلت أنتظر');
  await until('it is announced', async () => (await desktop.notifications()).length > before);
  await until('it stays unread: nobody looks at it', async () => (await unread(window, _id)) === '1');
  await until('the click raises the window of the chat', async () => {
    await desktop.clickNotification();
    await goTo(window, own);
    return app.driver.executeScript('return document.hasFocus()');
  });
  await goTo(window, main);
  await until('now it is seen', async () => (await unread(window, _id)) === '0');
});

windowTest('theme and language reach the window of a chat at once, and the other way', async (window) => {
  const { app } = window;
  await window.choose({ takeBackSeconds: 0, language: 'ar', theme: 'light' });
  const { _id, main } = await openChat(window, 'مظهر', 'السلام عليكم ورحمة الله');
  const own = await openOwnWindow(window, _id);
  for (const [width, height] of [[480, 600], [1024, 640]]) {
    await app.resize(width, height, { x: 20, y: 20 });
    await window.screenshot(`own-window-light-${width}`);
  }
  await goTo(window, main);
  await runFromPalette(window, 'theme-dark', 'داكن');
  await goTo(window, own);
  await until('it is dark', async () => (await app.rootAttribute('data-theme')) === 'dark');
  await window.screenshot('own-window-dark-1024');
  await app.resize(480, 600, { x: 20, y: 20 });
  await window.screenshot('own-window-dark-480');
  await runFromPalette(window, 'language-en', 'English');
  await goTo(window, main);
  await until('the main window speaks English', async () => (await app.rootAttribute('dir')) === 'ltr');
});

windowTest('locked, the window of a chat shows and answers nothing', async (window) => {
  const { _id, main } = await openChat(window, 'فاتورة الوجبة', 'كم ثمن الوجبة العائلية؟');
  await setPin(window);
  const own = await openOwnWindow(window, _id);
  await window.app.findWithText('message', 'الوجبة العائلية');
  await focusComposer(window);
  await type(window, 'ثمنها اليوم');
  await chord(window, 'l');
  for (const [handle, name] of [[own, 'its window'], [main, 'the main window']]) {
    await goTo(window, handle);
    await until(`${name} is locked`, async () => {
      const page = await pageText(window);
      return ['الوجبة العائلية', 'ثمنها اليوم', 'فاتورة الوجبة'].every((secret) => !page.includes(secret));
    });
    assert.equal(await answerTo(window, 'inbox'), 'locked', name);
    await window.screenshot(`own-window-locked-${handle === own ? 'own' : 'main'}`);
  }
  await focused(window, 'pin');
  await type(window, PIN, Key.ENTER);
  await window.app.find('inbox-row');
  await goTo(window, own);
  await window.app.findWithText('message', 'الوجبة العائلية');
  await until('the draft is there', async () => (await draft(window)) === 'ثمنها اليوم');
});
