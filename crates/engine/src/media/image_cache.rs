//! Images, fetched by the engine so that the window never talks to the network.
//!
//! An address comes from somebody's message, so it is not trusted: https only (http for the
//! account's own server alone), no address of this computer or its network unless it is that server,
//! no redirect followed unchecked, the token for that server alone, the size bounded while it comes
//! in, the type told by the content. What passed is kept on disk, the oldest going first.

use std::time::Duration;

use crate::{
    Error, Origin,
    http::auth_token::AuthToken,
    media::{
        detect::{self, Media},
        disk_cache::DiskCache,
        fetch::Fetcher,
    },
};

/// The images of one profile.
pub(crate) struct ImageCache {
    origin: Origin,
    disk_cache: DiskCache,
    fetcher: Fetcher,
}

impl ImageCache {
    pub(crate) fn new(
        disk_cache: DiskCache,
        origin: Origin,
        auth_token: AuthToken,
        timeout: Duration,
    ) -> Self {
        let fetcher = Fetcher::new(origin.clone(), auth_token, timeout);
        Self {
            origin,
            disk_cache,
            fetcher,
        }
    }

    /// How much room the images take, in bytes.
    pub(crate) async fn size_on_disk(&self) -> u64 {
        self.disk_cache.size().await
    }

    /// Removes all images from the disk; they are fetched again when they are shown.
    pub(crate) async fn clear(&self) {
        self.disk_cache.clear().await;
    }

    /// An image by its address, which may be relative to the server.
    pub(crate) async fn image(&self, written: &str) -> Result<Media, Error> {
        let url = self
            .origin
            .resolve(written)
            .ok_or_else(|| Error::BadAddress(format!("{written}: not an address")))?;
        if let Some(media) = self
            .disk_cache
            .get(&url)
            .await
            .and_then(|b| detect::detect_image(b).ok())
        {
            return Ok(media);
        }
        let media = detect::detect_image(self.fetcher.fetch(&url).await?)?;
        self.disk_cache.put(&url, &media.bytes).await;
        Ok(media)
    }
}
