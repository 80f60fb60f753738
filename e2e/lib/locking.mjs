// Setting a PIN, locking, and what a locked page still holds: by keyboard alone.

import { Key } from './app.mjs';
import { until } from './wait.mjs';

export const PIN = '٢٥٨٠';

/** Types into whatever has the focus. */
export const type = (window, ...keys) => window.app.driver.actions().sendKeys(...keys).perform();

/** Waits until this field has the focus. */
export const focused = (window, id) =>
  until(`«${id}» has the focus`, () => window.app.driver.executeScript('return document.activeElement?.dataset.testid === arguments[0]', id));

/** All that the page holds: texts, attributes, what is typed. */
export const pageText = (window) =>
  window.app.driver.executeScript(
    'return [document.documentElement.outerHTML, document.title, ...[...document.querySelectorAll("input, textarea")].map((one) => one.value)].join("\\n")',
  );

/** The code that the shell answers a command with. */
export const answerTo = (window, command) =>
  window.app.driver.executeAsyncScript(
    'const [command, done] = arguments; window.__TAURI_INTERNALS__.invoke(command, {}).then(() => done("carried out"), (error) => done(error?.code ?? String(error)))',
    command,
  );

export async function setPin(window) {
  await window.app.press('l');
  await focused(window, 'pin-new');
  await type(window, PIN, Key.TAB);
  await focused(window, 'pin-repeat');
  await type(window, PIN, Key.ENTER);
  await window.app.find('lock-now');
  await type(window, Key.ESCAPE);
  await until('the settings are closed', async () => !(await window.app.findVisible('settings-screen')));
}

export async function lock(window) {
  await window.app.press('l');
  await focused(window, 'pin');
}
