// Language and theme change at a switch, without a restart.

import assert from 'node:assert/strict';
import { windowTest } from '../lib/scene.mjs';
import { until } from '../lib/wait.mjs';

windowTest('the language switch turns the window around', async (scene) => {
  await scene.signIn();
  assert.equal(await scene.app.root('dir'), 'rtl');
  const inArabic = await scene.app.texts('filter-open');
  const inboxAt = await scene.app.offset('inbox');
  await scene.app.click('settings');
  await scene.app.click('language-en');
  await until('the window reads from left to right', async () => (await scene.app.root('dir')) === 'ltr');
  assert.equal(await scene.app.root('lang'), 'en');
  assert.notDeepEqual(await scene.app.texts('filter-open'), inArabic, 'the texts are in English');
  const inboxNow = await scene.app.offset('inbox');
  assert.ok(inboxNow < inboxAt, `the inbox changed sides (from ${inboxAt} to ${inboxNow})`);
  await scene.picture('english');
  await scene.app.click('language-ar');
  await until('the window reads from right to left', async () => (await scene.app.root('dir')) === 'rtl');
});

windowTest('the dark theme is kept over a restart', async (scene) => {
  await scene.signIn();
  await scene.app.click('settings');
  await scene.app.click('theme-dark');
  await until('the window is dark', async () => (await scene.app.root('data-theme')) === 'dark');
  await scene.picture('dark');
  await scene.app.kill();
  await scene.open();
  await scene.app.find('inbox-row');
  assert.equal(await scene.app.root('data-theme'), 'dark');
});
