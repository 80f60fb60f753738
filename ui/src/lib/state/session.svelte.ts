// Who is signed in and whether the server is heard.
import { codeOf, ipc, type Account, type Connection, type Credentials, type StartUp } from "$lib/ipc";
import { clock } from "./clock.svelte";
import { disk } from "./disk.svelte";
import { notices } from "./notices.svelte";
import { texts } from "./i18n.svelte";

/** Which sign-in is under way. */
export type SigningIn = "no" | "account" | "demo";

class Session {
  started = $state(false);
  account = $state.raw<Account | null>(null);
  connection = $state.raw<Connection>({ state: "connecting", since: clock.at(), waking: false });
  defaultServer = $state("");
  version = $state("");
  demo = $state(false);
  signingIn = $state<SigningIn>("no");
  /** When the sign-in under way began, in ms. */
  signingInSince = $state(0);
  /** The code of the last sign-in's failure. */
  refusal = $state<string | null>(null);
  /** The sign-in form lies over the cached conversations. */
  askedAgain = $state(false);

  me = $derived(this.account?.me ?? null);
  admin = $derived(this.me?.role === "admin");
  /** The server is heard, at once or every few seconds. */
  heard = $derived(this.connection.state === "online" || this.connection.state === "polling");
  /** A sign-in is needed because the keyring does not give the token, not because the session ended. */
  keyringShut = $derived(this.connection.state === "sign-in-needed" && this.connection.code === "keyring-unavailable");

  begin(first: StartUp): void {
    this.account = first.account;
    this.connection = first.connection;
    this.#ofDisk();
    this.defaultServer = first.defaultServer;
    this.version = first.version;
    this.demo = first.demo;
    this.started = true;
    clock.correct(first.clockOffset);
    for (const code of first.notices) notices.told(code);
  }

  hear(connection: Connection): void {
    const changed = connection.state !== this.connection.state;
    this.connection = connection;
    const ofDisk = this.#ofDisk();
    if (changed) notices.speak(ofDisk ? texts.failure(ofDisk) : texts.t(`connection-${connection.state}`));
    if (this.heard) this.askedAgain = false;
  }

  take(account: Account | null): void {
    this.account = account;
    if (account === null) this.askedAgain = false;
  }

  signIn(server: string, credentials: Credentials): Promise<void> {
    return this.#enter("account", () => ipc.signIn(server, credentials));
  }

  signInDemo(): Promise<void> {
    return this.#enter("demo", () => ipc.signInDemo());
  }

  async signOut(): Promise<void> {
    try {
      await ipc.signOut();
      this.take(null);
      this.refusal = null;
    } catch (thrown) {
      notices.failed(codeOf(thrown));
    }
  }

  async tryNow(): Promise<void> {
    try {
      await ipc.tryNow();
    } catch (thrown) {
      notices.failed(codeOf(thrown));
    }
  }

  // The code by which the disk, not the line, keeps the server from being heard.
  #ofDisk(): string | null {
    return this.connection.state === "offline" && disk.hear(this.connection.code) ? this.connection.code : null;
  }

  async #enter(kind: SigningIn, ask: () => Promise<Account>): Promise<void> {
    if (this.signingIn !== "no") return;
    this.signingIn = kind;
    this.signingInSince = clock.at();
    this.refusal = null;
    try {
      const account = await ask();
      this.take(account);
      this.askedAgain = false;
      if (kind === "account" && !account.remembered) notices.told("keyring-unavailable");
    } catch (thrown) {
      this.refusal = codeOf(thrown);
    } finally {
      this.signingIn = "no";
    }
  }
}

export const session = new Session();
