// Steps that the tours of the window share.

import { Key } from './app.mjs';
import { until } from './wait.mjs';

/** Opens the demo, whose customers say nothing more. */
export async function openDemo({ app, data }) {
  await app.open(['--demo', '--demo-pace', 'still', '--data', data]);
  await app.find('inbox-row');
}

export function focusInbox(app) {
  return app.driver.executeScript(`document.querySelector('[data-testid="inbox"] [data-pane-focus]').focus()`);
}

/** By keyboard: a row may move from under the pointer. */
export async function openFirstChat({ app }) {
  await app.find('inbox-row');
  await focusInbox(app);
  await app.driver.actions().sendKeys(Key.HOME, Key.ENTER).perform();
  await app.find('message');
}

/** A key with Ctrl and others held. */
export function chord(app, key, ...held) {
  const actions = app.driver.actions();
  for (const one of [Key.CONTROL, ...held]) actions.keyDown(one);
  actions.sendKeys(key);
  for (const one of [...held, Key.CONTROL]) actions.keyUp(one);
  return actions.perform();
}

/** Shows a panel again that a change of the window's size has closed. */
export async function show(app, id, key, text = '') {
  if (await app.findVisible(id)) return;
  await app.press(key);
  await app.find(id);
  if (text) await app.fill(id, text);
}

/** Visits a menu by its button, and closes it. */
export async function visitMenu(app, visit, button) {
  await visit(`menu-${button}`, async () => {
    if (await app.findVisible('[role="menu"]')) return;
    await app.click(button);
    await app.find('[role="menu"]');
  });
  await escape(app, '[role="menu"]');
}

/** The test ids of the inbox's filters that are shown. */
export function filters(app) {
  return app.driver.executeScript(
    `return [...document.querySelectorAll('[data-testid^="filter-"]')].map(({ dataset }) => dataset.testid)`,
  );
}

/** Closes with Escape what has this test id. */
export async function escape(app, id) {
  await app.driver.actions().sendKeys(Key.ESCAPE).perform();
  await until(`${id} is closed`, async () => !(await app.findVisible(id)));
}
