//! The hash that each message and draft carries, made when it is written: of a damaged file, what
//! does not match it is not what the user wrote.

use sha2::{Digest, Sha256};

use crate::tables::outbox::OutboxRecord;

/// What a row's hash says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seal {
    /// It is what was written.
    Whole,
    /// It is from before there was a hash, and is ingested at its word.
    Unsealed,
    /// It is not what was written.
    Broken,
}

impl Seal {
    /// Compares the hash that was kept with the one that the row has now.
    pub(crate) fn of(kept: Option<&[u8]>, now: &[u8]) -> Self {
        match kept {
            None | Some([]) => Self::Unsealed,
            Some(kept) if kept == now => Self::Whole,
            Some(_) => Self::Broken,
        }
    }
}

impl OutboxRecord {
    /// The hash of what the user wrote: which message, where, what and when.
    pub(crate) fn hash_now(&self) -> Vec<u8> {
        digest(
            &[&self.local_id, &self.conversation, &self.text],
            self.created_at,
        )
    }

    /// What its hash says of it.
    pub(crate) fn seal(&self) -> Seal {
        Seal::of(self.hash.as_deref(), &self.hash_now())
    }
}

/// The hash of a draft: where, what and when.
pub(crate) fn of_draft(conversation: &str, text: &str, saved_at: i64) -> Vec<u8> {
    digest(&[conversation, text], saved_at)
}

/// Each text with its length before it, so that no two rows read the same.
fn digest(texts: &[&str], at: i64) -> Vec<u8> {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    }
    hash.update(at.to_le_bytes());
    hash.finalize().to_vec()
}
