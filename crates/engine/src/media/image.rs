//! An image as the window gets it.

/// How large an image is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImageSize {
    /// For the chat: cut to the shape of its box there, at most twice as large.
    Thumbnail,
    /// For the viewer: whole, at most 16 megapixels.
    Viewer,
}

/// An image that the engine encoded: nothing of the file that somebody sent is in it but its pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its type: `image/png` or `image/jpeg`.
    pub mime: &'static str,
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}
