// Quitting: unsent messages are named first, and nothing that was written is lost.

import assert from 'node:assert/strict';
import { readFile, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { refuseMessages } from '../lib/fault-proxy.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { binaryPath } from '../lib/backend.mjs';
import { until } from '../lib/wait.mjs';

windowTest('quitting asks while a message waits, which is sent next time', async (window) => {
  const { customer, _id, proxy } = await window.openNewChat('قبل الإنهاء');
  await window.goOffline();
  await window.sendMessage('تُرسل غداً');
  await window.app.press('q');
  await window.app.find('quit-dialog');
  await window.screenshot('quit');
  await window.app.click('quit-stay');
  await until('the dialog goes', async () => !(await window.app.findVisible('quit-dialog')));
  await window.app.press('q');
  await window.app.clickAndWaitForExit('quit-now');

  proxy.reconnect();
  await window.open();
  await until('it is sent', async () => (await customer.countTexts(_id, 'تُرسل غداً')) === 1);
  await window.openChat(_id);
  await window.waitForState('تُرسل غداً', 'sent', 'read');
});

windowTest('quitting asks nothing when nothing waits', async (window) => {
  await window.signIn();
  await window.waitUntilOnline();
  await window.app.pressAndWaitForExit('q');
});

windowTest('SIGTERM asks nothing and removes the demo data', async (window) => {
  await window.app.open(['--data', window.data, '--demo', '--demo-pace', 'still']);
  await window.app.find('inbox-row');
  await terminate(window);
  const left = await readdir(join(window.data, 'demo')).catch(() => []);
  assert.deepEqual(left, [], "the demo's folder is empty or gone");
});

windowTest('a message that waits at SIGTERM is sent next time', async (window) => {
  const { customer, _id, proxy } = await window.openNewChat('قبل الإطفاء');
  await window.goOffline();
  await window.sendMessage('تبقى بعد الإطفاء');
  await terminate(window);
  proxy.reconnect();
  await window.open();
  await until('it is sent', async () => (await customer.countTexts(_id, 'تبقى بعد الإطفاء')) === 1);
});

windowTest('SIGTERM keeps the draft', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('يُكتب فيها');
  await window.signIn();
  await window.waitUntilOnline();
  await window.openChat(_id);
  const composer = await window.app.find('composer');
  await composer.sendKeys('كلمة لم تكتمل');
  await terminate(window);
  await window.open();
  await window.openChat(_id);
  const kept = await window.app.find('composer');
  assert.equal(await kept.getAttribute('value'), 'كلمة لم تكتمل', 'the draft is back');
});

windowTest('quitting asks while a message was refused', async (window) => {
  const { proxy } = await window.openNewChat('مرفوضة عند الإنهاء');
  proxy.respond = refuseMessages;
  await window.sendMessage('لا يقبلها الخادم');
  await window.waitForState('لا يقبلها الخادم', 'failed');
  await window.app.press('q');
  await window.app.find('quit-dialog');
  await window.screenshot('quit-refused');
  await window.app.clickAndWaitForExit('quit-now');
});

/** Sends the app SIGTERM and waits until its process has ended. */
async function terminate(window) {
  const [app] = await running(window.data);
  process.kill(app, 'SIGTERM');
  await window.app.waitForExit();
  await until('the process is gone', async () => (await running(window.data)).length === 0, 12_000);
}

/** The app's processes that use this data folder. */
async function running(data) {
  const found = [];
  for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [program, words] = await Promise.all([
      readlink(`/proc/${id}/exe`).catch(() => ''),
      readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''),
    ]);
    if (program === binaryPath('avvento-desk') && words.includes(data)) found.push(Number(id));
  }
  return found;
}
