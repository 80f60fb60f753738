// The fixture of a window test: a desktop, a backend, the app, and the evidence that is saved after a failure.

import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { App, Key } from './app.mjs';
import { Desktop } from './desktop.mjs';
import { FaultProxy } from './fault-proxy.mjs';
import { ROOT, Backend } from './backend.mjs';
import { until } from './wait.mjs';

/** How much of the page a failure prints. */
const PAGE_LETTERS = 2_000;
const SCREENSHOTS = join(ROOT, 'target', 'screenshots');

/** Declares a test, whose backend may speak another `dialect` and whose page may be `composited` for its pictures: `body` gets a {@link WindowFixture} whose backend runs and whose window is not open yet, and the test's context. */
export function windowTest(rule, body, { dialect, painting, ...options } = {}) {
  test(rule, options, async (t) => {
    const window = await WindowFixture.start({ dialect }, painting);
    try {
      await body(window, t);
    } catch (error) {
      await window.saveFailure(rule.replaceAll(' ', '-'));
      throw error;
    } finally {
      window.proxy?.stop();
      await window.desktop.stop();
    }
  });
}

export class WindowFixture {
  static async start(server = {}, painting = 'direct') {
    await mkdir(SCREENSHOTS, { recursive: true });
    const window = new WindowFixture();
    window.desktop = await Desktop.start();
    window.app = new App(window.desktop, painting);
    window.data = join(window.desktop.home, 'app');
    window.backend = new Backend(window.desktop, server);
    await window.backend.start();
    return window;
  }

  /** Puts a proxy between the app and the backend; call it before the window is opened. */
  async startProxy() {
    this.proxy = await FaultProxy.start(this.backend);
    return this.proxy;
  }

  /** Opens the window on this backend and always the same data folder. */
  async open(...more) {
    // Nobody waits for what the test does not take back.
    await this.choose({ takeBackSeconds: 0 }, 'wx').catch(() => {});
    await this.app.open(['--data', this.data, '--server', (this.proxy ?? this.backend).url, ...more]);
  }

  /** Writes preferences before the window is opened; what the first run offers is passed over. */
  async choose(preferences, flag = 'w') {
    await mkdir(this.data, { recursive: true, mode: 0o700 });
    await writeFile(join(this.data, 'preferences.json'), JSON.stringify({ alertTest: 'done', ...preferences }), { flag });
  }

  /** Opens the window and signs in through the form. */
  async signIn(username = 'admin') {
    await this.open();
    await this.submitSignIn(username, 'demo');
    await this.app.find('inbox-row');
  }

  async submitSignIn(username, password) {
    await this.app.fill('username', username);
    await this.app.fill('password', password);
    await this.app.click('sign-in-button');
  }

  /** Waits until the app is connected and has caught up. */
  async waitUntilOnline() {
    await this.app.find('[data-testid="connection-dot"][data-state="online"]');
  }

  /** Opens a customer's new chat in a window that reaches the backend through a proxy. */
  async openNewChat(subject) {
    const customer = await this.backend.signInAs('user');
    const { _id } = await customer.askAdmin(subject);
    const proxy = await this.startProxy();
    await this.signIn();
    await this.waitUntilOnline();
    await this.openChat(_id);
    return { customer, _id, proxy };
  }

  /** Disconnects the proxy and waits until the window says so. */
  async goOffline() {
    this.proxy.disconnect();
    await this.app.find('[data-testid="banner"][data-state="offline"]');
  }

  /** Opens a chat from the inbox and waits until it is there. */
  async openChat(conversation) {
    const chat = `[data-testid="chat"][data-conversation="${conversation}"]`;
    await until(`the chat ${conversation} opens`, async () => {
      // A row that has just moved may take the click in another one's place: the right row is clicked again.
      if (await this.app.findVisible(chat)) return true;
      await (await this.app.findVisible(row(conversation))).click();
      return until('its chat', () => this.app.findVisible(chat), 3_000);
    });
    const another = `[data-testid="details"]:not([data-conversation="${conversation}"])`;
    await until('its details are not another one’s', async () => (await this.app.findVisible(another)) === null);
  }

  /** Clicks notifications, the newest first, until this chat is open: the demo's customers may have put others on top. */
  async clickNotificationOf(conversation) {
    const openChat = () =>
      this.app.driver.executeScript(`return document.querySelector('[data-testid="chat"]')?.dataset.conversation ?? null`);
    await until(`a notification opens ${conversation}`, async () => {
      const before = await openChat();
      if (before === conversation) return true;
      await this.desktop.clickNotification();
      // One click at a time: a later one would lead on to another chat.
      await until('the click is answered', async () => (await openChat()) !== before, 8_000).catch(() => {});
      return (await openChat()) === conversation;
    }, 60_000);
  }

  /** Writes a message in the open chat and sends it with Enter. */
  async sendMessage(text) {
    const composer = await this.app.find('composer');
    await composer.sendKeys(text, Key.ENTER);
    await this.app.findWithText('message', text);
  }

  /** The delivery state of the newest message with this text, as the window shows it. */
  async deliveryState(text) {
    const message = await this.app.findWithText('message', text);
    return message.getAttribute('data-state');
  }

  /** Waits until the message with this text is shown in one of these states. */
  async waitForState(text, ...states) {
    await until(`«${text}» becomes ${states.join(' or ')}`, async () => states.includes(await this.deliveryState(text)));
  }

  screenshot(name) {
    return this.app.screenshot(join(SCREENSHOTS, `${name}.png`));
  }

  /** Saves a picture of the whole display: the window and the notifications over it. */
  async displayScreenshot(name) {
    await this.app.waitForPaint();
    return this.desktop.screenshot(join(SCREENSHOTS, `${name}.png`));
  }

  /** Saves the display and every program's log after a failure. */
  async saveFailure(name) {
    const folder = join(SCREENSHOTS, 'failed', name);
    await mkdir(folder, { recursive: true });
    await this.desktop.screenshot(join(folder, 'display.png')).catch(() => {});
    await cp(join(this.desktop.home, 'log'), folder, { recursive: true }).catch(() => {});
    await cp(join(this.data, 'log'), join(folder, 'app'), { recursive: true }).catch(() => {});
    console.error(`the display and the logs are in ${folder}`);
    // Where only what is printed is kept, it must be told what the page was.
    const page = await this.app.driver?.executeScript('return document.body.innerText').catch(() => null);
    if (page) console.error(`the page, in letters: ${page.replaceAll(/\s+/gu, ' ').slice(0, PAGE_LETTERS)}`);
  }
}

/** The inbox's row of a conversation. */
export const row = (conversation) => `[data-testid="inbox-row"][data-conversation="${conversation}"]`;
