// Signing in, and the reason when it fails.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { windowTest } from '../lib/fixture.mjs';
import { until } from '../lib/wait.mjs';

const refusedWith = (window, code) =>
  until(`the form says «${code}»`, async () => {
    const error = await window.app.findVisible('sign-in-error');
    return error && (await error.getAttribute('data-code')) === code && error.getText();
  });

windowTest('a password opens the inbox', async (window) => {
  await window.open();
  const server = await window.app.find('server');
  assert.equal(await server.getAttribute('value'), window.backend.url, 'the form proposes the server');
  assert.equal(await window.app.rootAttribute('dir'), 'rtl', 'the window begins in Arabic');
  await window.screenshot('sign-in');
  await window.submitSignIn('admin', 'demo');
  await window.app.find('inbox-row');
  await window.waitUntilOnline();
  await window.screenshot('inbox');
});

windowTest('a pasted token opens the inbox', async (window) => {
  const { token } = await window.backend.signInAs('restaurant');
  await window.open();
  await window.app.click('tab-token');
  await window.app.fill('token', token);
  await window.app.click('sign-in-button');
  await window.app.find('inbox-row');
  await window.screenshot('sign-in-by-token');
});

windowTest('a wrong password is named and the form is kept', async (window) => {
  await window.open();
  await window.submitSignIn('admin', 'wrong');
  const sentence = await refusedWith(window, 'wrong-password');
  assert.ok(sentence.length > 10, `a sentence for people, not «${sentence}»`);
  const username = await window.app.find('username');
  assert.equal(await username.getAttribute('value'), 'admin', 'the user name is still there');
  await window.screenshot('wrong-password');
  await window.submitSignIn('admin', 'demo');
  await window.app.find('inbox-row');
});

windowTest('an address of a web page is named as such', async (window) => {
  const shop = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Welcome</h1>');
  });
  await new Promise((ready) => shop.listen(0, '127.0.0.1', ready));
  try {
    await window.open();
    await window.app.fill('server', `http://127.0.0.1:${shop.address().port}`);
    await window.submitSignIn('admin', 'demo');
    await refusedWith(window, 'not-avvento');
    await window.screenshot('not-avvento');
  } finally {
    shop.closeAllConnections();
    shop.close();
  }
});

windowTest('an unreachable server is named as such', async (window) => {
  await window.open();
  await window.backend.stop();
  await window.submitSignIn('admin', 'demo');
  await refusedWith(window, 'unreachable');
  await window.screenshot('unreachable');
});

windowTest('a proxy that wants a sign-in is named as such', async (window) => {
  const proxy = createServer();
  proxy.on('connect', (_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n'));
  await new Promise((ready) => proxy.listen(0, '127.0.0.1', ready));
  const address = `http://127.0.0.1:${proxy.address().port}`;
  try {
    const args = ['--data', window.data, '--server', 'https://avvento.invalid'];
    await window.app.open(args, { env: { HTTPS_PROXY: address, https_proxy: address } });
    await window.submitSignIn('admin', 'demo');
    await refusedWith(window, 'proxy-sign-in-needed');
    await window.screenshot('proxy-sign-in-needed');
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});
