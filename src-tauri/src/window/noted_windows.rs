//! The windows of single chats as the profile's folder has them noted, in `chat-windows.json`: they are open again after a
//! restart. The file goes when the chats go. Losing it costs a key for each.

use std::{fs, path::Path};

use engine::CHAT_WINDOWS;
use protocol::ConversationId;
use serde::{Deserialize, Serialize};

use crate::window_state::WindowState;

const FILE: &str = "chat-windows.json";

/// A chat that had a window of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotedWindow {
    /// The chat.
    pub conversation: ConversationId,
    /// Where its window was; `None` where the system did not say.
    pub place: Option<WindowState>,
}

/// The windows that were noted last, at most [`CHAT_WINDOWS`]; a file that cannot be read counts as none.
#[must_use]
pub fn read(folder: &Path) -> Vec<NotedWindow> {
    let Ok(bytes) = engine::read_small_file(&folder.join(FILE)) else {
        return Vec::new();
    };
    let mut noted: Vec<NotedWindow> = serde_json::from_slice(&bytes).unwrap_or_default();
    noted.truncate(CHAT_WINDOWS);
    noted
}

/// Notes which windows are open; without any the file goes.
pub fn write(folder: &Path, windows: &[NotedWindow]) {
    let file = folder.join(FILE);
    let written = if windows.is_empty() {
        match fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    } else {
        let text = serde_json::to_vec(windows).map_err(std::io::Error::other);
        text.and_then(|text| engine::replace_file(&file, &text))
    };
    if let Err(error) = written {
        tracing::info!(%error, "which chats have a window could not be noted");
    }
}
