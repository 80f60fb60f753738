// A rush: twenty chats wait, and all of them are answered by the keyboard alone. Prints the keys and seconds of each chat.

import assert from 'node:assert/strict';
import { Key } from '../lib/app.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';
import { openWaitingChats } from '../lib/waiting-chats.mjs';

const CHATS = 20;
const SEED = 7;
/** The most keys, held ones counted, that a canned answer to the longest-waiting chat may take. */
const KEYS_WANTED = 6;

const QUESTIONS = [
  'وين الطلب؟ ليا ساعة نراجي',
  'السائق ما ردش على الهاتف',
  'وصلني طلب غلط',
  'نبي نغير العنوان',
  'كم باقي على الطلب؟',
  'ناقصة علبة العصير',
];

/** Whole numbers below a limit, always the same for a seed. */
function seeded(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

windowTest('rush: each of twenty chats is answered in six keys', async (window) => {
  const random = seeded(SEED);
  const questions = Array.from({ length: CHATS }, () => QUESTIONS[random(QUESTIONS.length)]);
  const chats = await openWaitingChats(window, CHATS, questions);
  const hands = new Hands(window);
  // The hands begin where nothing has to do with answering.
  await window.app.driver.executeScript(`document.querySelector('[data-testid="rail-starred"]').focus()`);
  const answered = [];
  for (const [at, chat] of chats.entries()) {
    const began = Date.now();
    // The first is sought; to each other one the key leads that resolves the one before.
    if (at === 0) await hands.chord('j', Key.CONTROL);
    else await hands.chord('d', Key.CONTROL, Key.SHIFT);
    await until(`chat ${at + 1}, which waits longest, is open for an answer`, async () =>
      (await openChat(window)) === chat && (await composerIsReady(window)));
    const place = await placeWithoutBlank(window);
    await hands.chord(String(place), Key.CONTROL);
    const text = await until('the reply is in the field', () => composerText(window));
    await hands.press(Key.ENTER);
    await window.app.findWithText('message', text);
    answered.push({ chat: at + 1, text, keys: hands.take(), seconds: (Date.now() - began) / 1000 });
  }
  await hands.chord('d', Key.CONTROL, Key.SHIFT);
  const admin = await window.backend.signInAs('admin');
  await until('the server has every chat resolved', async () => {
    const all = await admin.conversations();
    return chats.every((id) => all.find(({ _id }) => _id === id).status === 'resolved');
  });
  for (const [at, chat] of chats.entries()) {
    const texts = await admin.texts(chat);
    assert.ok(texts.includes(answered[at].text), `chat ${at + 1} has its answer: ${texts.join(' | ')}`);
  }

  print(answered);
  const most = Math.max(...answered.map(({ keys }) => keys));
  assert.ok(most <= KEYS_WANTED, `an answer took ${most} keys`);
}, { timeout: 420_000 });

windowTest('rush: a shortcut answers from wherever the focus is', async (window) => {
  const [first, second, third] = await openWaitingChats(window, 3);
  const hands = new Hands(window);
  // From the navigation rail, from the search field, from another chat's composer.
  const places = [
    () => window.app.driver.executeScript(`document.querySelector('[data-testid="rail-starred"]').focus()`),
    () => window.app.driver.executeScript(`document.querySelector('[data-testid="search"]').focus()`),
    async () => {},
  ];
  for (const [at, chat] of [first, second, third].entries()) {
    await places[at]();
    await hands.chord('j', Key.CONTROL);
    await until('the one that waits longest is open', async () => (await openChat(window)) === chat && (await composerIsReady(window)));
    await hands.press('/', 'ش');
    await window.app.findWithText('reply-option', 'شكر');
    await hands.press(Key.ENTER);
    const text = await until('the reply is in the field', async () => {
      const typed = await composerText(window);
      return typed !== '/ش' && typed;
    });
    await hands.press(Key.ENTER);
    await window.app.findWithText('message', text);
    assert.ok(hands.take() <= KEYS_WANTED, 'Ctrl J / ش Enter Enter');
  }
});

/** Counts each key that goes down, also those that are only held. */
class Hands {
  #keys = 0;

  constructor(window) {
    this.driver = window.app.driver;
  }

  async press(...keys) {
    this.#keys += keys.length;
    await this.driver.actions().sendKeys(...keys).perform();
  }

  async chord(letter, ...held) {
    this.#keys += held.length + 1;
    const actions = this.driver.actions();
    for (const key of held) actions.keyDown(key);
    actions.sendKeys(letter);
    for (const key of [...held].reverse()) actions.keyUp(key);
    await actions.perform();
  }

  /** The keys since it was asked last. */
  take() {
    const keys = this.#keys;
    this.#keys = 0;
    return keys;
  }
}

/** The number of the first suggestion that asks for nothing. */
async function placeWithoutBlank(window) {
  const titles = await until('suggestions', async () => {
    const found = await window.app.driver.executeScript(
      `return [...document.querySelectorAll('[data-testid="reply-suggestion"]')].map((one) => one.title)`,
    );
    return found.length > 0 && found;
  });
  const at = titles.findIndex((title) => !title.includes('{?'));
  assert.ok(at >= 0, `one of the suggestions has no blank: ${titles.join(' | ')}`);
  return at + 1;
}

async function openChat(window) {
  return (await window.app.find('chat')).getAttribute('data-conversation');
}

const composerText = (window) => window.app.driver.executeScript(`return document.querySelector('[data-testid="composer"]')?.value`);

const composerIsReady = (window) =>
  window.app.driver.executeScript(`const field = document.activeElement; return field?.dataset.testid === 'composer' && field.value === ''`);

function print(answered) {
  const total = (values) => values.reduce((sum, value) => sum + value, 0);
  const keys = total(answered.map((one) => one.keys));
  const seconds = answered.map((one) => one.seconds).sort((one, other) => one - other);
  for (const one of answered) console.log(`chat ${one.chat}: ${one.keys} keys, ${one.seconds.toFixed(2)} s`);
  console.log(`rush, seed ${SEED}: ${answered.length} chats, ${(keys / answered.length).toFixed(1)} keys a chat, median ${seconds[Math.floor(seconds.length / 2)].toFixed(2)} s a chat`);
}
