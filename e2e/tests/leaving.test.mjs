// Leaving: told first what is not sent, kept over the end, and bounded however it comes.

import assert from 'node:assert/strict';
import { readFile, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { windowTest } from '../lib/scene.mjs';
import { built } from '../lib/server.mjs';
import { until } from '../lib/wait.mjs';

const offline = '[data-testid="banner"][data-state="offline"]';
const sentBy = async (customer, conversation, text) => (await customer.texts(conversation)).filter((one) => one === text).length;

windowTest('quitting while a message waits asks first, and it is sent at the next opening', async (scene) => {
  const customer = await scene.server.as('user');
  const { _id } = await customer.askAdmin('قبل الإنهاء');
  const line = await scene.layLine();
  await scene.signIn();
  await scene.online();
  await scene.openChat(_id);
  line.cut();
  await scene.app.find(offline);
  await scene.say('تُرسل غداً');
  await scene.app.press('q');
  await scene.app.find('quit-dialog');
  await scene.picture('quit');
  await scene.app.click('quit-stay');
  await until('the dialog goes', async () => !(await scene.app.shown('quit-dialog')));
  await scene.app.press('q');
  await scene.app.clickToEnd('quit-now');

  line.mend();
  await scene.open();
  await until('it is sent', async () => (await sentBy(customer, _id, 'تُرسل غداً')) === 1);
  await scene.openChat(_id);
  await scene.becomes('تُرسل غداً', 'sent', 'read');
});

windowTest('quitting with nothing that waits asks nothing', async (scene) => {
  await scene.signIn();
  await scene.online();
  await scene.app.pressToEnd('q');
});

windowTest('being told to end asks nothing, and nothing of the demo is left', async (scene) => {
  await scene.app.open(['--data', scene.data, '--demo', '--demo-pace', 'still']);
  await scene.app.find('inbox-row');
  const [app] = await running(scene.data);
  process.kill(app, 'SIGTERM');
  await scene.app.gone();
  await until('the process is gone', async () => (await running(scene.data)).length === 0, 12_000);
  const left = await readdir(join(scene.data, 'demo')).catch(() => []);
  assert.deepEqual(left, [], "the demo's folder is empty or gone");
});

windowTest('being told to end while a message waits asks nothing, and it is sent at the next opening', async (scene) => {
  const customer = await scene.server.as('user');
  const { _id } = await customer.askAdmin('قبل الإطفاء');
  const line = await scene.layLine();
  await scene.signIn();
  await scene.online();
  await scene.openChat(_id);
  line.cut();
  await scene.app.find(offline);
  await scene.say('تبقى بعد الإطفاء');
  const [app] = await running(scene.data);
  process.kill(app, 'SIGTERM');
  await scene.app.gone();
  await until('the process is gone', async () => (await running(scene.data)).length === 0, 12_000);
  line.mend();
  await scene.open();
  await until('it is sent', async () => (await sentBy(customer, _id, 'تبقى بعد الإطفاء')) === 1);
});

windowTest('being told to end keeps what was typed up to then', async (scene) => {
  const customer = await scene.server.as('user');
  const { _id } = await customer.askAdmin('يُكتب فيها');
  await scene.signIn();
  await scene.online();
  await scene.openChat(_id);
  const composer = await scene.app.find('composer');
  await composer.sendKeys('كلمة لم تكتمل');
  const [app] = await running(scene.data);
  process.kill(app, 'SIGTERM');
  await scene.app.gone();
  await until('the process is gone', async () => (await running(scene.data)).length === 0, 12_000);
  await scene.open();
  await scene.openChat(_id);
  const kept = await scene.app.find('composer');
  assert.equal(await kept.getAttribute('value'), 'كلمة لم تكتمل', 'the draft is back');
});

windowTest('quitting while a message is refused says so', async (scene) => {
  const customer = await scene.server.as('user');
  const { _id } = await customer.askAdmin('مرفوضة عند الإنهاء');
  const line = await scene.layLine();
  await scene.signIn();
  await scene.online();
  await scene.openChat(_id);
  const writing = (method, url) => method === 'POST' && url === '/support/messages';
  line.answer = (method, url) => (writing(method, url) ? { status: 422, message: ['content holds a forbidden word'] } : null);
  await scene.say('لا يقبلها الخادم');
  await scene.becomes('لا يقبلها الخادم', 'failed');
  await scene.app.press('q');
  await scene.app.find('quit-dialog');
  await scene.picture('quit-refused');
  await scene.app.clickToEnd('quit-now');
});

/** The processes of the app that work with this data folder. */
async function running(data) {
  const found = [];
  for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [program, words] = await Promise.all([
      readlink(`/proc/${id}/exe`).catch(() => ''),
      readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''),
    ]);
    if (program === built('avvento-desk') && words.includes(data)) found.push(Number(id));
  }
  return found;
}
