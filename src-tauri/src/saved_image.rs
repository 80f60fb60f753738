//! An image that leaves the window: to the system's clipboard, or to the user's folder of downloads.
//!
//! What leaves is what the engine decoded and encoded anew: nothing of a stranger's file but its pixels.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use arboard::{Clipboard, ImageData};
use engine::Image;
use parking_lot::Mutex;
use protocol::MessageId;
use tokio::task::spawn_blocking;

use crate::limits::{SAVED_NAME_LETTERS, SAVED_NAMES};

/// The clipboard, for as long as the program runs: under X11 whoever copied hands out what was copied.
static CLIPBOARD: Mutex<Option<Clipboard>> = Mutex::new(None);

/// Why an image did not leave the window.
#[derive(Debug, thiserror::Error)]
pub enum SaveImageError {
    /// The system has no clipboard, or does not take an image now.
    #[error("the clipboard takes no image: {0}")]
    Clipboard(String),
    /// The system names no folder of downloads.
    #[error("there is no folder of downloads: {0}")]
    NoFolder(String),
    /// The file cannot be written.
    #[error("the image cannot be written: {0}")]
    File(#[from] io::Error),
}

/// Puts an image on the clipboard.
///
/// # Errors
/// [`SaveImageError::Clipboard`].
pub async fn copy(image: Image) -> Result<(), SaveImageError> {
    let refused = |why: String| SaveImageError::Clipboard(why);
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

/// Writes an image into a folder, which is made if need be, and answers with the file's name: one that was free.
///
/// # Errors
/// [`SaveImageError::File`].
pub async fn save(
    image: Image,
    message: &MessageId,
    folder: PathBuf,
) -> Result<String, SaveImageError> {
    let stem = file_stem(message);
    spawn_blocking(move || {
        fs::create_dir_all(&folder)?;
        let kind = if image.mime == "image/png" {
            "png"
        } else {
            "jpg"
        };
        let (name, mut file) = create_free(&folder, &stem, kind)?;
        if let Err(error) = file.write_all(&image.bytes).and_then(|()| file.sync_all()) {
            // A part of an image is of no use, and the full disk needs its room.
            drop(file);
            fs::remove_file(folder.join(&name))?;
            return Err(error.into());
        }
        Ok(name)
    })
    .await
    .unwrap_or_else(|broken| Err(io::Error::other(broken).into()))
}

/// A name that says where the image is from: the server's id may hold anything, a file's name may not.
fn file_stem(message: &MessageId) -> String {
    let id = message.as_str().chars().filter(char::is_ascii_alphanumeric);
    let id: String = id.take(SAVED_NAME_LETTERS).collect();
    format!("avvento-{id}")
}

fn create_free(folder: &Path, stem: &str, kind: &str) -> io::Result<(String, File)> {
    for number in 1..=SAVED_NAMES {
        let name = match number {
            1 => format!("{stem}.{kind}"),
            _ => format!("{stem} ({number}).{kind}"),
        };
        match File::create_new(folder.join(&name)) {
            Ok(file) => return Ok((name, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
