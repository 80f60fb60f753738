// The line between the app and the backend, which a test can cut, mend, and let answer in the server's place.

import { createServer, request } from 'node:http';
import { connect } from 'node:net';

export class Line {
  #to;
  #server;
  #sockets = new Set();
  #down = false;
  /** Answers a call in the server's place: `(method, url) => ({status, message} | {page}) | null`. */
  answer = () => null;
  /** Cuts the line when the server has done what was asked, before its answer arrives: `(method, url) => boolean`. */
  loses = () => false;
  /** How far the server's clock is from this machine's, in ms. */
  clock = 0;

  /** A line to this backend, whole. */
  static async to(server) {
    const line = new Line();
    line.#to = new URL(server.url);
    await line.#listen();
    return line;
  }

  #listen() {
    this.#server = createServer((asked, answered) => this.#pass(asked, answered));
    this.#server.on('connection', (socket) => {
      if (this.#down) return void socket.destroy();
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => socket.destroy());
    });
    this.#server.on('upgrade', (asked, socket, head) => this.#join(asked, socket, head));
    return new Promise((ready) => {
      this.#server.listen(0, '127.0.0.1', () => {
        this.url = `http://127.0.0.1:${this.#server.address().port}`;
        ready();
      });
    });
  }

  #pass(asked, answered) {
    const instead = this.answer(asked.method, asked.url);
    if (instead) {
      asked.resume();
      if (instead.page) return void answered.writeHead(200, { 'content-type': 'text/html' }).end(instead.page);
      const body = JSON.stringify({ statusCode: instead.status, message: instead.message });
      answered.writeHead(instead.status, { 'content-type': 'application/json' }).end(body);
      return;
    }
    const { hostname: host, port } = this.#to;
    const onward = request({ host, port, method: asked.method, path: asked.url, headers: asked.headers }, (answer) => {
      if (this.loses(asked.method, asked.url)) return this.cut();
      const date = new Date(Date.now() + this.clock).toUTCString();
      answered.writeHead(answer.statusCode, { ...answer.headers, ...(this.clock !== 0 && { date }) });
      answer.pipe(answered);
    });
    onward.on('error', () => answered.destroy());
    asked.pipe(onward);
  }

  // A websocket: the request as it came, then bytes both ways.
  #join(asked, socket, head) {
    const onward = connect(Number(this.#to.port), this.#to.hostname, () => {
      const lines = asked.rawHeaders.flatMap((_, at, all) => (at % 2 === 0 ? [`${all[at]}: ${all[at + 1]}`] : []));
      onward.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    this.#sockets.add(onward);
    for (const [one, other] of [[onward, socket], [socket, onward]]) {
      one.on('error', () => one.destroy());
      one.on('close', () => other.destroy());
    }
  }

  /** Nothing gets through, and what was open is cut off. */
  cut() {
    this.#down = true;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  mend() {
    this.#down = false;
  }

  stop() {
    this.cut();
    this.#server.close();
  }
}
