//! What a JPEG file says before its pixels of how it must be decoded.

/// How a JPEG file's pixels are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JpegLayout {
    /// Row by row: decoding holds little more than the pixels.
    Sequential,
    /// In several passes over the whole image: decoding holds every coefficient until the last.
    Passes,
}

/// Reads the layout from the file's markers. A file that cannot be read counts as the dearer one.
pub(super) fn layout(file: &[u8]) -> JpegLayout {
    let mut components = None;
    // The markers follow the two bytes of the start.
    let mut at = 2;
    while let Some((marker, segment)) = next_segment(file, at) {
        match marker {
            // SOF0 and SOF1: the number of components follows precision, height and width.
            0xC0 | 0xC1 if components.is_none() => components = segment.get(5).copied(),
            0xDA if components.is_some() && segment.first().copied() == components => {
                return JpegLayout::Sequential;
            }
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xDA => break,
            _ => {}
        }
        at += 4 + segment.len();
    }
    JpegLayout::Passes
}

/// The marker at a place, and its segment's content.
fn next_segment(file: &[u8], at: usize) -> Option<(u8, &[u8])> {
    let [0xFF, marker, high, low] = *file.get(at..at + 4)? else {
        return None;
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    Some((marker, file.get(at + 4..at + 2 + length)?))
}
