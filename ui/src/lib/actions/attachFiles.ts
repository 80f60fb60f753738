// Files for the open chat: chosen, dropped, pasted; and a picture by its address.
import { attach } from "$lib/controllers/attach.svelte";
import { chat } from "$lib/controllers/chat.svelte";
import { composer } from "$lib/controllers/composer.svelte";
import { layout } from "$lib/controllers/layout.svelte";
import { runCommand, succeeds } from "$lib/controllers/runCommand";
import { isClosed } from "$lib/format/conversation";
import { ipc } from "$lib/ipc";
import { SEND_SETTLES_MS } from "$lib/limits";
import { sendMessage } from "./sendMessage";

/** Whether a file can be sent in the open chat now. */
export const canAttach = (): boolean => attach.offered && chat.row !== null && !isClosed(chat.row);

/** Opens the file dialog. */
export function chooseFiles(): boolean {
  return canAttach() && !layout.covered && chat.id !== null && attach.choose(chat.id);
}

/** Takes files up that were dropped on the window. */
export function takeDropped(files: FileList): void {
  if (canAttach() && !layout.covered && chat.id !== null) attach.add(chat.id, files);
}

/** Takes up what was pasted into the composer, where it is a picture or a file and no text; answers whether it was. */
export function takePasted(event: ClipboardEvent): boolean {
  const data = event.clipboardData;
  const { id } = chat;
  if (!data || !canAttach() || id === null || data.types.includes("text/plain")) return false;
  const items = [...data.items].filter((item) => item.kind === "file").map((item) => item.getAsFile());
  const files = (data.files.length > 0 ? [...data.files] : items).filter((file) => file !== null);
  if (files.length > 0) attach.add(id, files);
  // The webview names nothing where another program's picture was copied: the shell is asked.
  else if (data.types.length === 0) void addClipboardPicture(id);
  else return false;
  return true;
}

async function addClipboardPicture(conversation: string): Promise<void> {
  const picture = await runCommand(ipc.clipboardPicture());
  if (!picture) return;
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  attach.add(conversation, [new File([bytes], "picture.png", { type: "image/png" })]);
}

let sending: Promise<void> = Promise.resolve();

/** Sends the files first, then the text: each is a message of its own. */
export function sendFilesAndText(): Promise<void> {
  return (sending = send());
}

/** Resolves once what was sent last is queued, held back or asked about, or after a while. */
export const sendSettled = (): Promise<void> => Promise.race([sending.catch(() => undefined), new Promise<void>((done) => setTimeout(done, SEND_SETTLES_MS))]);

async function send(): Promise<void> {
  const { id } = chat;
  if (id !== null && attach.in(id).length > 0) {
    if (!(await attach.send(id))) return;
    chat.onAnswered(id);
  }
  if (chat.id === id) await sendMessage();
}

/** Sends the picture whose address is all that the composer holds. */
export async function sendPictureLink(): Promise<void> {
  const { id } = chat;
  const url = composer.text.trim();
  if (id === null || !(await succeeds(ipc.sendPictureLink(id, url)))) return;
  if (composer.text.trim() === url) composer.type("");
  chat.onAnswered(id);
}
