//! Which chats were open side by side in a profile: they are open again after a restart. A file in the profile's folder,
//! so that it goes when the chats go. Losing it costs a click.

use std::path::Path;

use protocol::ConversationId;
use serde::{Deserialize, Serialize};
use store::replace_file;

use crate::{limits::OPEN_CHATS, paths::read_small_file};

/// Where one chat alone was noted by earlier versions, as its bare id.
const OPEN_CHATS_FILE: &str = "last-chat";

/// The chats that are open side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OpenChats {
    /// In the order in which they stand, at most [`OPEN_CHATS`].
    pub chats: Vec<ConversationId>,
    /// The one that has the focus, or had it last.
    pub active: Option<ConversationId>,
}

impl OpenChats {
    /// Those of them that are still there. Where the active one is not, the first takes its place.
    #[must_use]
    pub fn retain(mut self, mut is_there: impl FnMut(&ConversationId) -> bool) -> Self {
        self.chats.truncate(OPEN_CHATS);
        self.chats.retain(|id| is_there(id));
        let active = self.active.filter(|id| self.chats.contains(id));
        self.active = active.or_else(|| self.chats.first().cloned());
        self
    }
}

/// The chats that were open last; a file that cannot be read counts as none.
pub(crate) fn read_open_chats(folder: &Path) -> OpenChats {
    let Ok(bytes) = read_small_file(&folder.join(OPEN_CHATS_FILE)) else {
        return OpenChats::default();
    };
    serde_json::from_slice(&bytes).unwrap_or_else(|_| {
        let only = String::from_utf8(bytes).ok();
        let only = only.and_then(|text| ConversationId::new(text.trim()));
        OpenChats {
            chats: only.clone().into_iter().collect(),
            active: only,
        }
    })
}

/// Notes which chats are open.
pub(crate) fn write_open_chats(folder: &Path, open: &OpenChats) {
    let written = serde_json::to_vec(open).map_err(std::io::Error::other);
    let written = written.and_then(|text| replace_file(&folder.join(OPEN_CHATS_FILE), &text));
    if let Err(error) = written {
        tracing::info!(%error, "which chats are open could not be noted");
    }
}
