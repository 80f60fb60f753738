// Alerts on a real desktop: a summary after a break, a click from another workspace, none left at the end, no device for
// sound; and where the window is put, and what closing it does.

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

const isSummary = ({ summary }) => summary.includes('فيها جديد');

/** Opens chats of a customer, who then writes into each while the window cannot hear it. */
async function writeInto(customer, chats, text) {
  for (const { _id } of chats) await customer.write(_id, text);
}

windowTest('a break ends in one notification for all chats', async (window) => {
  const customer = await window.backend.signInAs('user');
  const chats = [];
  for (let number = 0; number < 12; number += 1) chats.push(await customer.askAdmin(`سؤال ${number}`));
  await window.startProxy();
  await window.signIn();
  await window.waitUntilOnline();
  await window.goOffline();
  await writeInto(customer, chats, 'أثناء الانقطاع');
  const before = (await window.desktop.notifications()).length;
  window.proxy.reconnect();
  await until('the summary', async () => (await window.desktop.notifications()).slice(before).some(isSummary));
  await window.displayScreenshot('summary');
  const shown = (await window.desktop.notifications()).slice(before);
  const separate = shown.filter(({ body }) => body.includes('أثناء الانقطاع'));
  assert.deepEqual(separate, [], 'no chat is told by itself');
});

windowTest('what came while the program was closed is told', async (window) => {
  const customer = await window.backend.signInAs('user');
  const chats = [];
  for (let number = 0; number < 12; number += 1) chats.push(await customer.askAdmin(`سؤال ${number}`));
  await window.signIn();
  await window.waitUntilOnline();
  await window.app.pressAndWaitForExit('q');
  await writeInto(customer, chats, 'أثناء الإغلاق');
  await window.open();
  await until('the summary', async () => (await window.desktop.notifications()).some(isSummary));
});

windowTest('no notification stays when the program ends', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('تبقى');
  await window.signIn();
  await window.waitUntilOnline();
  await window.desktop.startWindowManager();
  await customer.write(_id, 'قبل الإنهاء');
  await until('a notification', async () => (await window.desktop.notificationsOnScreen()) > 0);
  await window.app.pressAndWaitForExit('q');
  await until('none is left', async () => (await window.desktop.notificationsOnScreen()) === 0);
});

windowTest('a notification is replaced and goes when its chat is read', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('تتكرر');
  await window.signIn();
  await window.waitUntilOnline();
  await window.desktop.closeNotifications();
  for (const text of ['أولى', 'ثانية', 'ثالثة']) {
    await customer.write(_id, text);
    await until(`«${text}»`, async () =>
      (await window.desktop.notifications()).some(({ body }) => body.includes(text)));
  }
  await window.openChat(_id);
  await window.app.findWithText('message', 'ثالثة');
  await until('it goes', async () => {
    // The demo's customers may have written elsewhere meanwhile.
    const shown = await window.desktop.notificationsOnScreen();
    return shown <= (await window.desktop.notifications()).filter(({ body }) => !/أولى|ثانية|ثالثة/.test(body)).length;
  });
});

windowTest('a click brings the window to the workspace of the user', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('من مساحة أخرى');
  await window.desktop.startWindowManager();
  await window.signIn();
  await window.waitUntilOnline();
  const desk = await window.desktop.windowNamed('أفينتو');
  await window.desktop.run('xdotool', ['set_desktop', '1']);
  await until('the other workspace', async () => (await window.desktop.workspace()) === 1);
  await window.desktop.closeNotifications();
  await customer.write(_id, 'هل من أحد؟');
  await until('the notification', async () =>
    (await window.desktop.notifications()).some(({ body }) => body.includes('هل من أحد؟')));
  await window.clickNotificationOf(_id);
  await until('the window is here and has the focus', async () => {
    const active = await window.desktop.run('xdotool', ['getactivewindow']).catch(() => ({ stdout: '' }));
    const of = await window.desktop.run('xdotool', ['get_desktop_for_window', desk]);
    return active.stdout.trim() === desk && of.stdout.trim() === '1' && (await window.desktop.workspace()) === 1;
  });
  await window.app.findWithText('message', 'هل من أحد؟');
});

windowTest('a window that was outside the screen opens on it', async (window) => {
  await mkdir(window.data, { recursive: true });
  const was = { x: 700, y: 300, width: 1200, height: 750, maximized: false };
  await writeFile(join(window.data, 'window.json'), JSON.stringify(was));
  await window.desktop.startWindowManager();
  await window.open();
  await window.app.find('sign-in-form');
  const desk = await window.desktop.windowNamed('أفينتو');
  await until('the whole window is on the screen', async () => {
    const { stdout } = await window.desktop.run('xdotool', ['getwindowgeometry', '--shell', desk]);
    const [x, y, width, height] = ['X', 'Y', 'WIDTH', 'HEIGHT'].map((name) =>
      Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(stdout)[1]));
    return x >= 0 && y >= 0 && x + width <= 1280 && y + height <= 800 && width >= 1100;
  });
  await window.displayScreenshot('window-on-screen');
});

windowTest('closing without a tray asks and then ends the program', async (window) => {
  await window.desktop.startWindowManager();
  await window.signIn();
  await window.waitUntilOnline();
  const desk = await window.desktop.windowNamed('أفينتو');
  await window.desktop.run('xdotool', ['windowactivate', '--sync', desk, 'key', 'alt+F4']);
  const dialog = await window.app.find('close-dialog');
  assert.match(await dialog.getText(), /فلا تصلك تنبيهات/);
  await window.screenshot('close-without-tray');
  await window.app.clickAndWaitForExit('close-quit');
});

windowTest('whoever stays in the question on quitting is asked about closing again', async (window) => {
  await window.desktop.startWindowManager();
  await window.openNewChat('قبل الإغلاق');
  await window.goOffline();
  await window.sendMessage('تُرسل لاحقاً');
  const desk = await window.desktop.windowNamed('أفينتو');
  const close = () => window.desktop.run('xdotool', ['windowactivate', '--sync', desk, 'key', 'alt+F4']);
  await close();
  await window.app.find('close-dialog');
  // The window is closed once more, as by somebody who reads no questions: what is unsent is asked about instead.
  await close();
  await window.app.click('quit-stay');
  await until('the question is gone', async () => (await window.app.findVisible('quit-dialog')) === null);
  window.proxy.reconnect();
  await window.waitForState('تُرسل لاحقاً', 'sent');
  await close();
  await window.app.find('close-dialog');
});

windowTest('a missing sound device is explained at the test', async (window) => {
  await window.open();
  await window.submitSignIn('admin', 'demo');
  await window.app.find('inbox-row');
  await window.app.openSettings('alerts');
  await window.app.click('sound-test');
  const failure = await window.app.find('sound-failure');
  assert.equal(await failure.getAttribute('data-code'), 'sound-no-device');
  await window.screenshot('sound-no-device');
});
