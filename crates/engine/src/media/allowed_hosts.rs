//! From which hosts images are fetched: the account's server, and those that the user allowed. Fetching from a
//! stranger's host tells them that the message is read, when, and from where.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use parking_lot::Mutex;
use store::replace_file;
use url::Url;

use crate::{
    Error,
    limits::{MAX_IMAGE_HOSTS, MAX_IMAGE_HOSTS_BYTES},
};

/// The hosts that the user of a profile allowed; a cheap clone.
#[derive(Clone, Debug)]
pub(crate) struct AllowedHosts {
    path: PathBuf,
    hosts: Arc<Mutex<BTreeSet<String>>>,
}

impl AllowedHosts {
    /// Reads the profile's choices. A file that cannot be read allows nobody.
    pub(crate) fn read(folder: &Path) -> Self {
        let path = folder.join("image-hosts.json");
        let hosts = read_hosts(&path).unwrap_or_else(|error| {
            if error.kind() != io::ErrorKind::NotFound {
                tracing::warn!(%error, "the hosts that images are fetched from cannot be read");
            }
            BTreeSet::new()
        });
        Self {
            path,
            hosts: Arc::new(Mutex::new(hosts)),
        }
    }

    /// The hosts, by name.
    pub(crate) fn list(&self) -> Vec<String> {
        self.hosts.lock().iter().cloned().collect()
    }

    /// Whether images are fetched from an address's host.
    pub(crate) fn contains(&self, url: &Url) -> bool {
        url.host_str()
            .is_some_and(|host| self.hosts.lock().contains(host))
    }

    /// Allows a host.
    ///
    /// # Errors
    /// [`Error::BadAddress`] for what is no host, [`Error::TooLarge`] when there are too many, and the disk's.
    pub(crate) fn allow(&self, written: &str) -> Result<(), Error> {
        let host = canonical_host(written)?;
        self.change(|hosts| {
            hosts.insert(host);
        })
    }

    /// Takes that back.
    ///
    /// # Errors
    /// The disk's.
    pub(crate) fn forbid(&self, host: &str) -> Result<(), Error> {
        self.change(|hosts| {
            hosts.remove(host);
        })
    }

    fn change(&self, change: impl FnOnce(&mut BTreeSet<String>)) -> Result<(), Error> {
        let mut hosts = self.hosts.lock();
        let mut changed = hosts.clone();
        change(&mut changed);
        if changed.len() > MAX_IMAGE_HOSTS {
            return Err(Error::TooLarge(format!(
                "more than {MAX_IMAGE_HOSTS} hosts"
            )));
        }
        let text = serde_json::to_vec_pretty(&changed)
            .map_err(|error| Error::Internal(error.to_string()))?;
        replace_file(&self.path, &text)?;
        *hosts = changed;
        Ok(())
    }
}

/// A host as addresses are compared: in ASCII, in lower case.
fn canonical_host(written: &str) -> Result<String, Error> {
    let bad = || Error::BadAddress(format!("{written}: no host"));
    let url = Url::parse(&format!("https://{}/", written.trim())).map_err(|_| bad())?;
    let alone = url.username().is_empty() && url.port().is_none() && url.path() == "/";
    match url.host_str() {
        Some(host) if alone && url.query().is_none() && url.fragment().is_none() => {
            Ok(host.to_owned())
        }
        _ => Err(bad()),
    }
}

fn read_hosts(path: &Path) -> io::Result<BTreeSet<String>> {
    let about = fs::metadata(path)?;
    if !about.is_file() || about.len() > MAX_IMAGE_HOSTS_BYTES {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let hosts: BTreeSet<String> = serde_json::from_slice(&fs::read(path)?)?;
    Ok(hosts.into_iter().take(MAX_IMAGE_HOSTS).collect())
}
