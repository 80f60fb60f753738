// The reference backend as a process, and a REST client that acts as another user.

import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? 'target';

/** The path of a binary that cargo built. */
export const binaryPath = (program) => resolve(ROOT, target, 'debug', program);

export class Backend {
  #desktop;
  #program;
  #dialect;
  #listen = '127.0.0.1:0';

  constructor(desktop, { dialect = 'documented' } = {}) {
    this.#desktop = desktop;
    this.#dialect = dialect;
    this.data = resolve(desktop.home, 'backend');
  }

  /** Starts the backend; after a stop on the same port, with the same data. */
  async start() {
    const args = ['serve', '--demo', '--seed', '7', '--uploads', '--listen', this.#listen, '--data', this.data, '--dialect', this.#dialect];
    this.#program = this.#desktop.start(binaryPath('avvento-backend'), args);
    const [, address] = await this.#program.waitForOutput(/^listening on (http:\/\/\S+)/, 60_000);
    this.url = address;
    this.#listen = new URL(address).host;
    return this;
  }

  stop() {
    return this.#program.stop();
  }

  /** Makes an account, and signs it in. */
  async addUser(username, name, role) {
    const args = ['user', 'add', '--username', username, '--name', name, '--role', role, '--data', this.data];
    execFileSync(binaryPath('avvento-backend'), args, { input: 'demo\n', env: this.#desktop.env });
    return this.signInAs(username);
  }

  /** Signs in one of the demo's accounts. */
  async signInAs(username) {
    const { token, user } = await call(`${this.url}/auth/login`, { body: { username, password: 'demo' } });
    return new RestUser(this.url, token, user);
  }
}

class RestUser {
  constructor(url, token, user) {
    this.url = url;
    this.token = token;
    this.id = user._id;
  }

  #call(path, options) {
    return call(`${this.url}/support/${path}`, { token: this.token, ...options });
  }

  conversations() {
    return this.#call('conversations').then((list) => list.conversations ?? list.data ?? list);
  }

  /** An open conversation of this user that is no order's chat. */
  async openConversation() {
    const all = await this.conversations();
    const found = all.find(({ status, supportType }) => status === 'open' && supportType !== 'order');
    if (!found) throw new Error('the demo has no open conversation for this account');
    return found;
  }

  openOrderChat(order) {
    return this.#call(`order-chat/${order}`, { method: 'POST', body: {} });
  }

  askAdmin(subject) {
    return this.#call('conversations/with-admin', { body: { subject } });
  }

  write(conversation, content) {
    return this.#call('messages', { body: { conversationId: conversation, content } });
  }

  /** Sends a picture that the backend has. */
  show(conversation, picture) {
    return this.#call('messages', { body: { conversationId: conversation, type: 'image', content: `/demo/images/${picture}.png` } });
  }

  #newest(conversation) {
    return this.#call(`conversations/${conversation}/messages?limit=50`).then((page) => page.messages ?? page);
  }

  /** The newest messages' texts, newest first. */
  async texts(conversation) {
    return (await this.#newest(conversation)).map(({ content }) => content);
  }

  /** The texts that this user can see and that were written since a server time: of each chat the newest fifty at most. */
  async textsSince(time) {
    const all = await this.conversations();
    const active = all.filter(({ lastMessage }) => lastMessage && lastMessage.createdAt >= time);
    const messages = await Promise.all(active.map(({ _id }) => this.#newest(_id)));
    const recent = messages.flat().filter(({ createdAt }) => createdAt >= time);
    return recent.map(({ content }) => content);
  }

  /** How many of the newest messages have exactly this text. */
  async countTexts(conversation, text) {
    return (await this.texts(conversation)).filter((each) => each === text).length;
  }

  /** Has read a conversation, as whoever opens it has. */
  markRead(conversation) {
    return this.#call(`conversations/${conversation}/read`, { method: 'POST' });
  }

  setStatus(conversation, status) {
    return this.#call(`conversations/${conversation}`, { method: 'PATCH', body: { status } });
  }

  conversation(id) {
    return this.#call(`conversations/${id}`);
  }
}

async function call(url, { token, body, method = body ? 'POST' : 'GET' }) {
  const answer = await fetch(url, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
