// The lock of the window, in Arabic and by keyboard alone.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Key } from '../lib/app.mjs';
import { ROOT } from '../lib/backend.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { answerTo, focused, lock, pageText, PIN, setPin, type } from '../lib/locking.mjs';
import { until } from '../lib/wait.mjs';

const ALLOWED = 'start_up first_screen_painted unlock forget_pin unsent change_preferences ask_to_quit quit cancel_quit drafts_flushed close_answered minimize_window'.split(' ');

windowTest('a locked window shows and answers nothing until the PIN', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('سؤال عن الفاتورة');
  await customer.write(_id, 'كم ثمن الوجبة العائلية؟');
  await window.signIn();
  await window.openChat(_id);
  await window.app.findWithText('message', 'الوجبة العائلية');
  await (await window.app.find('composer')).sendKeys('ثمنها اليوم');
  await setPin(window);
  await lock(window);
  await window.screenshot('locked');

  const page = await pageText(window);
  for (const secret of ['الوجبة العائلية', 'ثمنها اليوم', 'سؤال عن الفاتورة', _id]) {
    assert.ok(!page.includes(secret), `a locked page holds «${secret}»`);
  }
  const bindings = readFileSync(join(ROOT, 'ui/src/lib/bindings.ts'), 'utf8');
  const commands = [...bindings.matchAll(/__TAURI_INVOKE\("(\w+)"/g)].map(([, name]) => name);
  assert.ok(commands.length > 40, 'the commands are read');
  for (const command of commands.filter((name) => !ALLOWED.includes(name))) {
    assert.equal(await answerTo(window, command), 'locked', command);
  }

  await window.desktop.closeNotifications();
  await customer.write(_id, 'نسيت أن أسأل عن التوصيل');
  const alert = await until('an alert without words', async () =>
    (await window.desktop.notifications()).find(({ summary }) => summary === 'أفينتو ديسك'));
  assert.match(alert.body, /رسالة جديدة|رسالتان جديدتان|رسائل جديدة/);
  for (const { summary, body } of await window.desktop.notifications()) {
    if (summary === 'أفينتو ديسك') assert.ok(!`${summary} ${body}`.includes('التوصيل'), 'an alert quotes nobody');
  }

  await type(window, '1111', Key.ENTER);
  await until('the wrong PIN is told at its field', async () => {
    const field = await window.app.find('pin');
    return (await field.getAttribute('aria-invalid')) === 'true' && (await field.getAttribute('value')) === '';
  });
  await focused(window, 'pin');
  await window.screenshot('locked-wrong-pin');
  await type(window, PIN, Key.ENTER);
  await window.app.find(`[data-testid="chat"][data-conversation="${_id}"]`);
  await window.app.findWithText('message', 'التوصيل');
  const composer = await window.app.find('composer');
  await until('the draft is there', async () => (await composer.getAttribute('value')) === 'ثمنها اليوم');
  await window.screenshot('unlocked');
});

windowTest('a PIN is asked for at the start, and its damage is no way in', async (window) => {
  await window.signIn();
  await setPin(window);
  await window.app.kill();
  await window.open();
  await focused(window, 'pin');
  assert.equal(await window.app.findVisible('inbox'), null);
  await type(window, PIN, Key.ENTER);
  await window.app.find('inbox-row');
  await window.app.kill();

  await writeFile(join(window.data, 'app-lock.json'), '{');
  await window.open();
  await window.app.find('[data-testid="lock-screen"][data-state="damaged"]');
  assert.equal(await window.app.findVisible('pin'), null);
  await window.screenshot('lock-damaged');
  await type(window, Key.ENTER);
  await window.app.find('forget-pin-confirm');
  await window.screenshot('forget-pin');
  await window.app.click('forget-pin-confirm');
  await window.app.find('sign-in-form');
  assert.ok(!(await readdir(window.data)).includes('app-lock.json'), 'the PIN is gone');
  await window.submitSignIn('admin', 'demo');
  await window.app.find('inbox-row');
});
