// The reference backend as a program of its own, and its REST API as another person's client would use it.

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? 'target';

/** Where cargo puts what it builds. */
export const built = (program) => resolve(ROOT, target, 'debug', program);

export class Server {
  #desktop;
  #program;
  #listen = '127.0.0.1:0';

  constructor(desktop) {
    this.#desktop = desktop;
    this.data = resolve(desktop.home, 'backend');
  }

  /** Starts it; a second time on the same port, with the same data. */
  async start() {
    const args = ['serve', '--demo', '--seed', '7', '--listen', this.#listen, '--data', this.data];
    this.#program = this.#desktop.start(built('avvento-backend'), args);
    const [, address] = await this.#program.says(/^listening on (http:\/\/\S+)/, 60_000);
    this.url = address;
    this.#listen = new URL(address).host;
    return this;
  }

  stop() {
    return this.#program.stop();
  }

  /** Signs in one of the demo's accounts. */
  async as(username) {
    const { token, user } = await call(`${this.url}/auth/login`, { body: { username, password: 'demo' } });
    return new Person(this.url, token, user);
  }
}

class Person {
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

  /** An open conversation of this person's that is no order's chat. */
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

  #newest(conversation) {
    return this.#call(`conversations/${conversation}/messages?limit=50`).then((page) => page.messages ?? page);
  }

  /** The newest messages' texts, newest first. */
  async texts(conversation) {
    return (await this.#newest(conversation)).map(({ content }) => content);
  }

  /** The texts of what this person can see that was written since a time of the server's: of each chat the newest fifty at most. */
  async textsSince(time) {
    const all = await this.conversations();
    const spoken = all.filter(({ lastMessage }) => lastMessage && lastMessage.createdAt >= time);
    const messages = await Promise.all(spoken.map(({ _id }) => this.#newest(_id)));
    const fresh = messages.flat().filter(({ createdAt }) => createdAt >= time);
    return fresh.map(({ content }) => content);
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
