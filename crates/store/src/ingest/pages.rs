//! Pages of a chat: how far each reaches, and what is news in it.

use protocol::{ConversationId, Message};

use crate::ingest::input::{Incoming, IngestInput, Page};
use crate::ingest::messages::IngestResult;
use crate::ingest::unit_of_work::UnitOfWork;
use crate::model::ingest::{PageApplied, PageFetched, Reach};
use crate::model::object_id;
use crate::model::positions::{beginning, sort_key};
use crate::model::rows::Position;
use crate::model::source::Source;
use crate::tables::fetched_ranges::{self, Coverage, FetchedRange};
use crate::tables::messages::{self, MessageRecord};
use crate::{Store, StoreError};

impl Store {
    /// Takes a page of a chat in and records which range it covers, in one transaction. After
    /// [`Reach::Newest`] the chat counts as followed: its events leave no hole until
    /// [`Store::connection_lost`]. So: join first, then fetch (CONTRACT section 2).
    ///
    /// # Errors
    /// Those of the disk and of a damaged cache; nothing was changed then.
    pub async fn apply_page(
        &self,
        conversation: &ConversationId,
        page: PageFetched,
    ) -> Result<PageApplied, StoreError> {
        let (store, conversation) = (self.clone(), conversation.clone());
        // A task of its own: a cancelled caller must not leave rows behind without a change set.
        let applying = tokio::spawn(async move { store.ingest_page(&conversation, page).await });
        applying.await.unwrap_or(Err(StoreError::Closed))
    }

    async fn ingest_page(
        &self,
        conversation: &ConversationId,
        page: PageFetched,
    ) -> Result<PageApplied, StoreError> {
        let newest = matches!(page.reach, Reach::Newest { .. });
        let ended = matches!(page.reach, Reach::Newest { end } | Reach::Older { end, .. } if end);
        let expected = usize::from(!newest);
        let input = IngestInput {
            page: Some(Page {
                conversation: conversation.as_str().to_owned(),
                measured: positioned_ids(conversation, &page.messages),
                reach: page.reach,
            }),
            messages: page
                .messages
                .into_iter()
                .map(|m| Incoming::unasked(m, Source::Rest))
                .collect(),
            source: Source::Rest,
            ..IngestInput::default()
        };
        let writer = &mut *self.inner.writer.lock_open().await?;
        let ingested = self.inner.ingest_guarded(writer, input).await;
        let outcome = self.inner.report_cache_errors(ingested)?;
        if newest {
            self.inner.follow(writer, conversation.as_str()).await;
        }
        Ok(PageApplied {
            changes: outcome.changes,
            oldest: outcome.oldest,
            newest: outcome.newest,
            new: outcome.ingested.new,
            joined: ended
                || outcome
                    .covered
                    .is_some_and(|covered| covered.met > expected),
        })
    }
}

/// The messages that bound a page's range: those with a time of the server.
fn positioned_ids(conversation: &ConversationId, messages: &[Message]) -> Vec<String> {
    messages
        .iter()
        .filter(|m| m.conversation == *conversation)
        .filter(|m| has_position(m))
        .map(|m| m.id.as_str().to_owned())
        .collect()
}

/// Whether the server says when the message was stored.
pub(crate) fn has_position(message: &Message) -> bool {
    message.created_at.is_some() || object_id::time_in_id(message.id.as_str()).is_some()
}

/// The newest message of the page's chat before the page.
pub(crate) async fn head_before(
    work: &mut UnitOfWork<'_>,
    page: Option<&Page>,
) -> Result<Option<Position>, StoreError> {
    let Some(page) = page else { return Ok(None) };
    let newest = messages::load_newest(work.conn, &page.conversation, 1).await?;
    Ok(newest.first().map(MessageRecord::position))
}

/// How far a page reaches: its oldest and its newest place.
pub(crate) fn page_extent(page: &Page, ingested: &IngestResult) -> Option<(Position, Position)> {
    let mut positions: Vec<&Position> = page
        .measured
        .iter()
        .filter_map(|id| ingested.positions.get(id))
        .collect();
    positions.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    Some(((*positions.first()?).clone(), (*positions.last()?).clone()))
}

/// Records the range that a page covers.
pub(crate) async fn record_page(
    work: &mut UnitOfWork<'_>,
    page: &Page,
    ingested: &IngestResult,
    head: Option<&Position>,
) -> Result<Coverage, StoreError> {
    let reached = page_extent(page, ingested);
    let range = match &page.reach {
        Reach::Newest { end } => match (reached, end) {
            (Some((oldest, newest)), false) => Some(FetchedRange {
                from: oldest,
                to: newest,
            }),
            (Some((_, newest)), true) => Some(FetchedRange {
                from: beginning(),
                to: newest,
            }),
            (None, true) => Some(FetchedRange {
                from: beginning(),
                to: beginning(),
            }),
            (None, false) => None,
        },
        Reach::Older { before, end } => {
            let oldest = reached.map_or_else(|| before.clone(), |(oldest, _)| oldest);
            let from = if *end { beginning() } else { oldest };
            (sort_key(&from) <= sort_key(before)).then(|| FetchedRange {
                from,
                to: before.clone(),
            })
        }
        Reach::Unknown => None,
    };
    let newest = matches!(page.reach, Reach::Newest { .. });
    let older = matches!(page.reach, Reach::Older { .. });
    if newest {
        record_missing_head(work, page, ingested);
    } else if older {
        // Old history is no news to anybody.
        work.changes.new_messages.clear();
    }
    if let (false, Some(head)) = (older, head) {
        work.changes
            .new_messages
            .retain(|arrival| sort_key(head) < sort_key(&arrival.position));
    }
    let Some(range) = range else {
        return Ok(Coverage {
            met: 0,
            news: false,
        });
    };
    let covered = fetched_ranges::add_range(work.conn, &page.conversation, range).await?;
    if covered.news {
        work.layout_changed(&page.conversation);
    }
    Ok(covered)
}

/// Records that the newest page lacks the message that the conversation's record names as its newest. The first
/// time, the record may have come while the page was on its way; after the second time the server does not have
/// the message.
fn record_missing_head(work: &mut UnitOfWork<'_>, page: &Page, ingested: &IngestResult) {
    let Some(row) = work.row(&page.conversation) else {
        return;
    };
    let Some(last) = row
        .last_id
        .clone()
        .filter(|last| !ingested.positions.contains_key(last))
    else {
        return;
    };
    let once = format!("?{last}");
    let again = row
        .missing_head_id
        .as_ref()
        .is_some_and(|sought| *sought == once || *sought == last);
    row.missing_head_id = Some(if again { last } else { once });
}
