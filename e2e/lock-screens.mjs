// Screenshots of the lock and its settings in each language, theme, size and zoom, for design review.
//
//   node e2e/lock-screens.mjs [DIR]

import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { App, Key } from './lib/app.mjs';
import { ROOT } from './lib/backend.mjs';
import { Desktop } from './lib/desktop.mjs';
import { captureLooks } from './lib/looks.mjs';

const INTO = resolve(process.argv[2] ?? join(ROOT, 'target', 'lock-screens'));
const SIZES = [[1024, 640, 1], [1440, 900, 1], [1024, 640, 2]];
const PIN = '2580';

const desktop = await Desktop.start({ size: '1440x900' });
const data = join(desktop.home, 'app');
try {
  const app = new App(desktop);
  await app.open(['--demo', '--demo-pace', 'still', '--data', data]);
  await app.find('inbox-row');
  await app.press('l');
  await app.find('pin-new');
  await captureLooks(app, INTO, 'settings-without', SIZES);
  await app.fill('pin-new', PIN);
  await app.fill('pin-repeat', PIN);
  await app.click('pin-save');
  await app.find('lock-now');
  await captureLooks(app, INTO, 'settings-with', SIZES);
  await app.click('pin-change');
  await app.find('pin-current');
  await captureLooks(app, INTO, 'settings-change', SIZES.slice(0, 1));
  await app.driver.actions().sendKeys(Key.ESCAPE).perform();
  await app.press('l');
  await app.find('lock-screen');
  await captureLooks(app, INTO, 'locked', SIZES);
  await app.fill('pin', '1111');
  await app.click('pin-unlock');
  await app.find('[data-testid="pin"][aria-invalid="true"]');
  await captureLooks(app, INTO, 'locked-wrong', SIZES);
  for (const wrong of ['1112', '1113', '1114', '1115']) {
    await app.fill('pin', wrong);
    await app.click('pin-unlock');
    await app.find('[data-testid="pin"][aria-invalid="true"]');
  }
  await captureLooks(app, INTO, 'locked-pause', SIZES.slice(0, 1));
  await app.click('pin-forgot');
  await app.find('forget-pin-confirm');
  await captureLooks(app, INTO, 'forgot', SIZES);
  await app.kill();
  await writeFile(join(data, 'app-lock.json'), '{');
  await app.open(['--data', data]);
  await app.find('lock-screen');
  await captureLooks(app, INTO, 'damaged', SIZES);
} finally {
  await desktop.stop();
}
