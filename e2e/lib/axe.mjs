// The checks of axe-core on what the window shows.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Every violation of any level in the view that is shown: its rule, and the elements that break it. */
export async function violations(app) {
  // A busy machine needs long for a view with many rows.
  await app.driver.manage().setTimeouts({ script: 120_000 });
  const [error, found] = await app.driver.executeAsyncScript(
    `const done = arguments[arguments.length - 1];
     if (!window.axe) { ${AXE} }
     // What fades in, or changes its colour with the theme, has less contrast until it is there.
     if (!window.still) {
       window.still = new CSSStyleSheet();
       window.still.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important }');
       document.adoptedStyleSheets = [...document.adoptedStyleSheets, window.still];
     }
     new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
       // A menu is a layer of its own over the landmarks.
       .then(() => window.axe.run(document, { resultTypes: ['violations'], rules: { region: { enabled: !document.querySelector('[role="menu"]') } } }))
       .then(({ violations }) => done([null, violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])]))
       .catch((problem) => done([String(problem), []]));`,
  );
  if (error) throw new Error(`axe-core did not run: ${error}`);
  return found.map(([rule, elements]) => `${rule}: ${[...new Set(elements)].slice(0, 4).join(' | ')}`);
}
