// What screen readers need: axe-core over every view of the window, no violation of any level.

import assert from 'node:assert/strict';
import { checkTour } from '../lib/check-tour.mjs';
import { windowTest } from '../lib/fixture.mjs';
import { openFirstChat } from '../lib/tour-steps.mjs';
import { tourLock, tourSignIn, tourUnsent } from '../lib/tour.mjs';

checkTour('the sign-in', tourSignIn);
checkTour('the lock', tourLock);
checkTour('what was not sent', tourUnsent);

windowTest('messages are a log of articles with their times', async (window) => {
  await window.app.open(['--demo', '--demo-pace', 'still', '--data', window.data]);
  await openFirstChat(window);
  const [articles, named, times] = await window.app.driver.executeScript(`
    const articles = [...document.querySelectorAll('[role="log"] article')];
    const times = articles.flatMap((article) => [...article.querySelectorAll('time')]);
    return [articles.length, articles.filter((article) => article.matches('[data-testid="message"]:not([aria-label])')).length,
      times.map((time) => Number.isNaN(Date.parse(time.dateTime)))];
  `);
  assert.ok(articles > 0, 'the log holds articles');
  assert.equal(named, 0, 'each says who speaks');
  assert.ok(times.length > 0 && !times.includes(true), `each has a time that a program can read: ${times}`);
});
