// The fake shell's canned replies.
import type { CannedReplies, ImportedReplies, SavedReply } from "$lib/ipc";

type Args = Record<string, unknown>;

export class FakeReplies {
  known: CannedReplies = { replies: [], uses: [] };
  /** What becomes of a file of them. */
  imported: ImportedReplies = { outcome: "imported", added: 2, changed: 0 };

  /** Answers the commands of canned replies; undefined for every other one. */
  answer(command: string, args: Args): unknown {
    return answerReplies(command, args, this.known, this.imported);
  }
}

function answerReplies(command: string, args: Args, known: CannedReplies, imported: ImportedReplies): unknown {
  switch (command) {
    case "canned_replies":
      return structuredClone(known);
    case "save_canned_reply":
      return save(args, known);
    case "delete_canned_reply":
      known.replies = known.replies.filter((reply) => reply.id !== args["id"]);
      return null;
    case "order_canned_replies": {
      const ids = args["ids"] as string[];
      known.replies.sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
      return null;
    }
    case "record_reply_use":
      return recordUse(args, known);
    case "import_canned_replies":
      return imported;
    case "export_canned_replies":
      return `/home/salma/Downloads/canned-replies.${String(args["format"])}`;
    default:
      return undefined;
  }
}

function save(args: Args, { replies }: CannedReplies): SavedReply {
  const reply = { id: (args["id"] as string | null) ?? `r${replies.length + 1}`, shortcut: args["shortcut"] as string, category: args["category"] as string, text: args["text"] as string };
  if (replies.some((one) => one.id !== reply.id && one.shortcut === reply.shortcut)) return { outcome: "refused", fault: "shortcut-taken" };
  const at = replies.findIndex((one) => one.id === reply.id);
  if (at < 0) replies.push(reply);
  else replies[at] = reply;
  return { outcome: "saved", reply };
}

function recordUse(args: Args, { uses }: CannedReplies): null {
  for (const context of args["contexts"] as string[]) {
    const known = uses.find((use) => use.context === context && use.reply === args["reply"]);
    if (known) known.uses += 1;
    else uses.push({ context, reply: args["reply"] as string, uses: 1 });
  }
  return null;
}
