//! Which chat was opened last in a profile: it is open again after a restart. A file in the profile's folder, so that it
//! goes when the chats go. Losing it costs a click.

use std::{fs, path::Path};

use protocol::ConversationId;

use crate::paths::read_small_file;

const LAST_CHAT: &str = "last-chat";

/// The chat that was opened last; a file that cannot be read counts as none.
pub(crate) fn read_last_chat(folder: &Path) -> Option<ConversationId> {
    let text = String::from_utf8(read_small_file(&folder.join(LAST_CHAT)).ok()?).ok()?;
    ConversationId::new(text.trim())
}

/// Notes which chat was opened last.
pub(crate) fn write_last_chat(folder: &Path, id: &ConversationId) {
    if let Err(error) = fs::write(folder.join(LAST_CHAT), id.as_str()) {
        tracing::info!(%error, "which chat is open could not be noted");
    }
}
