//! Images, fetched by the engine so that the window never talks to the network.
//!
//! An address comes from somebody's message, so it is not trusted: https only (http for the
//! account's own server alone), no address of this computer or its network unless it is that server,
//! no redirect followed unchecked, the bearer for that server alone, the size bounded while it comes
//! in, the type told by the content. What passed is kept on disk, the oldest going first.

mod fetch;
mod shelf;
mod sniff;

use std::{path::PathBuf, time::Duration};

use crate::{Error, Origin, bearer::Bearer};
use fetch::Fetcher;
use shelf::Shelf;

/// The largest image that is taken, in bytes.
pub(crate) const LARGEST: usize = 15 * 1024 * 1024;

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

/// The images of one profile.
pub(crate) struct Gallery {
    origin: Origin,
    shelf: Shelf,
    fetcher: Fetcher,
}

impl Gallery {
    pub(crate) fn new(
        folder: PathBuf,
        origin: Origin,
        bearer: Bearer,
        patience: Duration,
    ) -> Result<Self, Error> {
        let fetcher = Fetcher::new(origin.clone(), bearer, patience);
        Ok(Self {
            origin,
            shelf: Shelf::new(folder),
            fetcher,
        })
    }

    /// An image by its address, which may be relative to the server.
    pub(crate) async fn show(&self, written: &str) -> Result<Media, Error> {
        let url = self
            .origin
            .resolve(written)
            .ok_or_else(|| Error::BadAddress(format!("{written}: not an address")))?;
        if let Some(media) = self
            .shelf
            .take_down(&url)
            .await
            .and_then(|b| sniff::judge(b).ok())
        {
            return Ok(media);
        }
        let media = sniff::judge(self.fetcher.fetch(&url).await?)?;
        self.shelf.put_up(&url, &media.bytes).await;
        Ok(media)
    }
}
