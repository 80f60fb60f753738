//! Images: what becomes of a stranger's file, and what it may cost.
use crate::{common::*, images::picture};
use engine::{Engine, Error, Image, ImageSize};
use image::{DynamicImage, GenericImageView as _, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use protocol::MessageId;
use testkit_net::pictures::{gif, png};

/// An engine whose chat shows these files.
async fn engine_with(files: &[Vec<u8>]) -> (Engine, Vec<MessageId>, Computer) {
    let server = FileServer::start().await;
    let mut messages = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let path = format!("/uploads/{number}");
        server.serve(&path, Served::File(file.clone()));
        messages.push(server.write_image(&path));
    }
    let computer = Computer::new();
    (server.open(&computer).await, messages, computer)
}

async fn shown(file: Vec<u8>, size: ImageSize) -> Result<Image, Error> {
    let (engine, messages, _computer) = engine_with(&[file]).await;
    let image = engine.image(&messages[0], size).await;
    engine.shutdown().await;
    image
}

fn decoded(image: &Image) -> DynamicImage {
    image::load_from_memory(&image.bytes).expect("the engine's own file")
}

fn encoded(pixels: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let pixels: DynamicImage = pixels.into();
    pixels.write_to(&mut bytes, format).expect("encoded");
    bytes.into_inner()
}

/// A picture from a JPEG encoder that makes several passes.
const JPEG_OF_PASSES: &[u8] = include_bytes!("common/passes.jpg");

fn jpeg_that_claims(file: &[u8], width: u16, height: u16) -> Vec<u8> {
    let mut file = file.to_vec();
    let frame = file
        .windows(2)
        .position(|pair| pair == [0xFF, 0xC0] || pair == [0xFF, 0xC2])
        .expect("a frame");
    file[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    file[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    file
}

#[tokio::test]
async fn a_small_file_that_unfolds_to_a_huge_image_is_refused() {
    let cases = [
        ("a PNG of 900 megapixels", png(30_000, 30_000)),
        ("a PNG of one long row", png(4_000_000, 1)),
        ("a PNG of 60 megapixels", png(20_000, 3_000)),
        ("a GIF with a frame beyond its screen", gif(1, &[20_000])),
        (
            "a GIF with a second frame beyond its screen",
            gif(1, &[1, 20_000]),
        ),
        ("a GIF with a huge screen", gif(20_000, &[1])),
        (
            "a JPEG of 100 megapixels",
            jpeg_that_claims(&picture(ImageFormat::Jpeg, 8, 8), 10_000, 10_000),
        ),
        (
            "a JPEG of passes of 25 megapixels",
            jpeg_that_claims(JPEG_OF_PASSES, 5_000, 5_000),
        ),
    ];
    let files: Vec<_> = cases.iter().map(|(_, file)| file.clone()).collect();
    let (engine, messages, _computer) = engine_with(&files).await;
    for ((what, _), message) in cases.iter().zip(&messages) {
        match thumbnail(&engine, message).await {
            Err(Error::TooLarge(_)) => {}
            Err(other) => panic!("{what} is refused for another reason: {other}"),
            Ok(image) => panic!("{what} is shown: {} × {}", image.width, image.height),
        }
    }
    engine.shutdown().await;
}

#[tokio::test]
async fn every_format_becomes_a_file_of_the_engines_own() {
    use ImageFormat::{Bmp, Gif, Jpeg, Png, WebP};
    let formats = [Png, Jpeg, Gif, WebP, Bmp];
    let files = formats.map(|format| picture(format, 600, 375));
    let (engine, messages, _computer) = engine_with(&files).await;
    for (at, message) in messages.iter().enumerate() {
        let image = thumbnail(&engine, message).await.expect("shown");
        assert_eq!(
            (image.mime, image.width, image.height),
            ("image/jpeg", 480, 300),
            "{:?}",
            formats[at]
        );
        assert_ne!(
            image.bytes, files[at],
            "{:?}: not the file itself",
            formats[at]
        );
        let Rgb([red, green, blue]) = decoded(&image).to_rgb8()[(240, 150)];
        // The picture's middle is (300 % 256, 187, 90); colours of a GIF are few.
        let near = |a: u8, b: u8| a.abs_diff(b) < 40;
        assert!(
            near(red, 44) && near(green, 187) && near(blue, 90),
            "{:?}: ({red}, {green}, {blue})",
            formats[at]
        );
    }
    engine.shutdown().await;
}

#[tokio::test]
async fn a_thumbnail_is_cut_to_the_chats_box_and_never_enlarged() {
    for ((width, height), expected) in [
        ((960, 600), (480, 300)),
        ((100, 50), (80, 50)),
        ((1, 1), (1, 1)),
        ((3_000, 2), (3, 2)),
        ((2, 3_000), (2, 1)),
        ((600, 2_000), (480, 300)),
    ] {
        let image = shown(
            picture(ImageFormat::Png, width, height),
            ImageSize::Thumbnail,
        )
        .await;
        let image = image.expect("shown");
        assert_eq!(
            (image.width, image.height),
            expected,
            "of {width} × {height}"
        );
        assert_eq!(
            decoded(&image).dimensions(),
            expected,
            "of {width} × {height}"
        );
    }
}

#[tokio::test]
async fn the_viewer_gets_no_more_than_16_megapixels() {
    for (width, height) in [(5_000, 3_600), (20_000, 40), (500, 400)] {
        let file = encoded(DynamicImage::new_luma8(width, height), ImageFormat::Png);
        let image = shown(file, ImageSize::Viewer).await.expect("shown");
        let pixels = u64::from(image.width) * u64::from(image.height);
        assert!(
            pixels <= 16_000_000 && image.width.max(image.height) <= 16_384,
            "{width} × {height} becomes {} × {}",
            image.width,
            image.height
        );
        let same_shape = u64::from(image.width) * u64::from(height);
        let off = same_shape.abs_diff(u64::from(image.height) * u64::from(width));
        assert!(off <= u64::from(width.max(height)), "its shape is kept");
    }
}

#[tokio::test]
async fn a_photograph_is_turned_as_its_camera_says_and_keeps_no_metadata() {
    // Red on the left, blue on the right.
    let pixels = RgbImage::from_fn(320, 200, |x, _| {
        if x < 160 {
            Rgb([220, 20, 20])
        } else {
            Rgb([20, 20, 220])
        }
    });
    let plain = encoded(pixels, ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x02".to_vec();
    // Orientation 6: turned to the right by a quarter. Then the camera's name.
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
    exif.extend([0x01, 0x0F, 0, 2, 0, 0, 0, 16, 0, 0, 0, 38, 0, 0, 0, 0]);
    exif.extend(b"LAT32.8872N13.18");
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let file = [&plain[..2], &[0xFF, 0xE1], &length, &exif, &plain[2..]].concat();
    for size in [ImageSize::Thumbnail, ImageSize::Viewer] {
        let image = shown(file.clone(), size).await.expect("shown");
        assert!(
            image.height > image.width || size == ImageSize::Thumbnail,
            "{size:?} is turned"
        );
        let turned = decoded(&image).to_rgb8();
        let (width, height) = turned.dimensions();
        let top = turned[(width / 2, height / 8)];
        let bottom = turned[(width / 2, height - height / 8)];
        assert!(
            top[0] > top[2] && bottom[2] > bottom[0],
            "{size:?}: {top:?} over {bottom:?}"
        );
        let names_it = image
            .bytes
            .windows(5)
            .any(|word| word == b"LAT32" || word == b"Exif\0");
        assert!(!names_it, "{size:?} holds the file's metadata");
    }
}

#[tokio::test]
async fn what_is_transparent_stays_so() {
    let pixels = RgbaImage::from_fn(600, 400, |x, _| {
        Rgba([9, 9, 9, if x < 300 { 0 } else { 255 }])
    });
    let image = shown(encoded(pixels, ImageFormat::Png), ImageSize::Thumbnail).await;
    let image = image.expect("shown");
    assert_eq!(image.mime, "image/png");
    let pixels = decoded(&image).to_rgba8();
    let alpha = |x| pixels[(x, 10)][3];
    assert_eq!((alpha(10), alpha(470)), (0, 255));
    let opaque = RgbaImage::from_pixel(600, 400, Rgba([9, 9, 9, 255]));
    let image = shown(encoded(opaque, ImageFormat::Png), ImageSize::Thumbnail).await;
    assert_eq!(
        image.expect("shown").mime,
        "image/jpeg",
        "nothing is transparent"
    );
}

#[tokio::test]
async fn an_animation_shows_its_first_frame() {
    let mut file = std::io::Cursor::new(Vec::new());
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut file);
    for colour in [[200, 0, 0, 255], [0, 0, 200, 255]] {
        let frame = image::Frame::new(RgbaImage::from_pixel(300, 200, Rgba(colour)));
        encoder.encode_frame(frame).expect("a frame");
    }
    drop(encoder);
    let image = shown(file.into_inner(), ImageSize::Thumbnail)
        .await
        .expect("shown");
    let Rgba([red, _, blue, _]) = decoded(&image).to_rgba8()[(20, 20)];
    assert!(
        red > 150 && blue < 60,
        "the first frame is red: {red}, {blue}"
    );
}

#[tokio::test]
async fn a_broken_file_costs_its_own_image_only() {
    let good = picture(ImageFormat::Png, 200, 200);
    let mut files: Vec<Vec<u8>> = Vec::new();
    for format in [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::Gif,
        ImageFormat::WebP,
        ImageFormat::Bmp,
    ] {
        let whole = picture(format, 64, 64);
        files.extend((0..12).map(|part| whole[..whole.len() * part / 12].to_vec()));
        files.extend((0..12).map(|at| {
            let mut bent = whole.clone();
            let place = bent.len() * at / 12;
            bent[place] ^= 0xFF;
            bent
        }));
    }
    files.push(good);
    let (engine, messages, _computer) = engine_with(&files).await;
    for message in &messages {
        // Shown as far as it goes, or refused.
        if let Err(error) = thumbnail(&engine, message).await {
            assert!(
                matches!(error, Error::NotAnImage(_) | Error::TooLarge(_)),
                "{message}: {error}"
            );
        }
    }
    let last = messages.last().expect("the good one");
    thumbnail(&engine, last)
        .await
        .expect("the good one is shown");
    engine.shutdown().await;
}

/// How much memory this process holds, and the most that it held since the last reset, in bytes.
#[cfg(target_os = "linux")]
fn memory() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let read = |name: &str| {
        let line = status
            .lines()
            .find(|line| line.starts_with(name))
            .expect(name);
        let number = line.split_whitespace().nth(1).expect("a number");
        number.parse::<u64>().expect("a number") * 1024
    };
    (read("VmRSS:"), read("VmHWM:"))
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn many_large_images_at_once_take_the_memory_of_one() {
    const MIB: u64 = 1024 * 1024;
    // 30 megapixels each, in a file of some 100 KB: 90 MB decoded.
    let file = encoded(DynamicImage::new_rgb8(6_000, 5_000), ImageFormat::Png);
    let files: Vec<_> = (0..7).map(|_| file.clone()).collect();
    let (engine, messages, _computer) = engine_with(&files).await;
    std::fs::write("/proc/self/clear_refs", "5").expect("the highest mark begins anew");
    let (before, _) = memory();
    let images = messages.iter().map(|message| thumbnail(&engine, message));
    for image in futures_util::future::join_all(images).await {
        image.expect("shown");
    }
    let (_, most) = memory();
    let taken = most.saturating_sub(before) / MIB;
    assert!(taken < 200, "{taken} MiB for seven images of 86 MiB each");
    engine.shutdown().await;
}
