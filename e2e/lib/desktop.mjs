// A desktop for one test: display, session bus, keyring, notification daemon and an empty home.

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { start } from './processes.mjs';
import { until } from './wait.mjs';

const run = promisify(execFile);

export class Desktop {
  #programs = [];

  /** `size` is the display's, in pixels; `notifications` are `recorded`, or `ignored` where thousands come. */
  static async start({ size = '1280x800', language = 'C.UTF-8', notifications = 'recorded' } = {}) {
    const desktop = new Desktop();
    desktop.home = await mkdtemp(join(tmpdir(), 'avvento-'));
    try {
      await desktop.#makeHome(language);
      await desktop.#startDisplay(size);
      await desktop.#startBus();
      await Promise.all([
        desktop.#startKeyring(),
        notifications === 'recorded' && desktop.#startNotifications(),
      ]);
    } catch (error) {
      await desktop.stop();
      throw error;
    }
    return desktop;
  }

  async #makeHome(language) {
    const at = (folder) => join(this.home, folder);
    this.env = {
      PATH: process.env.PATH,
      LANG: language,
      TZ: 'Africa/Tripoli',
      HOME: this.home,
      XDG_RUNTIME_DIR: at('run'),
      XDG_CONFIG_HOME: at('config'),
      XDG_DATA_HOME: at('data'),
      XDG_CACHE_HOME: at('cache'),
      XDG_STATE_HOME: at('state'),
      XDG_SESSION_TYPE: 'x11',
      GDK_BACKEND: 'x11',
      NO_AT_BRIDGE: '1',
      // No device for sound, whatever this machine has.
      ALSA_CONFIG_PATH: '/dev/null',
      RUST_BACKTRACE: '1',
    };
    for (const folder of ['run', 'config', 'data', 'cache', 'state', 'log']) {
      await mkdir(at(folder), { mode: 0o700 });
    }
  }

  /** Starts a program on this desktop; `stop` ends it. */
  start(command, args = [], { env = {}, input, stopSignal } = {}) {
    const log = join(this.home, 'log', `${command.split('/').pop()}.log`);
    const program = start(command, args, { env: { ...this.env, ...env }, log, input, stopSignal });
    this.#programs.push(program);
    return program;
  }

  async #startDisplay(size) {
    // Without a display number Xvfb takes a free one and prints it.
    const server = this.start('Xvfb', [
      '-displayfd', '1', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset', '-dpi', '96',
    ]);
    const [, number] = await server.waitForOutput(/^(\d+)$/);
    this.env.DISPLAY = `:${number}`;
  }

  async #startBus() {
    const bus = this.start('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1']);
    const [address] = await bus.waitForOutput(/^unix:.+$/);
    this.env.DBUS_SESSION_BUS_ADDRESS = address;
  }

  async #startKeyring() {
    const options = ['--foreground', '--unlock', '--components=secrets'];
    this.start('gnome-keyring-daemon', options, { input: 'test\n' });
    await this.#waitForBusName('org.freedesktop.secrets');
  }

  async #startNotifications() {
    // dunst runs a script for each notification: the file lists what was shown, not what was requested.
    const shown = join(this.home, 'notifications.jsonl');
    const script = join(this.home, 'record-notification');
    await writeFile(shown, '');
    await writeFile(
      script,
      `#!/bin/sh\nexec "${process.execPath}" -e 'const {DUNST_SUMMARY:summary,DUNST_BODY:body}=process.env;` +
        `require("fs").appendFileSync("${shown}",JSON.stringify({summary,body})+"\\n")'\n`,
      { mode: 0o755 },
    );
    const config = join(this.home, 'dunstrc');
    await writeFile(config, `[global]\n    timeout = 0\n    font = Sans 10\n[all]\n    timeout = 0\n    script = ${script}\n`);
    this.start('dunst', ['-config', config]);
    await this.#waitForBusName('org.freedesktop.Notifications');
  }

  #waitForBusName(name) {
    return until(`${name} on the session bus`, async () => {
      const { stdout } = await this.run('dbus-send', [
        '--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus',
        'org.freedesktop.DBus.NameHasOwner', `string:${name}`,
      ]);
      return stdout.includes('boolean true');
    });
  }

  /** Runs a program on this desktop to its end. */
  run(command, args) {
    return run(command, args, { env: this.env, timeout: 20_000 });
  }

  /** All notifications that were shown so far: `{summary, body}`, oldest first. */
  async notifications() {
    const shown = await readFile(join(this.home, 'notifications.jsonl'), 'utf8');
    return shown.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }

  /** Clicks the newest notification on the screen. */
  clickNotification() {
    return this.run('dunstctl', ['action', '0']);
  }

  /** Closes every notification on the screen. */
  closeNotifications() {
    return this.run('dunstctl', ['close-all']);
  }

  /** How many notifications are on the screen or wait for room on it. */
  async notificationsOnScreen() {
    const counts = await Promise.all(
      ['displayed', 'waiting'].map(async (kind) => Number((await this.run('dunstctl', ['count', kind])).stdout)),
    );
    return counts[0] + counts[1];
  }

  /** Starts a window manager with several workspaces. */
  async startWindowManager() {
    this.start('openbox', ['--sm-disable']);
    await until('the window manager', async () => Number((await this.run('xdotool', ['get_num_desktops'])).stdout) > 1);
  }

  /** The workspace that is shown, from 0. */
  async workspace() {
    return Number((await this.run('xdotool', ['get_desktop'])).stdout);
  }

  /** The visible window whose title holds this text. */
  windowNamed(title) {
    return until(`a window «${title}»`, async () => {
      const { stdout } = await this.run('xdotool', ['search', '--onlyvisible', '--name', title]);
      return stdout.trim().split('\n').at(-1);
    });
  }

  screenshot(path) {
    return this.run('import', ['-window', 'root', path]);
  }

  async stop() {
    for (const program of this.#programs.toReversed()) await program.stop();
    await rm(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
