// A change in one part of the window is laid out, and painted, there alone.

import assert from 'node:assert/strict';
import { windowTest } from '../lib/fixture.mjs';

/** What contains its layout: it is as large as its surroundings have it, whatever is in it. */
const CONTAINED = {
  'the inbox': '[data-testid="inbox"]',
  'its list': '[data-testid="inbox"] [role="listbox"]|parent',
  'the chats and the details': '[data-testid="details"]|parent',
  'the chats': 'main',
  'a chat': '[data-testid="chat"]',
  'its messages': '[data-testid="chat"] [role="log"]|parent',
  'the details': '[data-testid="details"]',
};
/** What would be laid out whole with each change around it, had it a height in percent. */
const BY_EDGES = {
  'the list of chats': '[data-testid="inbox"] [role="listbox"]',
  'the list of messages': '[data-testid="chat"] [role="log"]',
  'all that the settings may cover': '[data-testid="main"] .shown',
};

windowTest('what changes in a pane is laid out there alone', async (window) => {
  await window.signIn();
  await (await window.app.find('inbox-row')).click();
  for (const part of ['message', 'details']) await window.app.find(part);
  const style = (where, property) =>
    window.app.driver.executeScript(
      `const [selector, parent] = arguments[0].split('|');
       const found = document.querySelector(selector);
       return getComputedStyle(parent ? found.parentElement : found)[arguments[1]];`,
      where,
      property,
    );
  for (const [name, where] of Object.entries(CONTAINED)) {
    const contained = await style(where, 'contain');
    assert.match(contained, /strict|size.*layout|layout.*size/u, `${name}: its layout reaches the whole window («${contained}»)`);
  }
  for (const [name, where] of Object.entries(BY_EDGES)) assert.equal(await style(where, 'position'), 'absolute', name);
});
