//! An image that leaves the window for the user's folder of downloads.
//!
//! What leaves is what the engine decoded and encoded anew: nothing of a stranger's file but its pixels.

use std::path::PathBuf;

use engine::Image;
use protocol::MessageId;
use tokio::task::spawn_blocking;

use crate::{command_error::CommandError, limits::SAVED_NAME_LETTERS, saved_file};

/// Writes an image into a folder, and answers where it is.
///
/// # Errors
/// When the disk refuses.
pub async fn save(
    image: Image,
    message: &MessageId,
    folder: PathBuf,
) -> Result<String, CommandError> {
    let name = name_of(message);
    let kind = match image.mime {
        "image/png" => "png",
        _ => "jpg",
    };
    spawn_blocking(move || saved_file::save(&folder, &name, kind, &image.bytes))
        .await
        .unwrap_or_else(|broken| Err(CommandError::new("internal", broken)))
}

/// A name that says where the image is from: the server's id may hold anything, a file's name may not.
fn name_of(message: &MessageId) -> String {
    let id = message.as_str().chars().filter(char::is_ascii_alphanumeric);
    let id: String = id.take(SAVED_NAME_LETTERS).collect();
    format!("avvento-{id}")
}
