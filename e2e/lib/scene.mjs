// A test of the real window: a desktop, a backend and the app, and what is left to look at when it fails.

import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { App, Key } from './app.mjs';
import { Desktop } from './desktop.mjs';
import { Line } from './line.mjs';
import { ROOT, Server } from './server.mjs';
import { until } from './wait.mjs';

const PICTURES = join(ROOT, 'target', 'screenshots');

/** Declares a test: `play` gets a {@link Scene} whose backend runs and whose window is not open yet. */
export function windowTest(rule, play) {
  test(rule, async () => {
    const scene = await Scene.set();
    try {
      await play(scene);
    } catch (error) {
      await scene.keepEvidence(rule.replaceAll(' ', '-'));
      throw error;
    } finally {
      scene.line?.stop();
      await scene.desktop.stop();
    }
  });
}

export class Scene {
  static async set() {
    await mkdir(PICTURES, { recursive: true });
    const scene = new Scene();
    scene.desktop = await Desktop.start();
    scene.app = new App(scene.desktop);
    scene.data = join(scene.desktop.home, 'app');
    scene.server = new Server(scene.desktop);
    await scene.server.start();
    return scene;
  }

  /** From now on the window reaches the backend over a line that the test holds in its hands. */
  async layLine() {
    this.line = await Line.to(this.server);
    return this.line;
  }

  /** Opens the window for this scene's backend; with the same data each time. */
  async open(...more) {
    await this.app.open(['--data', this.data, '--server', (this.line ?? this.server).url, ...more]);
  }

  /** Opens the window and signs in, as a person does. */
  async signIn(username = 'admin') {
    await this.open();
    await this.enter(username, 'demo');
    await this.app.find('inbox-row');
  }

  /** Fills in the form and sends it off. */
  async enter(username, password) {
    await this.app.fill('username', username);
    await this.app.fill('password', password);
    await this.app.click('sign-in-button');
  }

  /** Waits until the session is up and everything is caught up with. */
  async online() {
    await this.app.find('[data-testid="connection-dot"][data-state="online"]');
  }

  /** Opens a chat from the inbox and waits until it is there. */
  async openChat(conversation) {
    const chat = `[data-testid="chat"][data-conversation="${conversation}"]`;
    await until(`the chat ${conversation} opens`, async () => {
      // Like anybody's, a click can land on the row that has just moved there: then it is clicked again.
      if (await this.app.shown(chat)) return true;
      await (await this.app.shown(row(conversation))).click();
      return until('its chat', () => this.app.shown(chat), 3_000);
    });
  }

  /** Writes a message in the open chat and sends it with Enter. */
  async say(text) {
    const composer = await this.app.find('composer');
    await composer.sendKeys(text, Key.ENTER);
    await this.app.holding('message', text);
  }

  /** Where the newest message with this text stands, as the window shows it. */
  async stateOf(text) {
    const message = await this.app.holding('message', text);
    return message.getAttribute('data-state');
  }

  /** Waits until the message with this text is shown in one of these states. */
  async becomes(text, ...states) {
    await until(`«${text}» becomes ${states.join(' or ')}`, async () => states.includes(await this.stateOf(text)));
  }

  /** Saves a picture of the window as it is now. */
  picture(name) {
    return this.app.picture(join(PICTURES, `${name}.png`));
  }

  /** Saves a picture of the whole display: the window and what lies over it. */
  async displayPicture(name) {
    await this.app.drawn();
    return this.desktop.picture(join(PICTURES, `${name}.png`));
  }

  /** After a failure: what is on the display, and what every program said. */
  async keepEvidence(name) {
    const folder = join(PICTURES, 'failed', name);
    await mkdir(folder, { recursive: true });
    await this.desktop.picture(join(folder, 'display.png')).catch(() => {});
    await cp(join(this.desktop.home, 'log'), folder, { recursive: true }).catch(() => {});
    await cp(join(this.data, 'log'), join(folder, 'app'), { recursive: true }).catch(() => {});
    console.error(`what the display showed and the programs said: ${folder}`);
  }
}

/** The inbox's row of a conversation. */
export const row = (conversation) => `[data-testid="inbox-row"][data-conversation="${conversation}"]`;
