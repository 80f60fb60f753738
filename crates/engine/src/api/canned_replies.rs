//! Canned replies: known on this computer only.

use std::collections::HashMap;

use store::{CannedReplies, CannedReply, ReplyWrite};

use crate::Error;
use crate::api::Engine;
use crate::canned_replies::draft::{FileReply, ReplyDraft};
use crate::canned_replies::file::read_replies;
use crate::canned_replies::model::{
    FileFault, FileRefusal, ImportedReplies, ReplyFault, ReplyFileFormat, SavedReply,
};
use crate::canned_replies::starter::{STARTER_SET, starter_replies};
use crate::canned_replies::{csv_file, json_file};

impl Engine {
    /// All canned replies, and where they were used. The first look finds those that come with the program.
    pub async fn canned_replies(&self) -> Result<CannedReplies, Error> {
        let profile = self.profile()?;
        let store = &profile.context.store;
        // A full disk keeps nobody from the replies that are there.
        if let Err(error) = store.add_starter_set(STARTER_SET, &starter_replies()).await {
            tracing::warn!(
                code = error.code(),
                "the first canned replies could not be added"
            );
        }
        Ok(store.canned_replies().await?)
    }

    /// Keeps a reply: a new one where `id` is `None`.
    pub async fn save_canned_reply(
        &self,
        id: Option<String>,
        shortcut: String,
        category: String,
        text: String,
    ) -> Result<SavedReply, Error> {
        let profile = self.profile()?;
        let id = id.unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
        let draft = ReplyDraft {
            shortcut,
            category,
            text,
        };
        let reply = match draft.into_reply(id) {
            Ok(reply) => reply,
            Err(fault) => return Ok(SavedReply::Refused { fault }),
        };
        let written = profile
            .context
            .store
            .put_canned_replies(std::slice::from_ref(&reply));
        Ok(match written.await? {
            ReplyWrite::Written => SavedReply::Saved { reply },
            ReplyWrite::ShortcutTaken => SavedReply::Refused {
                fault: ReplyFault::ShortcutTaken,
            },
            ReplyWrite::TooMany => SavedReply::Refused {
                fault: ReplyFault::TooMany,
            },
        })
    }

    /// Deletes a reply.
    pub async fn delete_canned_reply(&self, id: &str) -> Result<(), Error> {
        Ok(self
            .profile()?
            .context
            .store
            .delete_canned_reply(id)
            .await?)
    }

    /// Puts the replies into this order.
    pub async fn order_canned_replies(&self, ids: &[String]) -> Result<(), Error> {
        Ok(self
            .profile()?
            .context
            .store
            .order_canned_replies(ids)
            .await?)
    }

    /// Counts that a reply was used in these contexts.
    pub async fn record_reply_use(&self, reply: &str, contexts: &[String]) -> Result<(), Error> {
        let profile = self.profile()?;
        Ok(profile
            .context
            .store
            .record_reply_use(reply, contexts)
            .await?)
    }

    /// Takes in a file of replies, all of it or nothing. A reply with a known shortcut is changed.
    pub async fn import_canned_replies(&self, bytes: &[u8]) -> Result<ImportedReplies, Error> {
        let profile = self.profile()?;
        let store = &profile.context.store;
        let known = store.canned_replies().await?.replies;
        let replies = match read_replies(bytes).and_then(|read| into_replies(read, &known)) {
            Ok(replies) => replies,
            Err(refusal) => return Ok(ImportedReplies::Refused { refusal }),
        };
        let ids: HashMap<&str, &CannedReply> = known
            .iter()
            .map(|reply| (reply.id.as_str(), reply))
            .collect();
        let count = |wanted: fn(&CannedReply, Option<&&CannedReply>) -> bool| {
            let found = replies
                .iter()
                .filter(|reply| wanted(reply, ids.get(reply.id.as_str())));
            u32::try_from(found.count()).unwrap_or(u32::MAX)
        };
        let added = count(|_, before| before.is_none());
        let changed = count(|reply, before| before.is_some_and(|before| *before != reply));
        Ok(match store.put_canned_replies(&replies).await? {
            ReplyWrite::Written => ImportedReplies::Imported { added, changed },
            ReplyWrite::ShortcutTaken => refused(FileFault::ShortcutTwice),
            ReplyWrite::TooMany => refused(FileFault::TooMany),
        })
    }

    /// All replies as a file.
    pub async fn export_canned_replies(&self, format: ReplyFileFormat) -> Result<Vec<u8>, Error> {
        let replies = self.canned_replies().await?.replies;
        match format {
            ReplyFileFormat::Csv => csv_file::write(&replies),
            ReplyFileFormat::Json => json_file::write(&replies),
        }
    }
}

/// The replies of a file, each under the id of the one with its shortcut.
fn into_replies(
    read: Vec<FileReply>,
    known: &[CannedReply],
) -> Result<Vec<CannedReply>, FileRefusal> {
    let ids: HashMap<&str, &str> = known
        .iter()
        .map(|reply| (reply.shortcut.as_str(), reply.id.as_str()))
        .collect();
    read.into_iter()
        .map(|FileReply { draft, line }| {
            let mut reply = draft
                .into_reply(String::new())
                .map_err(|fault| FileRefusal::on_line(fault.into(), line))?;
            reply.id = match ids.get(reply.shortcut.as_str()) {
                Some(id) => (*id).to_owned(),
                None => uuid::Uuid::new_v4().to_string(),
            };
            Ok(reply)
        })
        .collect()
}

fn refused(fault: FileFault) -> ImportedReplies {
    ImportedReplies::Refused {
        refusal: FileRefusal::whole(fault),
    }
}
