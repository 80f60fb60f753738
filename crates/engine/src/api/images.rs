//! The images of messages, and from which hosts they are fetched.

use protocol::{MessageId, MessageKind};
use url::Url;

use crate::{Error, Image, ImageSize, api::Engine, profile::open::Profile};

impl Engine {
    /// The image of a message, from the disk or the network.
    ///
    /// # Errors
    /// [`Error::NotFound`] when no such message carries an image, [`Error::ImageHostNotAllowed`] with the host that the
    /// user has to allow first, [`Error::BadAddress`] for addresses that are not fetched, [`Error::TooLarge`],
    /// [`Error::NotAnImage`], and the connection's errors.
    pub async fn image(&self, message: &MessageId, size: ImageSize) -> Result<Image, Error> {
        let profile = self.profile()?;
        let url = address_of(&profile, message).await?;
        tokio::select! {
            shown = profile.images.image(&url, size) => shown,
            () = profile.context.rest.cancelled() => Err(Error::SignInNeeded),
        }
    }

    /// Where the image of a message lies, for somebody who opens it elsewhere.
    ///
    /// # Errors
    /// [`Error::NotFound`] when no such message carries an image, [`Error::BadAddress`] when it names no address.
    pub async fn image_address(&self, message: &MessageId) -> Result<Url, Error> {
        address_of(&*self.profile()?, message).await
    }

    /// The hosts from which images are fetched, beside the account's server.
    pub fn image_hosts(&self) -> Result<Vec<String>, Error> {
        Ok(self.profile()?.images.hosts.list())
    }

    /// Fetches images from a host from now on, in this profile.
    ///
    /// # Errors
    /// [`Error::BadAddress`] for what is no host, [`Error::TooLarge`] when there are too many.
    pub fn allow_image_host(&self, host: &str) -> Result<(), Error> {
        self.profile()?.images.hosts.allow(host)
    }

    /// Fetches no more images from a host.
    pub fn forbid_image_host(&self, host: &str) -> Result<(), Error> {
        self.profile()?.images.hosts.forbid(host)
    }
}

async fn address_of(profile: &Profile, message: &MessageId) -> Result<Url, Error> {
    let row = profile.context.store.message(message).await?;
    let image = row.filter(|row| row.kind == MessageKind::Image);
    let image = image.ok_or_else(|| Error::NotFound(message.to_string()))?;
    profile.images.address(&image.content)
}
