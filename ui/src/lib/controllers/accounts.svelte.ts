// Who is remembered on this computer.
import { ipc, type Account } from "$lib/ipc";
import { runCommand, succeeds } from "./runCommand";

class Accounts {
  /** The one in use last; empty until it was asked for. */
  list = $state.raw<Account[]>([]);

  async load(): Promise<void> {
    this.list = (await runCommand(ipc.accounts())) ?? this.list;
  }

  async forget(account: Account): Promise<void> {
    if (await succeeds(ipc.forgetAccount(account.server, account.me.id))) await this.load();
  }
}

export const accounts = new Accounts();
