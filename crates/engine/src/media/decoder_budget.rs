//! Decoding where it holds up nobody, a bounded number of images and bytes at a time.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::{
    Error,
    limits::{DECODING_AT_ONCE, DECODING_BYTES},
    media::{
        decode,
        header::read_header,
        image::{Image, ImageSize},
    },
};

/// What one permit stands for, in bytes.
const PERMIT_BYTES: u64 = 1024 * 1024;

/// The memory that decoding may take.
#[derive(Clone, Debug)]
pub(crate) struct DecoderBudget(Arc<Semaphore>);

impl DecoderBudget {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Semaphore::new(permits(DECODING_BYTES) as usize)))
    }

    /// Makes an image of a file. Gives the file back, to be kept.
    ///
    /// # Errors
    /// [`Error::NotAnImage`], also when the decoder broke down over the file, and [`Error::TooLarge`].
    pub(super) async fn render(
        &self,
        file: Vec<u8>,
        size: ImageSize,
    ) -> Result<(Image, Vec<u8>), Error> {
        let (header, file) = run_blocking(move || Ok((read_header(&file)?, file))).await?;
        let bytes = decode::bytes_needed(&header, size).max(DECODING_BYTES / DECODING_AT_ONCE);
        let permit = self
            .0
            .clone()
            .acquire_many_owned(permits(bytes))
            .await
            .map_err(|_| Error::Internal("the decoders are closed".to_owned()))?;
        run_blocking(move || {
            // Held until the work is done, also when nobody waits for it any more.
            let _permit = permit;
            Ok((decode::render(&file, &header, size)?, file))
        })
        .await
    }
}

fn permits(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(PERMIT_BYTES)).unwrap_or(u32::MAX)
}

/// Runs a decoder. One that panics costs this image only.
async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Error::NotAnImage("the decoder broke down".to_owned())),
    }
}
