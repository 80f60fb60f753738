//! Encoding pixels for the window: JPEG, or PNG for what is transparent or tiny.

use std::io::Cursor;

use image::{
    DynamicImage, ExtendedColorType, GenericImageView as _, ImageEncoder as _, Rgb, RgbImage,
    RgbaImage,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
};

use crate::{Error, limits::MAX_TRANSPARENT_PIXELS, media::image::Image};

/// The quality of JPEG files: above it they grow, and nobody sees why.
const QUALITY: u8 = 88;

/// Up to so many pixels PNG is small too, and sharper.
const TINY_PIXELS: u64 = 64 * 64;

/// Encodes pixels, and nothing else.
pub(super) fn encode(pixels: DynamicImage) -> Result<Image, Error> {
    let (width, height) = pixels.dimensions();
    let count = u64::from(width) * u64::from(height);
    let (mime, bytes) = if pixels.color().has_alpha() {
        let pixels = pixels.into_rgba8();
        let transparent = pixels.pixels().any(|pixel| pixel.0[3] < u8::MAX);
        if transparent && count <= MAX_TRANSPARENT_PIXELS {
            (
                "image/png",
                png(&pixels, width, height, ExtendedColorType::Rgba8)?,
            )
        } else if transparent {
            encode_opaque(&over_white(&pixels), count)?
        } else {
            encode_opaque(&DynamicImage::from(pixels).into_rgb8(), count)?
        }
    } else {
        encode_opaque(&pixels.into_rgb8(), count)?
    };
    Ok(Image {
        mime,
        bytes,
        width,
        height,
    })
}

fn encode_opaque(pixels: &RgbImage, count: u64) -> Result<(&'static str, Vec<u8>), Error> {
    let (width, height) = pixels.dimensions();
    if count <= TINY_PIXELS {
        return Ok((
            "image/png",
            png(pixels, width, height, ExtendedColorType::Rgb8)?,
        ));
    }
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(Cursor::new(&mut bytes), QUALITY)
        .encode(pixels, width, height, ExtendedColorType::Rgb8)
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(("image/jpeg", bytes))
}

fn png(pixels: &[u8], width: u32, height: u32, color: ExtendedColorType) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(
        Cursor::new(&mut bytes),
        CompressionType::Fast,
        FilterType::Adaptive,
    )
    .write_image(pixels, width, height, color)
    .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(bytes)
}

/// What is seen of transparent pixels on white paper.
fn over_white(pixels: &RgbaImage) -> RgbImage {
    let (width, height) = pixels.dimensions();
    RgbImage::from_fn(width, height, |x, y| {
        let [red, green, blue, alpha] = pixels.get_pixel(x, y).0;
        let blend = |colour: u8| {
            let (colour, alpha) = (u16::from(colour), u16::from(alpha));
            // At most 255 × 255 / 255.
            ((colour * alpha + 255 * (255 - alpha)) / 255) as u8
        };
        Rgb([blend(red), blend(green), blend(blue)])
    })
}
