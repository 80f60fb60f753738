//! An image that leaves the window: to the system's clipboard, or to the user's folder of downloads.
//!
//! What leaves is what the engine decoded and encoded anew: nothing of a stranger's file but its pixels.

use std::path::PathBuf;

use arboard::{Clipboard, ImageData};
use engine::Image;
use parking_lot::Mutex;
use protocol::MessageId;
use tokio::task::spawn_blocking;

use crate::{command_error::CommandError, limits::SAVED_NAME_LETTERS, saved_file};

/// The clipboard, for as long as the program runs: under X11 whoever copied hands out what was copied.
static CLIPBOARD: Mutex<Option<Clipboard>> = Mutex::new(None);

/// Puts an image on the clipboard.
///
/// # Errors
/// Where the system has no clipboard, or it takes no image now.
pub async fn copy(image: Image) -> Result<(), CommandError> {
    let refused = |why: String| CommandError::new("clipboard-refused", why);
    spawn_blocking(move || {
        let pixels = image::load_from_memory(&image.bytes)
            .map_err(|error| refused(error.to_string()))?
            .into_rgba8();
        let mut clipboard = CLIPBOARD.lock();
        if clipboard.is_none() {
            *clipboard = Some(Clipboard::new().map_err(|error| refused(error.to_string()))?);
        }
        let Some(clipboard) = clipboard.as_mut() else {
            return Err(refused("it is gone".to_owned()));
        };
        let data = ImageData {
            width: pixels.width() as usize,
            height: pixels.height() as usize,
            bytes: pixels.into_raw().into(),
        };
        clipboard
            .set_image(data)
            .map_err(|error| refused(error.to_string()))
    })
    .await
    .unwrap_or_else(|broken| Err(refused(broken.to_string())))
}

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
