//! Images, fetched by the engine so that the window never talks to the network.
//!
//! An address comes from somebody's message, so it is not trusted: https only (http for the
//! account's own server alone), no address of this computer or its network unless it is that server,
//! no redirect followed unchecked, the bearer for that server alone, the size bounded while it comes
//! in, the type told by the content. What passed is kept on disk, the oldest going first.

use std::{path::PathBuf, time::Duration};

use crate::{
    Error, Origin,
    http::auth_token::Bearer,
    media::{
        detect::{self, Media},
        disk_cache::Shelf,
        fetch::Fetcher,
    },
};

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
            .and_then(|b| detect::judge(b).ok())
        {
            return Ok(media);
        }
        let media = detect::judge(self.fetcher.fetch(&url).await?)?;
        self.shelf.put_up(&url, &media.bytes).await;
        Ok(media)
    }
}
