// The programs that a test starts. Each runs in a process group of its own, so that what it starts in turn ends
// with it; and the kernel ends it should this process die without a word.

import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

const running = new Set();
process.on('exit', () => running.forEach((program) => program.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => process.exit(1));
}

class Program {
  constructor(name, child) {
    this.name = name;
    this.child = child;
    this.ended = new Promise((resolve) => child.once('close', resolve));
    running.add(this);
    this.ended.then(() => running.delete(this));
  }

  get pid() {
    return this.child.pid;
  }

  /** Sends a signal to the program and all that it started. */
  kill(signal) {
    try {
      process.kill(-this.child.pid, signal);
    } catch {
      // The group has ended already.
    }
  }

  /** Asks it to end; after a while, makes it. */
  async stop() {
    this.kill('SIGTERM');
    const overdue = setTimeout(() => this.kill('SIGKILL'), 5_000);
    await this.ended;
    clearTimeout(overdue);
    this.kill('SIGKILL');
  }

  /** The first line of its standard output that `pattern` matches. */
  async says(pattern, patience = 20_000) {
    return new Promise((resolve, reject) => {
      const lines = createInterface({ input: this.child.stdout });
      const fail = (why) => reject(new Error(`${this.name} ${why}`));
      const overdue = setTimeout(() => fail(`did not say ${pattern}`), patience);
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

/** Starts a program. What it writes goes to `log`; `input` is what it reads. */
export function start(command, args, { env, log, input = '' }) {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', command, ...args], {
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const journal = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(journal, { end: false });
  child.stderr.pipe(journal, { end: false });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Program(command.split('/').pop(), child);
}
