//! The token that the server accepted last for a profile, as a salted hash in the profile's folder: without the server,
//! only that one opens the cached chats. It lies beside the cache, since whoever can write there can read the cache
//! itself, and since it has to be found where a keyring is locked or missing.

use std::{fs::File, io::Read as _, path::Path};

use sha2::{Digest, Sha256};
use store::replace_file;
use uuid::Uuid;

use crate::http::auth_token::Token;

const FILE: &str = "accepted-token";
/// A salt and a hash are 97 bytes; whatever is longer is none of ours.
const MAX_BYTES: u64 = 256;

/// Whether the server accepted this token here before.
pub(crate) fn is_accepted(folder: &Path, token: &Token) -> bool {
    let mut text = String::new();
    let path = folder.join(FILE);
    // A folder or a pipe in its place is not waited for.
    if !path.is_file() {
        return false;
    }
    let read = File::open(path).and_then(|file| file.take(MAX_BYTES).read_to_string(&mut text));
    if read.is_err() {
        return false;
    }
    text.trim()
        .split_once(' ')
        .is_some_and(|(salt, hash)| hash == hash_of(salt, token))
}

/// Notes that the server accepted this token. Losing the note costs no more than a wait for the server.
pub(crate) fn note_accepted(folder: &Path, token: &Token) {
    let salt = Uuid::new_v4().simple().to_string();
    let line = format!("{salt} {}", hash_of(&salt, token));
    if let Err(error) = replace_file(&folder.join(FILE), line.as_bytes()) {
        tracing::info!(%error, "the accepted token could not be noted");
    }
}

fn hash_of(salt: &str, token: &Token) -> String {
    let digest = Sha256::new()
        .chain_update(salt)
        .chain_update(token.expose())
        .finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
