//! Pages of a chat: how far each reaches, and what is news in it.

use protocol::{ConversationId, Message};

use crate::ingest::apply::{Intake, incoming};
use crate::ingest::derived::{beginning, rank};
use crate::ingest::messages::Taken;
use crate::ingest::unit_of_work::Working;
use crate::model::ingest::{PageApplied, PageFetched, Reach, Source};
use crate::model::object_id;
use crate::model::rows::Place;
use crate::tables::fetched_ranges::{self, Covered, Stretch};
use crate::tables::messages::{self, MessageRecord};
use crate::{Store, StoreError};

/// The page that the messages are.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) conversation: String,
    /// Ids of the messages that tell how far the page reaches.
    pub(crate) measured: Vec<String>,
    pub(crate) reach: Reach,
}

impl Store {
    /// Takes a page of a chat in and notes which stretch it covers, in one transaction. After
    /// [`Reach::Newest`] the chat counts as followed: its events leave no hole until
    /// [`Store::line_lost`]. So: join first, then fetch (CONTRACT section 2).
    ///
    /// # Errors
    /// Those of the disk and of a damaged cache; nothing was changed then.
    pub async fn apply_page(
        &self,
        conversation: &ConversationId,
        page: PageFetched,
    ) -> Result<PageApplied, StoreError> {
        let (store, conversation) = (self.clone(), conversation.clone());
        // A task of its own: whoever is cancelled here must not leave rows behind that nobody is told of.
        let applying = tokio::spawn(async move { store.take_page_in(&conversation, page).await });
        applying.await.unwrap_or(Err(StoreError::Closed))
    }

    async fn take_page_in(
        &self,
        conversation: &ConversationId,
        page: PageFetched,
    ) -> Result<PageApplied, StoreError> {
        let newest = matches!(page.reach, Reach::Newest { .. });
        let ended = matches!(page.reach, Reach::Newest { end } | Reach::Older { end, .. } if end);
        let expected = usize::from(!newest);
        let intake = Intake {
            page: Some(Page {
                conversation: conversation.as_str().to_owned(),
                measured: measured(conversation, &page.messages),
                reach: page.reach,
            }),
            messages: page
                .messages
                .into_iter()
                .map(|m| incoming(m, Source::Rest))
                .collect(),
            ..Intake::default()
        };
        let mut guard = self.inner.writer.lock().await;
        let writer = guard.as_mut().ok_or(StoreError::Closed)?;
        let taken = self.inner.take_in(writer, intake).await;
        let outcome = self.inner.kept(taken)?;
        if newest {
            self.inner.follow(writer, conversation.as_str()).await;
        }
        Ok(PageApplied {
            changes: outcome.changes,
            oldest: outcome.oldest,
            new: outcome.taken.new,
            joined: ended
                || outcome
                    .covered
                    .is_some_and(|covered| covered.met > expected),
        })
    }
}

/// The messages of a page that tell how far it reaches: a time that was made up here says nothing.
fn measured(conversation: &ConversationId, messages: &[Message]) -> Vec<String> {
    messages
        .iter()
        .filter(|m| m.conversation == *conversation)
        .filter(|m| has_a_place(m))
        .map(|m| m.id.as_str().to_owned())
        .collect()
}

/// Whether the server tells when the message was stored.
pub(crate) fn has_a_place(message: &Message) -> bool {
    message.created_at.is_some() || object_id::time_of(message.id.as_str()).is_some()
}

/// The newest message of the page's chat before the page.
pub(crate) async fn head_before(
    working: &mut Working<'_>,
    page: Option<&Page>,
) -> Result<Option<Place>, StoreError> {
    let Some(page) = page else { return Ok(None) };
    let newest = messages::newest(working.conn, &page.conversation, 1).await?;
    Ok(newest.first().map(MessageRecord::place))
}

/// How far a page reaches: its oldest and its newest place.
pub(crate) fn reached(page: &Page, taken: &Taken) -> Option<(Place, Place)> {
    let mut places: Vec<&Place> = page
        .measured
        .iter()
        .filter_map(|id| taken.places.get(id))
        .collect();
    places.sort_by(|a, b| rank(a).cmp(&rank(b)));
    Some(((*places.first()?).clone(), (*places.last()?).clone()))
}

/// Notes the stretch that a page covers.
pub(crate) async fn note_page(
    working: &mut Working<'_>,
    page: &Page,
    taken: &Taken,
    head: Option<&Place>,
) -> Result<Covered, StoreError> {
    let reached = reached(page, taken);
    let stretch = match &page.reach {
        Reach::Newest { end } => match (reached, end) {
            (Some((oldest, newest)), false) => Some(Stretch {
                from: oldest,
                to: newest,
            }),
            (Some((_, newest)), true) => Some(Stretch {
                from: beginning(),
                to: newest,
            }),
            (None, true) => Some(Stretch {
                from: beginning(),
                to: beginning(),
            }),
            (None, false) => None,
        },
        Reach::Older { before, end } => {
            let oldest = reached.map_or_else(|| before.clone(), |(oldest, _)| oldest);
            let from = if *end { beginning() } else { oldest };
            (rank(&from) <= rank(before)).then(|| Stretch {
                from,
                to: before.clone(),
            })
        }
    };
    let newest = matches!(page.reach, Reach::Newest { .. });
    if newest {
        note_sought(working, page, taken);
    } else {
        // Old history is no news to anybody.
        working.changes.arrived.clear();
    }
    if let (true, Some(head)) = (newest, head) {
        working
            .changes
            .arrived
            .retain(|arrival| rank(head) < rank(&arrival.place));
    }
    let Some(stretch) = stretch else {
        return Ok(Covered {
            met: 0,
            news: false,
        });
    };
    let covered = fetched_ranges::cover(working.conn, &page.conversation, stretch).await?;
    if covered.news {
        working.layout_changed(&page.conversation);
    }
    Ok(covered)
}

/// Notes that the newest page did not hold the message that the conversation's record names as its
/// newest. Once may be a matter of moments, as when the record came while the page was on its way;
/// after twice the server does not have it.
fn note_sought(working: &mut Working<'_>, page: &Page, taken: &Taken) {
    let Some(row) = working.row(&page.conversation) else {
        return;
    };
    let Some(last) = row
        .last_id
        .clone()
        .filter(|last| !taken.places.contains_key(last))
    else {
        return;
    };
    let once = format!("?{last}");
    let again = row
        .sought_id
        .as_ref()
        .is_some_and(|sought| *sought == once || *sought == last);
    row.sought_id = Some(if again { last } else { once });
}
