// What signing out leaves on a computer that several people use.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

/** The files below the profiles' folder. */
function profileFiles(window) {
  const found = readdirSync(join(window.data, 'profiles'), { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

windowTest('signing out can take the chats along', async (window) => {
  await window.signIn('restaurant');
  const log = () => readFileSync(join(window.data, 'log', 'avvento-desk.log'), 'utf8');
  assert.match(log(), /started/, 'the log tells of the start');
  assert.ok(profileFiles(window).includes('cache.db'), 'the chats are on this computer');
  await window.app.click('me');
  await window.app.click('sign-out');
  const box = await window.app.find('sign-out-remove');
  await until('nothing is unsent', () => box.isEnabled());
  await box.click();
  await window.screenshot('sign-out-remove');
  await window.app.click('sign-out-confirm');
  await window.app.find('sign-in-button');
  assert.deepEqual(profileFiles(window), [], 'nothing of the account is left');
  assert.equal(await (await window.app.find('username')).getAttribute('value'), '', 'nor the name of the last sign-in');
  await until('the log of before is gone', () => !log().includes('started'));
  await window.submitSignIn('admin', 'demo');
  await window.app.find('inbox-row');
  await window.app.openSettings('accounts');
  await window.app.find('account');
  assert.equal((await window.app.texts('account')).length, 1, 'only who is signed in is remembered');
});
