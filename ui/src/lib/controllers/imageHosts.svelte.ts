// From which hosts images are fetched, beside the account's server: the user's choice, kept by the engine.
import { ipc, type ImagePreview } from "$lib/ipc";
import { Asked } from "./asked.svelte";
import { succeeds } from "./runCommand";

/** Fetches a message's image, if its host is allowed, and answers what to show. */
export function loadImage(message: string): Promise<ImagePreview> {
  return ipc.loadImage(message);
}

class ImageHosts {
  /** By name. */
  readonly known = new Asked<string[]>(() => ipc.imageHosts());
  /** The host that was allowed last: images of it are loaded now. */
  allowed = $state.raw<{ host: string } | null>(null);

  async allow(host: string): Promise<void> {
    if (await succeeds(ipc.allowImageHost(host))) this.allowed = { host };
  }

  async forbid(host: string): Promise<void> {
    if (await succeeds(ipc.forbidImageHost(host))) await this.known.load();
  }
}

export const imageHosts = new ImageHosts();
