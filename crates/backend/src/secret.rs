//! The data folder and the signing secret in it: made on the first start, readable by its owner
//! only, and used as long as the folder lives, so that tokens outlive a restart.

use std::fs;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;

use rand::RngCore as _;

use crate::Error;

const SECRET_FILE: &str = "secret";
const SECRET_BYTES: usize = 32;

/// Makes the folder if it is missing.
pub(crate) fn prepare_folder(folder: &Path) -> Result<(), Error> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|source| at(folder, source))
}

/// Makes the file if it is missing, and has it read and written by its owner only: it holds what
/// was said, and the hashes of passwords.
pub(crate) fn restrict_to_owner(path: &Path) -> Result<(), Error> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(|source| at(path, source))?;
    // It may be from before, or copied here by hand.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))
        .map_err(|source| at(path, source))?;
    drop(file);
    Ok(())
}

/// Reads the secret, or makes it on the first start.
pub(crate) fn load_or_create(folder: &Path) -> Result<Vec<u8>, Error> {
    let path = folder.join(SECRET_FILE);
    match make(&path) {
        Ok(secret) => Ok(secret),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => load(&path),
        Err(source) => Err(at(&path, source)),
    }
}

fn make(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let mut secret = vec![0; SECRET_BYTES];
    rand::rng().fill_bytes(&mut secret);
    file.write_all(&secret)?;
    file.sync_all()?;
    Ok(secret)
}

fn load(path: &Path) -> Result<Vec<u8>, Error> {
    restrict_to_owner(path)?;
    let mut file = fs::File::open(path).map_err(|source| at(path, source))?;
    let mut secret = Vec::new();
    file.read_to_end(&mut secret)
        .map_err(|source| at(path, source))?;
    if secret.len() < SECRET_BYTES {
        return Err(Error::Secret {
            path: path.to_owned(),
        });
    }
    Ok(secret)
}

fn at(path: &Path, source: std::io::Error) -> Error {
    Error::DataFolder {
        path: path.to_owned(),
        source,
    }
}
