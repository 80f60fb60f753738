// Screenshots of the app on a virtual display.
//
//   node e2e/screens.mjs --into DIR [-- ARGUMENTS OF THE APP]   inbox.png, chat.png, inbox-en.png
//   node e2e/screens.mjs --readme                               docs/images/main-{ar,en}-{light,dark}.png

import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { App, Key } from './lib/app.mjs';
import { Desktop } from './lib/desktop.mjs';
import { ROOT } from './lib/backend.mjs';
import { until } from './lib/wait.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { into: { type: 'string' }, readme: { type: 'boolean' } },
});

const desktop = await Desktop.start();
try {
  const app = new App(desktop);
  const data = ['--data', join(desktop.home, 'app')];
  if (values.readme) {
    await app.open(['--demo', ...data]);
    await captureForReadme(app, join(ROOT, 'docs', 'images'));
  } else {
    await app.open([...(positionals.length > 0 ? positionals : ['--demo']), ...data]);
    await captureRun(app, resolve(values.into ?? 'target/run'));
  }
} finally {
  await desktop.stop();
}

async function captureRun(app, folder) {
  await mkdir(folder, { recursive: true });
  const save = async (name) => console.log(await app.screenshot(join(folder, name)));
  await until('the inbox or the sign-in form', async () => (await app.findVisible('inbox-row')) ?? app.findVisible('sign-in-form'));
  if (await app.findVisible('sign-in-form')) {
    await save('sign-in.png');
    return;
  }
  await save('inbox.png');
  await openFirstChat(app);
  await save('chat.png');
  await choose(app, 'language-en');
  await until('English', async () => (await app.rootAttribute('lang')) === 'en');
  await save('inbox-en.png');
}

async function captureForReadme(app, folder) {
  await app.find('inbox-row');
  await openFirstChat(app);
  for (const language of ['ar', 'en']) {
    for (const theme of ['light', 'dark']) {
      await choose(app, `language-${language}`, `theme-${theme}`);
      await until(`${language}, ${theme}`, async () =>
        (await app.rootAttribute('lang')) === language && (await app.rootAttribute('data-theme')) === theme);
      console.log(await app.screenshot(join(folder, `main-${language}-${theme}.png`)));
    }
  }
}

/** Opens the first chat and waits until it is drawn. */
async function openFirstChat(app) {
  await app.click('inbox-row');
  await app.find('chat');
  await app.find('message');
  await until('its images are loaded', () =>
    app.driver.executeScript('return [...document.images].every(({ complete }) => complete)'));
}

/** Clicks these settings and goes back. */
async function choose(app, ...ids) {
  await app.click('settings');
  for (const id of ids) await app.click(id);
  const settings = await app.find('settings-screen');
  await settings.sendKeys(Key.ESCAPE);
  await until('the settings are closed', async () => !(await app.findVisible('settings-screen')));
}
