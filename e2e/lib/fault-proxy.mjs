// A proxy between the app and the backend that drops connections, loses responses or answers in the backend's place.

import { createServer, request as sendRequest } from 'node:http';
import { connect } from 'node:net';

/** Whether a request sends a message. */
export const isSendingMessage = (method, url) => method === 'POST' && url === '/support/messages';

/** A `respond` that refuses every message. */
export const refuseMessages = (method, url) =>
  isSendingMessage(method, url) ? { status: 422, message: ['content holds a forbidden word'] } : null;

export class FaultProxy {
  #target;
  #server;
  #sockets = new Set();
  #down = false;
  /** Answers a request in the backend's place: `(method, url) => ({status, message} | {page}) | null`. */
  respond = () => null;
  /** Disconnects after the backend has carried out a request and before its response arrives: `(method, url) => boolean`. */
  dropsResponse = () => false;
  /** Takes no more of a request than what fits on the way, and answers nothing, until `release`: `(method, url) => boolean`. */
  holds = () => false;
  #held = [];
  /** Names of headers that the backend's answers lose on their way, such as what it can do beyond the contract. */
  hiddenHeaders = [];
  /** How far the `date` header is from this machine's clock, in ms. */
  clockOffset = 0;

  static async start(backend) {
    const proxy = new FaultProxy();
    proxy.#target = new URL(backend.url);
    await proxy.#listen();
    return proxy;
  }

  #listen() {
    this.#server = createServer((request, response) => this.#forward(request, response));
    this.#server.on('connection', (socket) => {
      if (this.#down) return void socket.destroy();
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => socket.destroy());
    });
    this.#server.on('upgrade', (request, socket, head) => this.#forwardUpgrade(request, socket, head));
    return new Promise((ready) => {
      this.#server.listen(0, '127.0.0.1', () => {
        this.url = `http://127.0.0.1:${this.#server.address().port}`;
        ready();
      });
    });
  }

  #forward(request, response) {
    if (this.holds(request.method, request.url)) return void this.#held.push(() => this.#forward(request, response));
    const substitute = this.respond(request.method, request.url);
    if (substitute) {
      request.resume();
      if (substitute.page) return void response.writeHead(200, { 'content-type': 'text/html' }).end(substitute.page);
      const body = JSON.stringify({ statusCode: substitute.status, message: substitute.message });
      response.writeHead(substitute.status, { 'content-type': 'application/json' }).end(body);
      return;
    }
    const { hostname: host, port } = this.#target;
    const upstream = sendRequest({ host, port, method: request.method, path: request.url, headers: request.headers }, (answer) => {
      if (this.dropsResponse(request.method, request.url)) return this.disconnect();
      const date = new Date(Date.now() + this.clockOffset).toUTCString();
      for (const name of this.hiddenHeaders) delete answer.headers[name];
      response.writeHead(answer.statusCode, { ...answer.headers, ...(this.clockOffset !== 0 && { date }) });
      answer.pipe(response);
    });
    upstream.on('error', () => response.destroy());
    request.pipe(upstream);
  }

  // A WebSocket: the request unchanged, then bytes in both directions.
  #forwardUpgrade(request, socket, head) {
    const upstream = connect(Number(this.#target.port), this.#target.hostname, () => {
      const lines = request.rawHeaders.flatMap((_, at, all) => (at % 2 === 0 ? [`${all[at]}: ${all[at + 1]}`] : []));
      upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    this.#sockets.add(upstream);
    for (const [one, other] of [[upstream, socket], [socket, upstream]]) {
      one.on('error', () => one.destroy());
      one.on('close', () => other.destroy());
    }
  }

  /** Closes every connection and accepts no new one. */
  disconnect() {
    this.#down = true;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  reconnect() {
    this.#down = false;
  }

  /** Forwards what was held. */
  release() {
    this.holds = () => false;
    for (const forward of this.#held.splice(0)) forward();
  }

  stop() {
    this.disconnect();
    this.#server.close();
  }
}
