// From which hosts images are fetched, beside the account's server: the user's choice, kept by the engine.
import { ipc, type ImagePreview } from "$lib/ipc";
import { runCommand, succeeds } from "./runCommand";

/** Fetches a message's image, if its host is allowed, and answers what to show. */
export function loadImage(message: string): Promise<ImagePreview> {
  return ipc.loadImage(message);
}

class ImageHosts {
  /** By name; `null` until they were asked for. */
  list = $state.raw<string[] | null>(null);
  /** The host that was allowed last: images of it are loaded now. */
  allowed = $state.raw<{ host: string } | null>(null);

  async load(): Promise<void> {
    this.list = (await runCommand(ipc.imageHosts())) ?? this.list;
  }

  async allow(host: string): Promise<void> {
    if (await succeeds(ipc.allowImageHost(host))) this.allowed = { host };
  }

  async forbid(host: string): Promise<void> {
    if (await succeeds(ipc.forbidImageHost(host))) await this.load();
  }
}

export const imageHosts = new ImageHosts();
