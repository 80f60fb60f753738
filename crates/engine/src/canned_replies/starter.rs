//! The replies that come with the program, in both languages.

use store::CannedReply;

use crate::canned_replies::json_file;

/// The set's name: another set gets another one.
pub(crate) const STARTER_SET: &str = "2026";

const STARTER_REPLIES: &str = include_str!("../../../../locales/canned-replies.json");

/// The replies, each under an id of its own that is the same everywhere.
pub(crate) fn starter_replies() -> Vec<CannedReply> {
    let replies = json_file::read(STARTER_REPLIES).unwrap_or_default();
    replies
        .into_iter()
        .filter_map(|reply| {
            let id = format!("starter-{}", reply.draft.shortcut);
            reply.draft.into_reply(id).ok()
        })
        .collect()
}
