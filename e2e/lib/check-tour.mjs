// A tour of the window as a test: axe-core over each of its views.

import assert from 'node:assert/strict';
import { violations } from './axe.mjs';
import { windowTest } from './fixture.mjs';
import { chooseLook } from './looks.mjs';

const THEMES = ['dark', 'light'];

/** No view of the tour breaks a rule of any level, in any theme. */
export function checkTour(part, tour) {
  windowTest(`no rule of axe-core is broken: ${part}`, async (window) => {
    const found = [];
    await tour(window, async (view, back = async () => {}) => {
      for (const theme of THEMES) {
        await chooseLook(window.app, { language: 'ar', theme, zoom: 1 });
        await back();
        found.push(...(await violations(window.app)).map((violation) => `${view}, ${theme}: ${violation}`));
      }
    });
    assert.deepEqual(found, []);
  });
}
