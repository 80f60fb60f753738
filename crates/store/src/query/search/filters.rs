//! What a search asks of a message beside its words.

use std::collections::HashSet;

use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::model::search::SearchRequest;
use crate::query::search::names::Names;
use crate::query::search::words::Words;
use crate::tables::message_numbers;
use crate::tables::messages::MessageRecord;
use crate::tables::search_names::NameKind;

/// The filters of a search; `None` where anything will do.
#[derive(Debug)]
pub(super) struct Filters {
    senders: Option<HashSet<String>>,
    conversations: Option<HashSet<String>>,
    from_time: i64,
    before_time: i64,
    has_image: bool,
}

impl Filters {
    pub(super) async fn read(
        cache: &mut SqliteConnection,
        request: &SearchRequest,
        tagged: Option<HashSet<String>>,
    ) -> Result<Self, StoreError> {
        let mut senders = None;
        if !request.from.is_empty() {
            let words = Words::read(&request.from);
            let names = Names::find(cache, &words, &[NameKind::Person]).await?;
            let named = names.people().into_iter();
            senders = Some(named.chain(request.from.clone()).collect());
        }
        let mut conversations = tagged;
        if let Some(within) = &request.within {
            let words = Words::read(&split(within));
            let kinds = [NameKind::Person, NameKind::Conversation];
            let names = Names::find(cache, &words, &kinds).await?;
            let mut named = names.conversations(cache, &names.people()).await?;
            named.push(within.clone());
            conversations = Some(in_both(named, conversations));
        }
        if let Some(order) = &request.order {
            let words = Words::read(&split(order));
            let names = Names::find(cache, &words, &[NameKind::Order]).await?;
            conversations = Some(in_both(names.orders(), conversations));
        }
        Ok(Self {
            senders,
            conversations,
            from_time: request.after.map_or(i64::MIN, |time| time.0),
            before_time: request.before.map_or(i64::MAX, |time| time.0),
            has_image: request.has_image,
        })
    }

    /// Between which numbers the messages are, the highest first: of each pair the first included, the second not.
    pub(super) fn numbers(&self) -> Vec<(i64, i64)> {
        let below = match self.before_time {
            i64::MAX => i64::MAX,
            time => message_numbers::above(time),
        };
        match self.from_time {
            i64::MIN => vec![(0, below)],
            time => vec![
                (message_numbers::lowest_at(time), below),
                (0, message_numbers::OLD_NUMBERS_END),
            ],
        }
    }

    pub(super) fn admit(&self, message: &MessageRecord) -> bool {
        let is_in = |set: &Option<HashSet<String>>, id: Option<&str>| match (set, id) {
            (None, _) => true,
            (Some(set), Some(id)) => set.contains(id),
            (Some(_), None) => false,
        };
        is_in(&self.senders, message.sender.as_deref())
            && is_in(&self.conversations, Some(&message.conversation))
            && (self.from_time..self.before_time).contains(&message.sort_time)
            && (!self.has_image || message.kind == "image")
    }

    /// The conversations that the messages are in, where the filters name them.
    pub(super) fn conversations(&self) -> Option<&HashSet<String>> {
        self.conversations.as_ref()
    }
}

/// Those that are named, and among the others too, if there are any conditions so far.
fn in_both(named: Vec<String>, others: Option<HashSet<String>>) -> HashSet<String> {
    let is_among = |id: &String| others.as_ref().is_none_or(|others| others.contains(id));
    named.into_iter().filter(is_among).collect()
}

fn split(typed: &str) -> Vec<&str> {
    typed.split_whitespace().collect()
}
