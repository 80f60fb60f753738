//! What a file is and what decoding it would take, told by its content before a pixel is decoded: names and the
//! server's headers can say anything.

use std::io::Cursor;

use gif::{ColorOutput, DecodeOptions};
use image::{ColorType, ImageDecoder as _, ImageFormat, ImageReader, Limits};

use crate::{
    Error,
    limits::{MAX_DECODED_BYTES, MAX_IMAGE_SIDE},
    media::jpeg::{self, JpegLayout},
};

/// What the engine decodes. SVG and AVIF are not among it: the one can carry scripts, the other needs a decoder in C.
const FORMATS: [ImageFormat; 5] = [
    ImageFormat::Png,
    ImageFormat::Jpeg,
    ImageFormat::Gif,
    ImageFormat::WebP,
    ImageFormat::Bmp,
];

/// A file that is worth decoding.
#[derive(Clone, Copy, Debug)]
pub(super) struct ImageHeader {
    pub(super) format: ImageFormat,
    /// How many bytes its pixels take, decoded.
    pub(super) decoded_bytes: u64,
    /// How many bytes decoding them takes, the pixels included.
    pub(super) working_bytes: u64,
}

/// Reads a file's header.
///
/// # Errors
/// [`Error::NotAnImage`] for what is not decoded, [`Error::TooLarge`] for what would take too much.
pub(super) fn read_header(file: &[u8]) -> Result<ImageHeader, Error> {
    let format = image::guess_format(file).map_err(|error| not_an_image(&error))?;
    if !FORMATS.contains(&format) {
        return Err(Error::NotAnImage(format!("{format:?} is not shown")));
    }
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(decoder_limits());
    let decoder = reader
        .into_decoder()
        .map_err(|error| not_an_image(&error))?;
    let (width, height) = decoder.dimensions();
    check_size(u64::from(width), u64::from(height))?;
    let pixels = u64::from(width) * u64::from(height);
    let decoded_bytes = pixels * bytes_per_pixel(decoder.color_type());
    let working_bytes = match format {
        ImageFormat::Jpeg if jpeg::layout(file) == JpegLayout::Passes => {
            // Three components of two bytes each.
            decoded_bytes + 6 * pixels
        }
        // The frame's planes, or its colours, beside the pixels.
        ImageFormat::WebP => 2 * decoded_bytes,
        ImageFormat::Gif => decoded_bytes + 4 * largest_gif_frame(file)?,
        _ => decoded_bytes,
    };
    if working_bytes > MAX_DECODED_BYTES {
        return Err(Error::TooLarge(format!("{width} × {height} pixels")));
    }
    Ok(ImageHeader {
        format,
        decoded_bytes,
        working_bytes,
    })
}

/// What a decoder may allocate by itself.
pub(super) fn decoder_limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_IMAGE_SIDE);
    limits.max_image_height = Some(MAX_IMAGE_SIDE);
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    limits
}

/// A decoder's words. They name the fault, and nothing of the content.
pub(super) fn not_an_image(error: &image::ImageError) -> Error {
    match error {
        image::ImageError::Limits(_) => Error::TooLarge(error.to_string()),
        _ => Error::NotAnImage(error.to_string()),
    }
}

fn check_size(width: u64, height: u64) -> Result<(), Error> {
    if width == 0 || height == 0 {
        return Err(Error::NotAnImage("an image without a size".to_owned()));
    }
    if width.max(height) > u64::from(MAX_IMAGE_SIDE) {
        return Err(Error::TooLarge(format!("{width} × {height} pixels")));
    }
    Ok(())
}

fn bytes_per_pixel(color: ColorType) -> u64 {
    u64::from(color.bytes_per_pixel())
}

/// How many pixels a GIF's largest frame has: a frame may be larger than the screen that the file names.
fn largest_gif_frame(file: &[u8]) -> Result<u64, Error> {
    let refused = |error: gif::DecodingError| Error::NotAnImage(error.to_string());
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    options.skip_frame_decoding(true);
    let mut frames = options.read_info(Cursor::new(file)).map_err(refused)?;
    let mut largest = 0;
    loop {
        match frames.next_frame_info() {
            Ok(Some(frame)) => {
                check_size(u64::from(frame.width), u64::from(frame.height))?;
                largest = largest.max(u64::from(frame.width) * u64::from(frame.height));
            }
            Ok(None) => return Ok(largest),
            // A file that was cut: its first frame may be whole all the same.
            Err(_) if largest > 0 => return Ok(largest),
            Err(error) => return Err(refused(error)),
        }
    }
}
