//! One read of both databases, for rows on a screen. The outbox is read first: a message that moves from the
//! outbox to the cache meanwhile is then at worst seen in both, under one `local_id`, and never in neither.

use std::collections::{HashMap, HashSet};

use protocol::Participant;
use sqlx::{Sqlite, Transaction};

use crate::model::folding::fold;
use crate::outbox::matching::{self, CachedEntries};
use crate::tables::outbox::{OutboxRecord, state};
use crate::tables::reminders::Reminders;
use crate::tables::{drafts, notes, outbox, reminders, snoozes, stars};
use crate::{Store, StoreError};

/// Of which conversations what the user wrote is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scope<'a> {
    All,
    Conversation(&'a str),
}

/// What one read sees.
pub(crate) struct Snapshot {
    pub(crate) outgoing: Outgoing,
    pub(crate) cache: Transaction<'static, Sqlite>,
    pub(crate) me: Option<Participant>,
    /// What was committed when the reading began. No row claims to be newer: the other database may have been
    /// read a moment earlier.
    pub(crate) revision: u64,
}

impl Snapshot {
    pub(crate) async fn open(store: &Store, scope: Scope<'_>) -> Result<Self, StoreError> {
        let (revision, me) = (store.revision(), store.me());
        let (drafts, entries, marks) = {
            let mut user = store.inner.user.begin().await?;
            let (drafts, entries) = match scope {
                Scope::All => (
                    drafts::load_all_drafts(&mut user).await?,
                    outbox::load_all(&mut user).await?,
                ),
                Scope::Conversation(id) => {
                    let draft = drafts::load_draft(&mut user, id).await?;
                    let draft = draft.into_iter().map(|text| (id.to_owned(), text));
                    (
                        draft.collect(),
                        outbox::load_conversation(&mut user, id).await?,
                    )
                }
            };
            let marks = Marks {
                starred: stars::load_starred(&mut user).await?,
                snoozed: snoozes::load_snoozed(&mut user).await?,
                notes: notes::load_notes(&mut user).await?,
                tags: notes::load_tags(&mut user).await?,
                reminders: reminders::load_reminders(&mut user).await?,
            };
            (drafts, entries, marks)
        };
        let mut cache = store.inner.cache.begin().await?;
        let cached = matching::find_cached(&mut cache, me.as_ref(), &entries).await?;
        Ok(Self {
            outgoing: Outgoing::new(drafts, entries, marks, &cached),
            cache,
            me,
            revision,
        })
    }
}

/// What the user marked on conversations.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// Conversations with a star.
    pub(crate) starred: HashSet<String>,
    /// When each conversation that is put off comes back.
    pub(crate) snoozed: HashMap<String, i64>,
    /// What was noted on each conversation.
    pub(crate) notes: HashMap<String, String>,
    pub(crate) tags: HashMap<String, Vec<String>>,
    pub(crate) reminders: Reminders,
}

impl Marks {
    /// The conversations with a tag that is meant.
    fn tagged(&self, is_meant: impl Fn(&str) -> bool) -> HashSet<String> {
        let tagged = self
            .tags
            .iter()
            .filter(|(_, tags)| tags.iter().any(|tag| is_meant(&fold(tag))));
        tagged.map(|(id, _)| id.clone()).collect()
    }

    /// The conversations with this tag, in any spelling.
    pub(crate) fn with_tag(&self, tag: &str) -> HashSet<String> {
        let wanted = fold(tag);
        self.tagged(|tag| tag == wanted)
    }

    /// The conversations with a tag that begins so, in any spelling.
    pub(crate) fn with_tag_from(&self, beginning: &str) -> HashSet<String> {
        let wanted = fold(beginning);
        self.tagged(|tag| tag.starts_with(&wanted))
    }
}

/// What the outbox holds for some conversations.
#[derive(Debug, Default)]
pub(crate) struct Outgoing {
    pub(crate) drafts: HashMap<String, String>,
    entries: HashMap<String, Vec<OutboxRecord>>,
    pub(crate) marks: Marks,
    /// Messages that are shown as entries whose fate is open, by the message's id.
    shown_as: HashMap<String, OutboxRecord>,
}

impl Outgoing {
    /// Leaves out cancelled entries, those whose message is in the cache, and those that a message is shown as.
    pub(crate) fn new(
        drafts: HashMap<String, String>,
        entries: Vec<OutboxRecord>,
        marks: Marks,
        cached: &CachedEntries,
    ) -> Self {
        let mut outgoing = Self {
            drafts,
            marks,
            ..Self::default()
        };
        for entry in entries {
            if entry.state == state::CANCELLED || cached.is_sent(&entry.local_id) {
                continue;
            }
            match cached.matches.message_for(&entry.local_id) {
                Some(message) => drop(outgoing.shown_as.insert(message.to_owned(), entry)),
                None => outgoing
                    .entries
                    .entry(entry.conversation.clone())
                    .or_default()
                    .push(entry),
            }
        }
        outgoing
    }

    /// The entry that a message is shown as.
    pub(crate) fn entry_shown_as(&self, message: &str) -> Option<&OutboxRecord> {
        self.shown_as.get(message)
    }

    /// Whether a message of mine is on its way to a conversation.
    pub(crate) fn answers(&self, conversation: &str) -> bool {
        let mut entries = self.entries_of(conversation).iter();
        entries.any(|entry| entry.state != state::FAILED && !entry.is_for_later())
    }

    /// The conversations that a message of mine is on its way to.
    pub(crate) fn answered(&self) -> impl Iterator<Item = &str> {
        let ids = self.entries.keys().map(String::as_str);
        ids.filter(|id| self.answers(id))
    }

    pub(crate) fn entries_of(&self, conversation: &str) -> &[OutboxRecord] {
        self.entries.get(conversation).map_or(&[], Vec::as_slice)
    }
}
