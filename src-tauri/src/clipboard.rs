//! Images on the system's clipboard. WebKitGTK hands a page no image that was copied in another program, so the shell reads it.
//!
//! What is copied is what the engine decoded and encoded anew: nothing of a stranger's file but its pixels.

use std::io::Cursor;

use arboard::{Clipboard, ImageData};
use engine::Image;
use image::{ImageFormat, RgbaImage};
use parking_lot::Mutex;
use store::limits::MOST_FILE_BYTES;
use tokio::task::spawn_blocking;

use crate::command_error::CommandError;

/// The clipboard, for as long as the program runs: under X11 whoever copied hands out what was copied.
static CLIPBOARD: Mutex<Option<Clipboard>> = Mutex::new(None);

/// Puts an image on the clipboard.
///
/// # Errors
/// Where the system has no clipboard, or it takes no image now.
pub async fn copy_image(image: Image) -> Result<(), CommandError> {
    blocking(move || {
        let pixels = image::load_from_memory(&image.bytes)
            .map_err(refused)?
            .into_rgba8();
        let data = ImageData {
            width: pixels.width() as usize,
            height: pixels.height() as usize,
            bytes: pixels.into_raw().into(),
        };
        with_clipboard(|clipboard| clipboard.set_image(data)).map_err(refused)
    })
    .await
}

/// The image on the clipboard as a PNG; `None` where it holds something else.
///
/// # Errors
/// Where the system has no clipboard. One larger than a file may be is `file-too-large`.
pub async fn read_image() -> Result<Option<Vec<u8>>, CommandError> {
    blocking(|| {
        let data = match with_clipboard(Clipboard::get_image) {
            Ok(data) => data,
            Err(arboard::Error::ContentNotAvailable) => return Ok(None),
            Err(error) => return Err(refused(error)),
        };
        let bytes = encode(data)?;
        if bytes.len() as u64 > MOST_FILE_BYTES {
            return Err(CommandError::new("file-too-large", bytes.len()));
        }
        Ok(Some(bytes))
    })
    .await
}

fn encode(data: ImageData<'_>) -> Result<Vec<u8>, CommandError> {
    let size = |length: usize| u32::try_from(length).map_err(refused);
    let (width, height) = (size(data.width)?, size(data.height)?);
    let pixels = RgbaImage::from_raw(width, height, data.bytes.into_owned())
        .ok_or_else(|| refused("its pixels are not as many as it says"))?;
    let mut bytes = Cursor::new(Vec::new());
    pixels
        .write_to(&mut bytes, ImageFormat::Png)
        .map_err(refused)?;
    Ok(bytes.into_inner())
}

fn with_clipboard<T>(
    act: impl FnOnce(&mut Clipboard) -> Result<T, arboard::Error>,
) -> Result<T, arboard::Error> {
    let mut clipboard = CLIPBOARD.lock();
    let open = match clipboard.take() {
        Some(open) => open,
        None => Clipboard::new()?,
    };
    act(clipboard.insert(open))
}

async fn blocking<T: Send + 'static>(
    act: impl FnOnce() -> Result<T, CommandError> + Send + 'static,
) -> Result<T, CommandError> {
    spawn_blocking(act)
        .await
        .unwrap_or_else(|broken| Err(refused(broken)))
}

fn refused(why: impl std::fmt::Display) -> CommandError {
    CommandError::new("clipboard-refused", why)
}
