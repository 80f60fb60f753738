// The app's window, driven through WebKitWebDriver.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { By, Key, WebDriver } from 'selenium-webdriver';
import { Executor, HttpClient } from 'selenium-webdriver/http/index.js';
import { binaryPath } from './backend.mjs';
import { until } from './wait.mjs';

export { Key };

/** How the page is painted: by OpenGL, of which alone the driver's pictures are sure to come; or directly, as the app has it by itself where no graphics card is, which is shown a second sooner there. */
const PAINTINGS = { composited: {}, direct: { WEBKIT_DISABLE_COMPOSITING_MODE: '1' } };

export class App {
  #desktop;
  #painting;
  #webdriver;

  constructor(desktop, painting = 'composited') {
    this.#desktop = desktop;
    this.#painting = painting;
  }

  /** Opens the window with these arguments and waits until something is drawn in it. */
  async open(args, { program = binaryPath('avvento-desk'), env = {} } = {}) {
    const port = await freePort();
    this.#webdriver = this.#desktop.start('WebKitWebDriver', ['--host=127.0.0.1', `--port=${port}`], {
      env: { TAURI_WEBVIEW_AUTOMATION: 'true', ...PAINTINGS[this.#painting], ...env },
      // Asked to end, it takes a second, and nobody looks at what it does in it.
      stopSignal: 'SIGKILL',
    });
    const client = new HttpClient(`http://127.0.0.1:${port}`);
    await until('WebKitWebDriver listens', () => fetch(`http://127.0.0.1:${port}/status`).then(({ ok }) => ok));
    this.driver = WebDriver.createSession(new Executor(client), {
      'webkitgtk:browserOptions': { binary: program, args },
    });
    await this.driver.getSession();
    await until('the window draws something', () => this.driver.findElement(By.css('[data-testid]')));
    return this;
  }

  /** The process of the app; the driver has started it. */
  async processId() {
    const { pid } = this.#webdriver;
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return Number(children.trim().split(' ')[0]);
  }

  /** Kills the app and everything that it started, as a power cut does. */
  async kill() {
    this.#webdriver.kill('SIGKILL');
    await this.#webdriver.ended;
  }

  /** Gives the window a size, and waits until the page is laid out in it: on a busy machine the driver answers before that. */
  async resize(width, height, { x = 0, y = 0 } = {}) {
    await this.driver.manage().window().setRect({ x, y, width, height });
    const isSo = () => this.driver.executeScript('return outerWidth === arguments[0] && outerHeight === arguments[1]', width, height);
    await until(`the window is ${width}×${height}`, isSo);
    await this.driver.executeAsyncScript('const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));');
  }

  /** Presses a key together with Ctrl. */
  async press(key) {
    await this.driver.actions().keyDown(Key.CONTROL).sendKeys(key).keyUp(Key.CONTROL).perform();
  }

  /** Presses a key that ends the app; the driver may get no answer. */
  async pressAndWaitForExit(key) {
    await this.press(key).catch(() => {});
    await this.waitForExit();
  }

  /** Clicks what ends the app; the driver may get no answer. */
  async clickAndWaitForExit(id) {
    const element = await this.find(id);
    await element.click().catch(() => {});
    await this.waitForExit();
  }

  /** Waits until the app has ended by itself, then ends the driver. */
  async waitForExit() {
    await until('the app ends', () => this.driver.getTitle().then(() => false, () => true));
    await this.kill();
  }

  /** Waits for a visible element with this test id; inside another one if given. */
  async find(id, inside = this.driver) {
    return until(`«${id}» is shown`, () => this.findVisible(id, inside));
  }

  async findVisible(id, inside = this.driver) {
    for (const element of await inside.findElements(By.css(selector(id)))) {
      if (await element.isDisplayed()) return element;
    }
    return null;
  }

  /** The texts of all elements with this test id. */
  async texts(id) {
    return this.driver.executeScript(
      'return [...document.querySelectorAll(arguments[0])].map((element) => element.innerText)',
      selector(id),
    );
  }

  /** Waits until an element with this test id contains this text, and returns the element. */
  async findWithText(id, text) {
    return until(`«${id}» holds «${text}»`, () =>
      this.driver.executeScript(
        'return [...document.querySelectorAll(arguments[0])].find((one) => one.innerText.includes(arguments[1]))',
        selector(id),
        text,
      ),
    );
  }

  async click(id) {
    await until(`«${id}» takes a click`, async () => {
      const element = await this.findVisible(id);
      if (!element) return false;
      await element.click();
      return true;
    });
  }

  /** Opens the settings at a page, and waits until that is the one which is open: what moves as the click comes takes it in another's place. */
  async openSettings(page) {
    const tab = `[data-testid="settings-${page}"]`;
    await until(`the settings show «${page}»`, async () => {
      if (await this.findVisible(`${tab}[data-state="active"]`)) return true;
      await ((await this.findVisible(tab)) ?? (await this.findVisible('settings'))).click();
      return false;
    });
  }

  /** Replaces the text of a field. */
  async fill(id, text) {
    await until(`«${id}» takes a text`, async () => {
      const field = await this.findVisible(id);
      if (!field) return false;
      // The driver empties a field without a word to the page; the user's keys tell it.
      if (text) await field.clear().then(() => field.sendKeys(text));
      else await field.sendKeys(Key.chord(Key.CONTROL, 'a'), Key.DELETE);
      return (await field.getAttribute('value')) === text;
    });
  }

  /** An attribute of the document's root, such as `dir`. */
  rootAttribute(attribute) {
    return this.driver.executeScript('return document.documentElement.getAttribute(arguments[0])', attribute);
  }

  /** How far an element's left edge is from the window's, in CSS pixels. */
  async offset(id) {
    return this.driver.executeScript('return arguments[0].getBoundingClientRect().x', await this.find(id));
  }

  /** Waits until the fonts are loaded, the transitions are over and two frames were painted. */
  async waitForPaint() {
    await this.driver.executeAsyncScript(`
      const done = arguments[0];
      const frames = () => requestAnimationFrame(() => requestAnimationFrame(() => done()));
      const finite = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < 5000);
      // The animation of a removed element may never finish.
      const timeout = new Promise((resume) => setTimeout(resume, 2000));
      const over = Promise.all([document.fonts.ready, ...finite.map((one) => one.finished.catch(() => {}))]);
      Promise.race([over, timeout]).then(frames, frames);
    `);
  }

  /** Saves a picture of the page; of one that is painted directly, of as much as the display shows. */
  async screenshot(path) {
    await this.waitForPaint();
    await mkdir(dirname(path), { recursive: true });
    if (this.#painting === 'direct') {
      await this.#desktop.screenshot(path);
      return path;
    }
    await writeFile(path, Buffer.from(await this.driver.takeScreenshot(), 'base64'));
    return path;
  }
}

function selector(id) {
  return id.startsWith('[') ? id : `[data-testid="${id}"]`;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
