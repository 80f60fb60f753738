// The signed-in account, the connection, and sign-in and sign-out.
import { errorCode, ipc, type Account, type Connection, type Credentials, type Prefetch, type SignOut, type StartUp } from "$lib/ipc";
import { clock } from "./clock.svelte";
import { disk } from "./disk.svelte";
import { isUp } from "$lib/format/connection";
import { preferences } from "./preferences.svelte";
import { runCommand, succeeds } from "./runCommand";
import { lastUsername } from "./lastUsername";
import { toasts } from "./toasts.svelte";
import { i18n } from "./i18n.svelte";

// Codes for which «your session has ended» would be wrong.
const SIGN_IN_REASONS: Record<string, string> = {
  "keyring-unavailable": "banner-sign-in-keyring",
  "saved-sign-in-missing": "banner-sign-in-missing",
};

/** The sign-in that is under way. */
export type SigningIn = "no" | "account" | "demo";

class SessionController {
  started = $state(false);
  account = $state.raw<Account | null>(null);
  connection = $state.raw<Connection>({ state: "connecting", since: clock.exactNow(), waking: false });
  /** The background fetch of chats that were never opened here; null while there is none. */
  prefetch = $state.raw<Prefetch | null>(null);
  defaultServer = $state("");
  version = $state("");
  demo = $state(false);
  signingIn = $state<SigningIn>("no");
  /** When the running sign-in began, in ms. */
  signingInSince = $state(0);
  /** The code of the last sign-in's failure. */
  signInFailure = $state<string | null>(null);
  /** The sign-in form lies over the cached conversations. */
  signInOverlay = $state(false);

  // The notices of the start that were shown: a lock that opens asks for them again.
  #noticed = new Set<string>();

  me = $derived(this.account?.me ?? null);
  isAdmin = $derived(this.me?.role === "admin");
  connected = $derived(isUp(this.connection));
  /** The text that says why a sign-in is needed: the session has ended, or the keyring has no token to give. */
  signInReason = $derived((this.connection.state === "sign-in-needed" && SIGN_IN_REASONS[this.connection.code]) || "banner-sign-in");

  start(first: StartUp): void {
    this.prefetch = null;
    this.account = first.account;
    this.connection = first.connection;
    this.#diskCode();
    this.defaultServer = first.defaultServer;
    this.version = first.version;
    this.demo = first.demo;
    this.started = true;
    clock.setOffset(first.clockOffset);
    for (const code of first.notices.filter((code) => !this.#noticed.has(code))) {
      this.#noticed.add(code);
      toasts.notify(code);
    }
  }

  /** The window is locked: who is signed in is no longer known here. */
  putAway(): void {
    this.prefetch = null;
    this.setAccount(null);
    this.started = true;
  }

  onConnectionChange(connection: Connection): void {
    const changed = connection.state !== this.connection.state;
    this.connection = connection;
    const diskCode = this.#diskCode();
    if (changed) toasts.announce(diskCode ? i18n.errorText(diskCode) : i18n.t(`connection-${connection.state}`));
    if (this.connected) this.signInOverlay = false;
  }

  setAccount(account: Account | null): void {
    this.account = account;
    if (account === null) this.signInOverlay = false;
  }

  signIn(server: string, credentials: Credentials): Promise<void> {
    return this.#enter("account", () => ipc.signIn(server, credentials));
  }

  /** The user does not want to wait any longer. */
  async cancelSignIn(): Promise<void> {
    await runCommand(ipc.cancelSignIn());
  }

  signInDemo(): Promise<void> {
    return this.#enter("demo", () => ipc.signInDemo());
  }

  /** Whether it was done. */
  async signOut(how: SignOut): Promise<boolean> {
    // The shell removes all that the page keeps, but the sign-in form is there before it answers.
    if (how.leftBehind === "nothing") lastUsername.forget();
    if (!(await succeeds(ipc.signOut(how)))) return false;
    preferences.forgetView();
    this.setAccount(null);
    this.signInFailure = null;
    return true;
  }

  async tryNow(): Promise<void> {
    await runCommand(ipc.tryNow());
  }

  /** Opens the page on which a network asks for a sign-in of its own. */
  async openNetworkLogin(): Promise<void> {
    await runCommand(ipc.openNetworkLogin());
  }

  // The error code of the disk where the engine is offline because of it; null for other reasons.
  #diskCode(): string | null {
    return this.connection.state === "offline" && disk.applyCode(this.connection.code) ? this.connection.code : null;
  }

  async #enter(kind: SigningIn, ask: () => Promise<Account>): Promise<void> {
    if (this.signingIn !== "no") return;
    this.signingIn = kind;
    this.signingInSince = clock.exactNow();
    this.signInFailure = null;
    try {
      const account = await ask();
      this.setAccount(account);
      this.signInOverlay = false;
      if (kind === "account" && !account.remembered) toasts.notify("keyring-unavailable");
    } catch (thrown) {
      const code = errorCode(thrown);
      if (code !== "sign-in-cancelled") this.signInFailure = code;
    } finally {
      this.signingIn = "no";
    }
  }
}

export const session = new SessionController();
