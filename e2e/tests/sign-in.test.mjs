// Signing in, and being told clearly why not.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { windowTest } from '../lib/scene.mjs';
import { until } from '../lib/wait.mjs';

const refusedWith = (scene, code) =>
  until(`the form says «${code}»`, async () => {
    const error = await scene.app.shown('sign-in-error');
    return error && (await error.getAttribute('data-code')) === code && error.getText();
  });

windowTest('a password opens the inbox', async (scene) => {
  await scene.open();
  const server = await scene.app.find('server');
  assert.equal(await server.getAttribute('value'), scene.server.url, 'the form proposes the server');
  assert.equal(await scene.app.root('dir'), 'rtl', 'the window begins in Arabic');
  await scene.picture('sign-in');
  await scene.enter('admin', 'demo');
  await scene.app.find('inbox-row');
  await scene.online();
  await scene.picture('inbox');
});

windowTest('a pasted token opens the inbox', async (scene) => {
  const { token } = await scene.server.as('restaurant');
  await scene.open();
  await scene.app.click('tab-token');
  await scene.app.fill('token', token);
  await scene.app.click('sign-in-button');
  await scene.app.find('inbox-row');
  await scene.picture('sign-in-by-token');
});

windowTest('a wrong password is named and the form kept', async (scene) => {
  await scene.open();
  await scene.enter('admin', 'wrong');
  const sentence = await refusedWith(scene, 'wrong-password');
  assert.ok(sentence.length > 10, `a sentence for people, not «${sentence}»`);
  const username = await scene.app.find('username');
  assert.equal(await username.getAttribute('value'), 'admin', 'the user name is still there');
  await scene.picture('wrong-password');
  await scene.enter('admin', 'demo');
  await scene.app.find('inbox-row');
});

windowTest('an address that answers with a web page is named as such', async (scene) => {
  const shop = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Welcome</h1>');
  });
  await new Promise((ready) => shop.listen(0, '127.0.0.1', ready));
  try {
    await scene.open();
    await scene.app.fill('server', `http://127.0.0.1:${shop.address().port}`);
    await scene.enter('admin', 'demo');
    await refusedWith(scene, 'not-avvento');
    await scene.picture('not-avvento');
  } finally {
    shop.closeAllConnections();
    shop.close();
  }
});

windowTest('a server out of reach is named as such', async (scene) => {
  await scene.open();
  await scene.server.stop();
  await scene.enter('admin', 'demo');
  await refusedWith(scene, 'unreachable');
  await scene.picture('unreachable');
});
