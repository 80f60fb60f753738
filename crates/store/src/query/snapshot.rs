//! One read of both databases, for rows on a screen. The outbox is read first: a message that moves from the
//! outbox to the cache meanwhile is then at worst seen in both, under one `local_id`, and never in neither.

use protocol::Participant;
use sqlx::{Sqlite, Transaction};

use crate::query::row_builder::Outgoing;
use crate::tables::{drafts, outbox, stars};
use crate::{Store, StoreError, outbox::matching};

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
        let (drafts, entries, starred) = {
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
            (drafts, entries, stars::load_starred(&mut user).await?)
        };
        let mut cache = store.inner.cache.begin().await?;
        let cached = matching::find_cached(&mut cache, me.as_ref(), &entries).await?;
        Ok(Self {
            outgoing: Outgoing::new(drafts, entries, starred, &cached),
            cache,
            me,
            revision,
        })
    }
}
