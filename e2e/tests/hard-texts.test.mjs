// Sixty texts that are hard to set (`fixtures/texts/hard.json`), drawn in the chat, the list, the chat's head, the details and
// the outbox, and compared with approved pictures. What their notifications say is compared word by word where
// notifications are written (`src-tauri/tests/it/texts.rs`).
//
//   APPROVE=1 node --test e2e/tests/hard-texts.test.mjs     approves what is drawn now: look at e2e/approved/hard-texts

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { APPROVING, Approved, OTHER_FONTS } from '../lib/approved.mjs';
import { App } from '../lib/app.mjs';
import { ROOT, Backend } from '../lib/backend.mjs';
import { Desktop } from '../lib/desktop.mjs';
import { crop, fontsOf, hideWhatPasses } from '../lib/drawn.mjs';
import { refuseMessages } from '../lib/fault-proxy.mjs';
import { WindowFixture, row } from '../lib/fixture.mjs';
import { chooseLook } from '../lib/looks.mjs';
import { until } from '../lib/wait.mjs';

const TEXTS = JSON.parse(await readFile(join(ROOT, 'fixtures', 'texts', 'hard.json'), 'utf8'));
const SIZE = { width: 1440, height: 900 };
/** So high that all of a chat is drawn at once. */
const TALL = { width: 1440, height: 12_000 };
/** What the server refuses in a subject, and takes in a message. */
const REFUSED_IN_SUBJECTS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const approved = new Approved('hard-texts');

test('sixty hard texts are drawn as they were approved', { timeout: 900_000 }, async (t) => {
  const window = new WindowFixture();
  window.desktop = await Desktop.start({ size: `${TALL.width}x${TALL.height}` });
  try {
    window.app = new App(window.desktop);
    window.data = join(window.desktop.home, 'app');
    window.backend = await new Backend(window.desktop).start();
    await window.startProxy();
    await window.signIn('admin');
    await window.waitUntilOnline();
    await chooseLook(window.app, { language: 'ar', theme: 'light', zoom: 1 });
    await hideWhatPasses(window.app);
    const customer = await window.backend.signInAs('user');
    const sheets = await drawEach(window, customer);
    Object.assign(sheets, await drawTogether(window, customer));
    const fonts = await fontsOf(window.app);
    if (APPROVING) return void (await approved.approve(sheets, { fonts }));
    const facts = await approved.facts();
    if (fonts !== facts.fonts) return t.skip(OTHER_FONTS);
    const found = [];
    for (const [name, pictures] of Object.entries(sheets)) found.push(...(await approved.differences(name, pictures, TEXTS)));
    assert.deepEqual(found, [], `what is drawn now is in ${approved.failed}`);
  } catch (error) {
    await window.saveFailure('hard-texts');
    throw error;
  } finally {
    window.proxy?.stop();
    await window.desktop.stop();
  }
});

/** A chat for each text, which is its subject and its message: the list, the head and the details. */
async function drawEach(window, customer) {
  const { app } = window;
  await app.resize(SIZE.width, SIZE.height);
  const sheets = { list: [], head: [], details: [] };
  for (const text of TEXTS) {
    const { _id } = await customer.askAdmin(text.replace(REFUSED_IN_SUBJECTS, ''));
    await customer.write(_id, text);
    await until(`«${text}» is in the list`, () => app.findVisible(row(_id)));
    await window.openChat(_id);
    await until('its message', () => app.findVisible('message'));
    const places = {
      list: `${row(_id)} .lines`,
      head: '[data-testid="chat"] .names',
      details: '[data-testid="details"] .card .top',
    };
    const parts = await crop(app, Object.values(places));
    for (const [at, name] of Object.keys(places).entries()) sheets[name].push(parts[at]);
  }
  return sheets;
}

/** All texts in one chat, and all of them refused in the outbox. */
async function drawTogether(window, customer) {
  const { app } = window;
  await app.resize(TALL.width, TALL.height);
  const { _id } = await customer.askAdmin('كلها');
  for (const text of TEXTS) await customer.write(_id, text);
  await window.openChat(_id);
  const drawn = async (selector) =>
    app.driver.executeScript('return document.querySelectorAll(arguments[0]).length', selector);
  const bubbles = '[data-testid="message"] .bubble';
  await until('all messages are drawn', async () => (await drawn(bubbles)) === TEXTS.length);
  const chat = await crop(app, null, bubbles);
  window.proxy.respond = refuseMessages;
  for (const text of TEXTS) await app.driver.executeAsyncScript(
    'const [conversation, text, done] = arguments; window.__TAURI_INTERNALS__.invoke("send", { conversation, text }).then(done, done)', _id, text);
  await app.click('rail-outbox');
  const refused = '[data-testid="outbox-row"][data-state="failed"]';
  await until('all are refused', async () => (await drawn(refused)) >= TEXTS.length, 240_000);
  const outbox = await crop(app, null, '[data-testid="outbox-text"]');
  return { chat, outbox };
}
