//! What a file is, told by its content: headers and names can say anything.

use imagesize::{ImageType, blob_size, image_type};

use crate::Error;

/// The largest image that is taken, in bytes.
pub(crate) const MAX_IMAGE_BYTES: usize = 15 * 1024 * 1024;

/// An image, whole and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// Its type, told by its content: `image/png`, `image/jpeg`, `image/gif` or `image/webp`.
    pub mime: &'static str,
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

/// The widest and highest image that is shown, in pixels: a small file can unfold to any size.
const LONGEST_SIDE: usize = 20_000;

/// The most pixels that are shown.
const MOST_PIXELS: usize = 60_000_000;

/// Takes PNG, JPEG, GIF and WebP. SVG is none of them: it can carry scripts.
pub(super) fn detect_image(bytes: Vec<u8>) -> Result<Media, Error> {
    let refused = |why: String| Error::NotAnImage(why);
    let kind = image_type(&bytes).map_err(|error| refused(error.to_string()))?;
    let mime = match kind {
        ImageType::Png => "image/png",
        ImageType::Jpeg => "image/jpeg",
        ImageType::Gif => "image/gif",
        ImageType::Webp => "image/webp",
        other => return Err(refused(format!("{other:?} is not shown"))),
    };
    let size = blob_size(&bytes).map_err(|error| refused(error.to_string()))?;
    if size.width == 0 || size.height == 0 {
        return Err(refused("an image without a size".to_owned()));
    }
    if size.width.max(size.height) > LONGEST_SIDE || size.width * size.height > MOST_PIXELS {
        return Err(Error::TooLarge(format!(
            "{} × {} pixels",
            size.width, size.height
        )));
    }
    let side = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    Ok(Media {
        mime,
        width: side(size.width),
        height: side(size.height),
        bytes,
    })
}
