// What people typed, in the window that people have: lines that are cut, and a head at 200 %.

import assert from 'node:assert/strict';
import { row, windowTest } from '../lib/fixture.mjs';
import { chooseLook } from '../lib/looks.mjs';
import { until } from '../lib/wait.mjs';

windowTest('at 200 % the head has room for the name', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('طلب للمتابعة');
  await window.signIn();
  await window.app.resize(1024, 640);
  await window.openChat(_id);
  await chooseLook(window.app, { language: 'ar', theme: 'light', zoom: 2 });
  await until('the window is zoomed', () => window.app.driver.executeScript('return innerWidth < 620'));
  await until('the buttons have given their words up', async () => (await shownWords(window)) === 0);
  await until('the name has room', async () => (await titleWidth(window)) > 90);
  const { head, names } = await window.app.driver.executeScript(
    `const box = (one) => { const { top, bottom } = document.querySelector(one).getBoundingClientRect(); return { top, bottom }; };
     return { head: box('[data-testid="chat"] header'), names: box('[data-testid="chat"] .names') };`,
  );
  assert.ok(names.top >= head.top && names.bottom <= head.bottom, `its lines ${JSON.stringify(names)} lie in the head ${JSON.stringify(head)}`);
  await window.screenshot('head at 200 %');
});

windowTest('at 200 % the replies lie between the composer and the window’s edge', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('ردود جاهزة');
  await window.signIn();
  await window.app.resize(1024, 640);
  await window.openChat(_id);
  await chooseLook(window.app, { language: 'ar', theme: 'light', zoom: 2 });
  await until('the window is zoomed', () => window.app.driver.executeScript('return innerWidth < 620'));
  await window.app.press('/');
  await until('the panel and its options have room', () => window.app.driver.executeScript(
    `const panel = document.querySelector('[data-testid="reply-panel"]');
     const options = document.querySelector('[data-testid="reply-option-list"]');
     return panel !== null && panel.getBoundingClientRect().top >= 0 && options !== null && options.scrollWidth <= options.clientWidth;`,
  ));
  await window.screenshot('replies at 200 %');
});

windowTest('a number stands behind the Latin word that it goes on with, in a row as in the chat', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('سؤال');
  await customer.write(_id, 'وين order #1234 لو سمحت');
  await window.signIn();
  await window.openChat(_id);
  await window.app.findWithText('message', '#1234');
  for (const place of [`${row(_id)} .joined`, '[data-testid="message"] .joined']) {
    const { word, number } = await until(`${place} is drawn`, () => window.app.driver.executeScript(
      `const number = document.querySelector(arguments[0]);
       const words = document.createTreeWalker(number.parentElement, NodeFilter.SHOW_TEXT);
       while (words.nextNode() && !words.currentNode.data.includes('order'));
       const at = words.currentNode.data.indexOf('order');
       const range = document.createRange();
       range.setStart(words.currentNode, at);
       range.setEnd(words.currentNode, at + 5);
       // WebKit's box of a part of a run reaches to the end of the run: only its beginning is the word's.
       return { word: range.getBoundingClientRect().left, number: number.getBoundingClientRect().left };`,
      place,
    ));
    assert.ok(word < number, `in ${place} «order» begins at ${word}, and its number at ${number}`);
  }
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
  const { ends, ellipsis } = await window.app.driver.executeScript(
    `const line = document.querySelector(arguments[0] + ' [data-cut]');
     const words = document.createRange();
     words.selectNodeContents(line);
     const { left, right, bottom } = line.getBoundingClientRect();
     const first = [...words.getClientRects()].filter((one) => one.width > 0 && (one.top + one.bottom) / 2 < bottom);
     return { ends: right - Math.min(...first.map((one) => one.left)), ellipsis: parseFloat(getComputedStyle(line, '::after').right) };`,
    subject,
  );
  assert.ok(Math.abs(ends - ellipsis) < 2, `the ellipsis stands at ${ellipsis}, right behind the last letter at ${ends}`);
  await window.screenshot('a cut line');
});

windowTest('a line that is cut has its ellipsis behind the last letter from the first frame on', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('سؤال');
  await window.signIn();
  await window.waitUntilOnline();
  await window.app.find(row(_id));
  await window.app.driver.executeScript(
    `globalThis.astray = [];
     const look = () => {
       for (const line of document.querySelectorAll('[data-testid="inbox-row"] [data-cut]')) {
         const words = document.createRange();
         words.selectNodeContents(line);
         const { left, right, bottom } = line.getBoundingClientRect();
         const first = [...words.getClientRects()].filter((one) => one.width > 0 && (one.top + one.bottom) / 2 < bottom);
         const ends = line.dir === 'rtl' ? right - Math.min(...first.map((one) => one.left)) : Math.max(...first.map((one) => one.right)) - left;
         const ellipsis = parseFloat(line.style.getPropertyValue('--cut-at'));
         if (!(Math.abs(ends - ellipsis) < 2)) globalThis.astray.push({ said: line.innerText.slice(0, 40), ends, ellipsis });
       }
       requestAnimationFrame(look);
     };
     look();`,
  );
  const said = ['رقمي الثاني 092-7654321 لو ما رد السائق اتصلوا بي من فضلكم قبل وصوله', 'My number is 092-7654321, please call me before the driver arrives at the door'];
  for (const text of said) {
    await customer.write(_id, text);
    await until('the row shows it, cut', () => window.app.driver.executeScript(
      'const line = document.querySelector(arguments[0] + " [data-cut]"); return line !== null && line.innerText.includes(arguments[1]);', `${row(_id)} .said`, text.slice(0, 12)));
  }
  const astray = await window.app.driver.executeScript('return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(globalThis.astray))))');
  assert.deepEqual(astray, [], 'an ellipsis stood elsewhere for a frame');
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

windowTest('phone numbers in every grouping are offered, accounts and cards are not', async (window) => {
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('أرقام');
  for (const text of [
    'حسابي LY83 0020 4800 0020 1001 2036 1 وبطاقتي 0420 1111 1111 1111',
    'اتصل 091—234—5678 أو + 218 92 345 6789 أو 0 94 4567890 قبل 01 02 2026',
    'واتساب ۲۱۸۹۵۱۱۱۲۲۲۲ والمبلغ ٢٥٫٥٠ د.ل عن الطلب رقم 0012345678',
  ]) await customer.write(_id, text);
  await window.signIn();
  await window.openChat(_id);
  await window.app.findWithText('message', 'واتساب');
  const phones = await window.app.driver.executeScript(
    `return [...document.querySelectorAll('[data-testid="message"] [data-phone]')].map((one) => one.innerText + ' ' + one.getAttribute('href'))`,
  );
  assert.deepEqual(phones, [
    '091—234—5678 tel:0912345678',
    '+ 218 92 345 6789 tel:+218923456789',
    '0 94 4567890 tel:0944567890',
    '۲۱۸۹۵۱۱۱۲۲۲۲ tel:+218951112222',
  ]);
  await window.screenshot('phones-and-accounts');
});
