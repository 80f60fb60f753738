// What people typed, in the window that people have: lines that are cut, and a head at 200 %.

import assert from 'node:assert/strict';
import { row, windowTest } from '../lib/fixture.mjs';
import { chooseLook } from '../lib/looks.mjs';
import { until } from '../lib/wait.mjs';

windowTest('at 200 % the head has room for the name', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('طلب للمتابعة');
  await window.signIn();
  await window.app.driver.manage().window().setRect({ x: 0, y: 0, width: 1024, height: 640 });
  await window.openChat(_id);
  await chooseLook(window.app, { language: 'ar', theme: 'light', zoom: 2 });
  await until('the window is zoomed', () => window.app.driver.executeScript('return innerWidth < 620'));
  await until('the buttons have given their words up', async () => (await shownWords(window)) === 0);
  await until('the name has room', async () => (await titleWidth(window)) > 90);
  await window.screenshot('head at 200 %');
});

windowTest('a line is cut at its end, and a number is shown whole', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('https://delivery.example/orders/1620?from=support&lang=ar لم يصل طلبي حتى الآن');
  await window.signIn();
  await window.app.find(row(_id));
  const subject = `${row(_id)} .subject`;
  await until('the line says that it is cut', () =>
    window.app.driver.executeScript('return document.querySelector(arguments[0]) !== null', `${subject} [data-cut]`));
  const { link, line } = await window.app.driver.executeScript(
    `const box = (one) => { const { left, right } = document.querySelector(one).getBoundingClientRect(); return { left, right }; };
     return { link: box(arguments[0] + ' bdi'), line: box(arguments[0]) };`,
    subject,
  );
  assert.ok(link.left >= line.left - 1, `the link begins at ${link.left}, its line at ${line.left}`);
  await window.screenshot('a cut line');
});

/** The width of the name in the head, in CSS pixels. */
function titleWidth(window) {
  return window.app.driver.executeScript('return document.querySelector("[data-testid=chat-title]")?.clientWidth ?? 0');
}

/** How many of the head's buttons show their word. */
function shownWords(window) {
  return window.app.driver.executeScript(
    'return [...document.querySelectorAll(".head .word")].filter((word) => word.getClientRects().length > 0).length',
  );
}
