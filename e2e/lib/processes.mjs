// The programs that a test starts. Each has its own process group, so that its children end with it; the kernel
// kills it if this process dies.

import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

const running = new Set();
process.on('exit', () => running.forEach((program) => program.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => process.exit(1));
}

class Program {
  #stopSignal;

  constructor(name, child, stopSignal) {
    this.name = name;
    this.child = child;
    this.#stopSignal = stopSignal;
    this.ended = new Promise((resolve) => child.once('close', resolve));
    running.add(this);
    this.ended.then(() => running.delete(this));
  }

  get pid() {
    return this.child.pid;
  }

  /** Signals the program and its children. */
  kill(signal) {
    try {
      process.kill(-this.child.pid, signal);
    } catch {
      // The group has ended already.
    }
  }

  /** Sends the signal that it is stopped with, after 5 s SIGKILL. */
  async stop() {
    this.kill(this.#stopSignal);
    const overdue = setTimeout(() => this.kill('SIGKILL'), 5_000);
    await this.ended;
    clearTimeout(overdue);
    this.kill('SIGKILL');
  }

  /** Waits for a line of standard output that matches. */
  async waitForOutput(pattern, timeout = 20_000) {
    return new Promise((resolve, reject) => {
      const lines = createInterface({ input: this.child.stdout });
      const fail = (why) => reject(new Error(`${this.name} ${why}`));
      const overdue = setTimeout(() => fail(`did not print ${pattern}`), timeout);
      this.child.once('error', (error) => fail(`could not be started: ${error.message}`));
      this.child.once('close', (code) => fail(`ended early, with ${code}`));
      lines.on('line', (line) => {
        const match = pattern.exec(line);
        if (!match) return;
        clearTimeout(overdue);
        resolve(match);
      });
    });
  }
}

/** Starts a program: its output goes to the file `log`, `input` to its standard input. */
export function start(command, args, { env, log, input = '', stopSignal = 'SIGTERM' }) {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', command, ...args], {
    env,
    // Whatever a program writes without being told where stays with the desktop's home.
    cwd: env.HOME,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const logFile = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(logFile, { end: false });
  child.stderr.pipe(logFile, { end: false });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Program(command.split('/').pop(), child, stopSignal);
}
