// Who is remembered on this computer.
import { ipc, type Account } from "$lib/ipc";
import { Asked } from "./asked.svelte";
import { succeeds } from "./runCommand";

class Accounts {
  readonly known = new Asked(() => ipc.accounts());
  /** The one in use last; empty until it was asked for. */
  readonly list = $derived(this.known.answer ?? []);

  load(): Promise<void> {
    return this.known.load();
  }

  async forget(account: Account): Promise<void> {
    if (await succeeds(ipc.forgetAccount(account.server, account.me.id))) await this.load();
  }
}

export const accounts = new Accounts();
