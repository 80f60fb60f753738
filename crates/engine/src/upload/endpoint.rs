//! Where files are uploaded: a path on the account's server, or an address that the user wrote. The token goes with a
//! file to that server and to no other, as with the pictures that are fetched (`media::fetch`).

use url::Url;

use crate::{Error, Origin, error::FileError};

/// An upload endpoint of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UploadEndpoint {
    pub(crate) url: Url,
    /// Whether it is the account's own server, which gets the token.
    pub(crate) own: bool,
}

impl UploadEndpoint {
    /// Reads what the user wrote; `None` for nothing.
    ///
    /// # Errors
    /// [`FileError::BadEndpoint`] for what is neither a path nor an https address; http is for the account's own server,
    /// where that speaks it.
    pub(crate) fn parse(written: &str, origin: &Origin) -> Result<Option<Self>, Error> {
        let written = written.trim();
        if written.is_empty() {
            return Ok(None);
        }
        let url = if written.contains("://") {
            Url::parse(written).ok()
        } else {
            // Without the slashes in front no second one can make a host of the path's beginning.
            origin.resolve(&format!("/{}", written.trim_start_matches(['/', '\\'])))
        };
        let url = url.ok_or(FileError::BadEndpoint)?;
        let own = origin.is_same_origin(&url);
        let named =
            url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let safe = own || url.scheme() == "https";
        if !named || !safe || url.path() == "/" {
            return Err(FileError::BadEndpoint.into());
        }
        Ok(Some(Self { url, own }))
    }

    /// The address that an answer gives a file, whole: the other side's program may know no server of ours.
    pub(crate) fn file_address(&self, answered: &str) -> Option<Url> {
        let url = self.url.join(answered.trim()).ok()?;
        let own = self.own && url.origin() == self.url.origin();
        (own || url.scheme() == "https").then_some(url)
    }
}
