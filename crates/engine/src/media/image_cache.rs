//! The images of one profile, by the address that a message gives.
//!
//! An address comes from somebody's message, so it is not trusted: https only (http for the account's own server
//! alone), no host but that server's and those that the user allowed, no address of this computer or its network unless
//! it is that server, no redirect followed unchecked, the token for that server's uploads alone, the size bounded while it
//! comes in, the type told by the content. What the window gets is decoded here and encoded anew.

use std::{collections::HashMap, io::Cursor, time::Duration};

use image::{ImageFormat, ImageReader};
use parking_lot::Mutex;
use tokio::sync::Semaphore;
use url::Url;

use crate::{
    Error, Origin,
    http::auth_token::AuthToken,
    limits::{FOREIGN_FETCHES, OWN_FETCHES, REFUSED_IMAGES, THUMBNAIL_SIZE},
    media::{
        allowed_hosts::AllowedHosts,
        decoder_budget::DecoderBudget,
        disk_cache::{DiskCache, Kept},
        fetch::{Fetcher, Wanted},
        image::{Image, ImageSize},
        upload_path::UploadPath,
    },
};

/// The images of one profile.
pub(crate) struct ImageCache {
    origin: Origin,
    pub(crate) hosts: AllowedHosts,
    disk_cache: DiskCache,
    fetcher: Fetcher,
    decoders: DecoderBudget,
    own_fetches: Semaphore,
    foreign_fetches: Semaphore,
    /// What gave no image in this run.
    refused: Mutex<HashMap<Url, Error>>,
}

impl ImageCache {
    pub(crate) fn new(
        disk_cache: DiskCache,
        origin: Origin,
        auth_token: AuthToken,
        uploads: UploadPath,
        hosts: AllowedHosts,
        timeout: Duration,
    ) -> Self {
        Self {
            fetcher: Fetcher {
                origin: origin.clone(),
                auth_token,
                uploads,
                hosts: hosts.clone(),
                timeout,
            },
            origin,
            hosts,
            disk_cache,
            decoders: DecoderBudget::new(),
            own_fetches: Semaphore::new(OWN_FETCHES),
            foreign_fetches: Semaphore::new(FOREIGN_FETCHES),
            refused: Mutex::default(),
        }
    }

    /// How much room the images take, in bytes.
    pub(crate) async fn size_on_disk(&self) -> u64 {
        self.disk_cache.size().await
    }

    /// Removes all images from the disk; they are fetched again when they are shown.
    pub(crate) async fn clear(&self) {
        self.disk_cache.clear().await;
        self.refused.lock().clear();
    }

    /// The address of an image, which may be written relative to the server.
    pub(crate) fn address(&self, written: &str) -> Result<Url, Error> {
        self.origin
            .resolve(written)
            .ok_or_else(|| Error::BadAddress("not an address".to_owned()))
    }

    /// An image by its address, from the disk or the network.
    pub(crate) async fn image(&self, url: &Url, size: ImageSize) -> Result<Image, Error> {
        if size == ImageSize::Thumbnail
            && let Some(bytes) = self.disk_cache.get(url, Kept::Thumbnail).await
            && let Some(kept) = read_thumbnail(bytes)
        {
            return Ok(kept);
        }
        if let Some(error) = self.refused.lock().get(url) {
            return Err(error.clone());
        }
        let made = self.make(url, size).await;
        if let Err(error @ (Error::NotAnImage(_) | Error::TooLarge(_))) = &made {
            let mut refused = self.refused.lock();
            if refused.len() >= REFUSED_IMAGES {
                refused.clear();
            }
            refused.insert(url.clone(), error.clone());
        }
        made
    }

    /// An image of a file that lies on this computer; nothing of it is kept.
    pub(crate) async fn render(&self, file: Vec<u8>, size: ImageSize) -> Result<Image, Error> {
        Ok(self.decoders.render(file, size).await?.0)
    }

    /// A file that the user asked for, from the account's own server alone.
    pub(crate) async fn file_of_own_server(&self, url: &Url) -> Result<Vec<u8>, Error> {
        if !self.origin.is_same_origin(url) {
            return Err(Error::BadAddress(format!("{url}: another server's file")));
        }
        let _fetching = self
            .own_fetches
            .acquire()
            .await
            .map_err(|_| Error::Internal("the fetches are closed".to_owned()))?;
        self.fetcher.fetch(url, Wanted::File).await
    }

    async fn make(&self, url: &Url, size: ImageSize) -> Result<Image, Error> {
        let fetches = if self.origin.is_same_origin(url) {
            &self.own_fetches
        } else {
            &self.foreign_fetches
        };
        // Held while the file is in memory.
        let _turn = fetches
            .acquire()
            .await
            .map_err(|_| Error::Internal("the fetches are closed".to_owned()))?;
        let kept = self.disk_cache.get(url, Kept::Source).await;
        let fetched = kept.is_none();
        let source = match kept {
            Some(source) => source,
            None => self.fetcher.fetch(url, Wanted::Image).await?,
        };
        let (image, source) = self.decoders.render(source, size).await?;
        if fetched {
            self.disk_cache.put(url, Kept::Source, source).await;
        }
        if size == ImageSize::Thumbnail {
            let bytes = image.bytes.clone();
            self.disk_cache.put(url, Kept::Thumbnail, bytes).await;
        }
        Ok(image)
    }
}

/// A thumbnail that was kept; `None` when the file is not what was written.
fn read_thumbnail(bytes: Vec<u8>) -> Option<Image> {
    let format = image::guess_format(&bytes).ok()?;
    let mime = match format {
        ImageFormat::Png => "image/png",
        ImageFormat::Jpeg => "image/jpeg",
        _ => return None,
    };
    let reader = ImageReader::with_format(Cursor::new(&bytes), format);
    let (width, height) = reader.into_dimensions().ok()?;
    let (most_width, most_height) = THUMBNAIL_SIZE;
    (width <= most_width && height <= most_height).then_some(Image {
        mime,
        bytes,
        width,
        height,
    })
}
