// Language and theme change without a restart and are kept.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

/** Leaves the settings. */
async function backToChats({ app }) {
  await app.driver.actions().sendKeys(Key.ESCAPE).perform();
  await app.find('inbox');
}

windowTest('the language switch mirrors the window', async (window) => {
  await window.signIn();
  assert.equal(await window.app.rootAttribute('dir'), 'rtl');
  const inArabic = await window.app.texts('filter-unread');
  const inboxAt = await window.app.offset('inbox');
  await window.app.click('settings');
  await window.app.click('language-en');
  await until('the window reads from left to right', async () => (await window.app.rootAttribute('dir')) === 'ltr');
  assert.equal(await window.app.rootAttribute('lang'), 'en');
  await backToChats(window);
  assert.notDeepEqual(await window.app.texts('filter-unread'), inArabic, 'the texts are in English');
  const inboxNow = await window.app.offset('inbox');
  assert.ok(inboxNow < inboxAt, `the inbox changed sides (from ${inboxAt} to ${inboxNow})`);
  await window.screenshot('english');
  await window.app.click('settings');
  await window.app.click('language-ar');
  await until('the window reads from right to left', async () => (await window.app.rootAttribute('dir')) === 'rtl');
});

windowTest('the dark theme survives a restart', async (window) => {
  await window.signIn();
  await window.app.click('settings');
  await window.app.click('theme-dark');
  await until('the window is dark', async () => (await window.app.rootAttribute('data-theme')) === 'dark');
  await backToChats(window);
  await window.screenshot('dark');
  await window.app.kill();
  await window.open();
  await window.app.find('inbox-row');
  assert.equal(await window.app.rootAttribute('data-theme'), 'dark');
});
