//! Files and pictures that the user sends.

use protocol::{ConversationId, MessageId, MessageKind};
use store::{LocalId, MessageRow};
use tokio::sync::watch;

use crate::{
    Error, Image, ImageSize, Origin, UploadProgress,
    api::Engine,
    error::FileError,
    origin::DEFAULT_SERVER,
    upload::{attachment, endpoint::UploadEndpoint},
};

/// A file that somebody sent.
#[derive(Debug)]
pub struct ReceivedFile {
    /// What it is called, without folders and what is not seen; never empty.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Engine {
    /// Queues a file: its copy and its entry are on disk when this returns; it is uploaded and sent when the connection
    /// allows.
    ///
    /// # Errors
    /// [`Error::File`]: empty, too large, too many wait, or nothing is set to upload to.
    pub async fn send_file(
        &self,
        id: &ConversationId,
        name: &str,
        content_type: &str,
        bytes: Vec<u8>,
    ) -> Result<LocalId, Error> {
        let profile = self.profile()?;
        let context = &profile.context;
        if context.uploads.endpoint(context.rest.origin())?.is_none() {
            return Err(FileError::NoEndpoint.into());
        }
        let file = attachment::new_file(name, content_type, bytes);
        let local = context.store.queue_file(id, file).await?;
        self.inner.written.lock().insert(local.clone(), id.clone());
        context.wake_outbox();
        Ok(local)
    }

    /// Queues the picture at an https address, which is sent as it stands: nothing is uploaded.
    ///
    /// # Errors
    /// [`Error::BadAddress`] for another address; [`Error::File`] when too many wait.
    pub async fn send_picture_link(
        &self,
        id: &ConversationId,
        url: &str,
    ) -> Result<LocalId, Error> {
        let profile = self.profile()?;
        let (name, url) = attachment::picture_link(url)?;
        let store = &profile.context.store;
        let local = store.queue_picture_link(id, &name, url.as_str()).await?;
        self.inner.written.lock().insert(local.clone(), id.clone());
        profile.context.wake_outbox();
        Ok(local)
    }

    /// A picture that waits to be sent, as its chat shows it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when no such message waits; [`Error::NotAnImage`], [`Error::TooLarge`].
    pub async fn waiting_image(&self, id: &LocalId, size: ImageSize) -> Result<Image, Error> {
        let profile = self.profile()?;
        let store = &profile.context.store;
        let entry = store.outbox_entry(id).await?;
        let carries = entry.is_some_and(|entry| entry.file.is_some());
        if !carries {
            return Err(Error::NotFound(id.0.clone()));
        }
        let bytes = tokio::fs::read(store.attached_file(id)).await;
        let bytes = bytes.map_err(|_| FileError::Missing)?;
        profile.images.render(bytes, size).await
    }

    /// The file that a message carries, where it lies on the account's own server: no browser has the token for that.
    ///
    /// # Errors
    /// [`Error::NotFound`] when no such message carries one, [`Error::BadAddress`] for one that lies elsewhere,
    /// [`Error::TooLarge`], and the connection's errors.
    pub async fn received_file(&self, message: &MessageId) -> Result<ReceivedFile, Error> {
        let profile = self.profile()?;
        let row = profile.context.store.message(message).await?;
        let carries = |row: &MessageRow| matches!(row.kind, MessageKind::File | MessageKind::Image);
        let row = row.filter(carries);
        let row = row.ok_or_else(|| Error::NotFound(message.to_string()))?;
        let file = row.file.as_ref();
        let written = file.map_or(row.content.as_str(), |file| file.url.as_str());
        let url = profile.images.address(written)?;
        let named = file.and_then(|file| file.name.as_deref());
        let last = url.path_segments().and_then(|mut all| all.next_back());
        let name = attachment::shown_name(named.or(last).unwrap_or_default());
        tokio::select! {
            bytes = profile.images.file_of_own_server(&url) => Ok(ReceivedFile { name, bytes: bytes? }),
            () = profile.context.rest.cancelled() => Err(Error::SignInNeeded),
        }
    }

    /// Follows the uploads under way.
    #[must_use]
    pub fn subscribe_uploads(&self) -> watch::Receiver<Vec<UploadProgress>> {
        self.inner.channels.uploads.subscribe()
    }

    /// Where files are uploaded, as it was written; empty where they are not.
    #[must_use]
    pub fn upload_endpoint(&self) -> String {
        self.inner.channels.uploads.written_endpoint()
    }

    /// Uploads files there from now on: a path on the account's server, or an https address. Empty for nowhere.
    pub fn set_upload_endpoint(&self, written: &str) {
        self.inner.channels.uploads.set_endpoint(written);
    }

    /// Whether files could be uploaded there.
    ///
    /// # Errors
    /// [`FileError::BadEndpoint`].
    pub fn check_upload_endpoint(&self, written: &str) -> Result<(), Error> {
        let origin = match self.profile() {
            Ok(profile) => profile.context.rest.origin().clone(),
            Err(_) => Origin::parse(DEFAULT_SERVER)?,
        };
        UploadEndpoint::parse(written, &origin).map(drop)
    }
}
