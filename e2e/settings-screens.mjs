// Screenshots of the settings in each language, theme, size and zoom, for design review.
//
//   node e2e/settings-screens.mjs [DIR]

import { join, resolve } from 'node:path';
import { App } from './lib/app.mjs';
import { ROOT } from './lib/backend.mjs';
import { Desktop } from './lib/desktop.mjs';
import { captureLooks } from './lib/looks.mjs';

const INTO = resolve(process.argv[2] ?? join(ROOT, 'target', 'settings-screens'));
const SIZES = [[1280, 800, 1], [1024, 640, 1], [1024, 640, 2]];

const desktop = await Desktop.start({ size: '1440x900' });
try {
  const app = new App(desktop);
  await app.open(['--demo', '--data', join(desktop.home, 'app')]);
  await app.click('inbox-row');
  await app.find('message');
  await app.click('settings');
  await app.find('language-switch');
  await captureLooks(app, INTO, 'settings', SIZES);
  await app.click('settings-alerts');
  await app.find('sound-test');
  await captureLooks(app, INTO, 'alerts', SIZES);
  await app.click('settings-accounts');
  await app.find('keep-accounts');
  await captureLooks(app, INTO, 'accounts', SIZES);
  await app.click('settings-storage');
  await app.find('storage-messages');
  await captureLooks(app, INTO, 'storage', SIZES);
  await app.click('clear-cache');
  await app.find('clear-cache-confirm');
  await captureLooks(app, INTO, 'clear-cache', SIZES);
} finally {
  await desktop.stop();
}
