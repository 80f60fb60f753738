// Takes a tour in a window of its own, for pictures of it.

import { join } from 'node:path';
import { App } from './app.mjs';
import { Backend } from './backend.mjs';
import { Desktop } from './desktop.mjs';
import { WindowFixture } from './fixture.mjs';

/** Calls `visit(app, view, back, room)` for each view; `onFailure(error, app)` is told what ended the tour early. */
export async function takeTour(tour, visit, onFailure) {
  const window = new WindowFixture();
  window.desktop = await Desktop.start({ size: '1920x1080' });
  try {
    window.app = new App(window.desktop);
    window.data = join(window.desktop.home, 'app');
    window.backend = await new Backend(window.desktop).start();
    await tour(window, (view, back, room) => visit(window.app, view, back, room));
  } catch (error) {
    await onFailure(error, window.app);
  } finally {
    window.proxy?.stop();
    await window.desktop.stop();
  }
}
