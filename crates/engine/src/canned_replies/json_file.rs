//! Replies as JSON: a list of objects with `shortcut`, `category` and `text`.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use store::CannedReply;

use crate::Error;
use crate::canned_replies::draft::{FileReply, ReplyDraft};
use crate::canned_replies::model::{FileFault, FileRefusal};

#[derive(Debug, Deserialize, Serialize)]
struct JsonReply {
    shortcut: String,
    #[serde(default)]
    category: String,
    text: String,
}

/// The replies of a list.
///
/// # Errors
/// What is wrong with it, and on which line.
pub(crate) fn read(text: &str) -> Result<Vec<FileReply>, FileRefusal> {
    let list: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| unreadable(0, &error))?;
    let (mut counted_to, mut lines) = (0, 0);
    let replies = list.into_iter().map(|raw| {
        // Each line is counted once, however many replies follow it.
        let start = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let between = text.get(counted_to..start).unwrap_or_default();
        lines += between.matches('\n').count();
        counted_to = start;
        read_one(raw, u32::try_from(lines).unwrap_or(u32::MAX))
    });
    replies.collect()
}

/// A reply before which there are so many lines.
fn read_one(raw: &RawValue, before: u32) -> Result<FileReply, FileRefusal> {
    let reply: JsonReply =
        serde_json::from_str(raw.get()).map_err(|error| unreadable(before, &error))?;
    Ok(FileReply {
        draft: ReplyDraft {
            shortcut: reply.shortcut,
            category: reply.category,
            text: reply.text,
        },
        line: before.saturating_add(1),
    })
}

fn unreadable(lines_before: u32, error: &serde_json::Error) -> FileRefusal {
    let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
    FileRefusal::on_line(
        FileFault::JsonUnreadable,
        lines_before.saturating_add(line.max(1)),
    )
}

/// A list of replies.
///
/// # Errors
/// [`Error::Internal`]: writing to memory failed.
pub(crate) fn write(replies: &[CannedReply]) -> Result<Vec<u8>, Error> {
    let list: Vec<JsonReply> = replies
        .iter()
        .cloned()
        .map(|reply| JsonReply {
            shortcut: reply.shortcut,
            category: reply.category,
            text: reply.text,
        })
        .collect();
    serde_json::to_vec_pretty(&list).map_err(|error| Error::Internal(error.to_string()))
}
