//! Decoding a stranger's file, and making of its pixels an image in the size that is wanted.

use std::io::Cursor;

use image::{
    DynamicImage, GenericImageView as _, ImageDecoder as _, ImageReader, metadata::Orientation,
};

use crate::{
    Error,
    limits::{DECODING_BYTES, MAX_VIEWER_PIXELS, MAX_VIEWER_SIDE, THUMBNAIL_SIZE},
    media::{
        encode,
        header::{ImageHeader, decoder_limits, not_an_image},
        image::{Image, ImageSize},
    },
};

/// Decodes a file and encodes its pixels anew: turned as its metadata says, in the size that is wanted, without
/// metadata. Of an animation, the first frame. Takes [`bytes_needed`] at most.
///
/// # Errors
/// [`Error::NotAnImage`] and [`Error::TooLarge`].
pub(super) fn render(file: &[u8], header: &ImageHeader, size: ImageSize) -> Result<Image, Error> {
    let mut reader = ImageReader::with_format(Cursor::new(file), header.format);
    reader.limits(decoder_limits());
    let mut decoder = reader
        .into_decoder()
        .map_err(|error| not_an_image(&error))?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let decoded = DynamicImage::from_decoder(decoder).map_err(|error| not_an_image(&error))?;
    let mut scaled = match size {
        ImageSize::Thumbnail => thumbnail(&decoded, orientation),
        ImageSize::Viewer => viewer_image(decoded, viewer_pixels(header)),
    };
    scaled.apply_orientation(orientation);
    encode::encode(scaled)
}

/// How many bytes [`render`] takes at most.
pub(super) fn bytes_needed(header: &ImageHeader, size: ImageSize) -> u64 {
    match size {
        ImageSize::Thumbnail => header
            .working_bytes
            .max(header.decoded_bytes + header.decoded_bytes / 4),
        ImageSize::Viewer => {
            let viewer_bytes = 4 * viewer_pixels(header);
            // Once scaled, it may be turned, which takes it twice.
            header
                .working_bytes
                .max(header.decoded_bytes + viewer_bytes)
                .max(2 * viewer_bytes)
        }
    }
    .min(DECODING_BYTES)
}

/// How many pixels the viewer gets: less, where the decoded image leaves no room for all.
fn viewer_pixels(header: &ImageHeader) -> u64 {
    let left = DECODING_BYTES.saturating_sub(header.decoded_bytes);
    MAX_VIEWER_PIXELS.min(left / 4)
}

/// The middle of an image, in the shape of the chat's box, once it is turned.
fn thumbnail(decoded: &DynamicImage, orientation: Orientation) -> DynamicImage {
    let (box_width, box_height) = match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (THUMBNAIL_SIZE.1, THUMBNAIL_SIZE.0),
        _ => THUMBNAIL_SIZE,
    };
    let (width, height) = decoded.dimensions();
    // A large image is scaled before it is cut, a small one cut before it is scaled: the copy is small either way.
    if width >= 2 * box_width && height >= 2 * box_height {
        let covered_width = box_width.max(scale(width, box_height, height));
        let covered_height = box_height.max(scale(height, box_width, width));
        let covering = decoded.thumbnail_exact(covered_width, covered_height);
        return cut(&covering, box_width, box_height);
    }
    let middle = cut(decoded, box_width, box_height);
    let (width, height) = middle.dimensions();
    if width <= box_width && height <= box_height {
        return middle;
    }
    middle.thumbnail_exact(width.min(box_width), height.min(box_height))
}

/// The largest middle part of an image that has the shape of a box.
fn cut(image: &DynamicImage, box_width: u32, box_height: u32) -> DynamicImage {
    let (width, height) = image.dimensions();
    let cut_width = width.min(scale(height, box_width, box_height));
    let cut_height = height.min(scale(width, box_height, box_width));
    let (left, top) = ((width - cut_width) / 2, (height - cut_height) / 2);
    image.crop_imm(left, top, cut_width, cut_height)
}

/// The whole image, with no more pixels than the viewer gets.
fn viewer_image(decoded: DynamicImage, most: u64) -> DynamicImage {
    let (width, height) = decoded.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let longest = width.max(height);
    if pixels <= most && longest <= MAX_VIEWER_SIDE {
        return decoded;
    }
    let by_pixels = (most as f64 / pixels as f64).sqrt();
    let by_side = f64::from(MAX_VIEWER_SIDE) / f64::from(longest);
    let factor = by_pixels.min(by_side).min(1.0);
    // The factor is at most 1, so a side stays a `u32`.
    let side = |length: u32| ((f64::from(length) * factor) as u32).max(1);
    decoded.thumbnail_exact(side(width), side(height))
}

/// `length × numerator / denominator`, at least 1.
fn scale(length: u32, numerator: u32, denominator: u32) -> u32 {
    let scaled = u64::from(length) * u64::from(numerator) / u64::from(denominator).max(1);
    u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
}
