// Pictures of the app, without anybody at a screen.
//
//   node e2e/screens.mjs --into DIR [-- ARGUMENTS OF THE APP]   inbox.png, chat.png, inbox-en.png
//   node e2e/screens.mjs --readme                               docs/images/main-{ar,en}-{light,dark}.png

import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { App, Key } from './lib/app.mjs';
import { Desktop } from './lib/desktop.mjs';
import { ROOT } from './lib/server.mjs';
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
    await forTheReadme(app, join(ROOT, 'docs', 'images'));
  } else {
    await app.open([...(positionals.length > 0 ? positionals : ['--demo']), ...data]);
    await ofARun(app, resolve(values.into ?? 'target/run'));
  }
} finally {
  await desktop.stop();
}

async function ofARun(app, folder) {
  await mkdir(folder, { recursive: true });
  const save = async (name) => console.log(await app.picture(join(folder, name)));
  await until('the inbox or the sign-in form', async () => (await app.shown('inbox-row')) ?? app.shown('sign-in-form'));
  if (await app.shown('sign-in-form')) {
    await save('sign-in.png');
    return;
  }
  await save('inbox.png');
  await openAChat(app);
  await save('chat.png');
  await choose(app, 'language-en');
  await until('English', async () => (await app.root('lang')) === 'en');
  await save('inbox-en.png');
}

async function forTheReadme(app, folder) {
  await app.find('inbox-row');
  await openAChat(app);
  for (const language of ['ar', 'en']) {
    for (const theme of ['light', 'dark']) {
      await choose(app, `language-${language}`, `theme-${theme}`);
      await until(`${language}, ${theme}`, async () =>
        (await app.root('lang')) === language && (await app.root('data-theme')) === theme);
      console.log(await app.picture(join(folder, `main-${language}-${theme}.png`)));
    }
  }
}

/** Opens the first chat that has something to read, and waits until it is drawn. */
async function openAChat(app) {
  await app.click('inbox-row');
  await app.find('chat');
  await app.find('message');
  await until('its images are loaded', () =>
    app.driver.executeScript('return [...document.images].every(({ complete }) => complete)'));
}

/** Makes choices in the settings, and closes them. */
async function choose(app, ...ids) {
  await app.click('settings');
  for (const id of ids) await app.click(id);
  const dialog = await app.find('settings-dialog');
  await dialog.sendKeys(Key.ESCAPE);
  await until('the settings are closed', async () => !(await app.shown('settings-dialog')));
}
