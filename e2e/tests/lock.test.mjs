// The lock of the window, in Arabic and by keyboard alone.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Key } from '../lib/app.mjs';
import { ROOT } from '../lib/backend.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

const PIN = '٢٥٨٠';
const ALLOWED = 'start_up first_screen_painted unlock forget_pin unsent save_preferences ask_to_quit quit cancel_quit drafts_flushed close_answered minimize_window'.split(' ');

/** Types into whatever has the focus. */
const type = (window, ...keys) => window.app.driver.actions().sendKeys(...keys).perform();

/** Waits until this field has the focus. */
const focused = (window, id) =>
  until(`«${id}» has the focus`, () => window.app.driver.executeScript('return document.activeElement?.dataset.testid === arguments[0]', id));

/** All that the page holds: texts, attributes, what is typed. */
const pageText = (window) =>
  window.app.driver.executeScript(
    'return [document.documentElement.outerHTML, document.title, ...[...document.querySelectorAll("input, textarea")].map((one) => one.value)].join("\\n")',
  );

/** The code that the shell answers a command with. */
const answerTo = (window, command) =>
  window.app.driver.executeAsyncScript(
    'const [command, done] = arguments; window.__TAURI_INTERNALS__.invoke(command, {}).then(() => done("carried out"), (error) => done(error?.code ?? String(error)))',
    command,
  );

async function setPin(window) {
  await window.app.press('l');
  await focused(window, 'pin-new');
  await type(window, PIN, Key.TAB);
  await focused(window, 'pin-repeat');
  await type(window, PIN, Key.ENTER);
  await window.app.find('lock-now');
  await type(window, Key.ESCAPE);
  await until('the settings are closed', async () => !(await window.app.findVisible('settings-dialog')));
}

async function lock(window) {
  await window.app.press('l');
  await focused(window, 'pin');
}

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
