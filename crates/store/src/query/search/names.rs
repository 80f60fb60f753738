//! Finding people, conversations and orders by name.

use std::collections::HashSet;

use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::json;
use crate::limits::{GROUP_ROWS, NAMES_COMPARED, ORDER_NUMBER_CHARS};
use crate::query::search::words::Words;
use crate::tables::search_names::{self, NameKind, SearchName};
use crate::tables::{conversation_members, conversations};

/// How long a part of an order's id has to be that is found in its middle: the ids are made of few letters.
const PART_OF_ORDER: usize = 5;

/// The names that hold every word.
pub(super) struct Names<'w> {
    words: &'w Words,
    named: Vec<SearchName>,
}

impl<'w> Names<'w> {
    /// Finds those of these kinds. Without words there are none.
    pub(super) async fn find(
        cache: &mut SqliteConnection,
        words: &'w Words,
        kinds: &[NameKind],
    ) -> Result<Self, StoreError> {
        let mut named = Vec::new();
        if let Some(parts) = words.rarest() {
            named = search_names::load_with(cache, kinds, parts, NAMES_COMPARED).await?;
            named.retain(|name| words.are_in(&name.folded));
        }
        Ok(Self { words, named })
    }

    fn of(&self, kind: NameKind) -> impl Iterator<Item = &SearchName> {
        self.named.iter().filter(move |name| name.kind == kind)
    }

    /// The people: those whose name begins with a word first, then the shorter ones.
    pub(super) fn people(&self) -> Vec<String> {
        let mut found: Vec<&SearchName> = self.of(NameKind::Person).collect();
        found.sort_by_cached_key(|name| {
            let begins = self.words.iter().any(|spellings| {
                spellings
                    .iter()
                    .any(|word| name.folded.starts_with(word.as_str()))
            });
            (!begins, name.folded.chars().count(), name.id.clone())
        });
        found.into_iter().map(|name| name.id.clone()).collect()
    }

    /// The conversations with such a subject, or with any of these people.
    pub(super) async fn conversations(
        &self,
        cache: &mut SqliteConnection,
        people: &[String],
    ) -> Result<Vec<String>, StoreError> {
        let found = self.of(NameKind::Conversation);
        let mut ids: HashSet<String> = found.map(|name| name.id.clone()).collect();
        if !people.is_empty() {
            let people = json::to_array(people.iter().map(String::as_str));
            let with =
                conversation_members::load_conversations_with(cache, &people, NAMES_COMPARED)
                    .await?;
            ids.extend(with);
        }
        Ok(ids.into_iter().collect())
    }

    /// The conversations of orders with such a number or id.
    pub(super) fn orders(&self) -> Vec<String> {
        let is_named = |order: &str| {
            self.words
                .iter()
                .all(|spellings| spellings.iter().any(|word| names_order(word, order)))
        };
        let found = self.of(NameKind::Order);
        let found = found.filter(|name| is_named(&name.folded));
        found.map(|name| name.id.clone()).collect()
    }
}

/// The conversations whose subject, people or order hold every word.
pub(super) async fn conversations_or_orders(
    cache: &mut SqliteConnection,
    words: &Words,
) -> Result<Vec<String>, StoreError> {
    let names = Names::find(cache, words, &NameKind::ALL).await?;
    let mut ids = names.conversations(cache, &names.people()).await?;
    ids.extend(names.orders());
    Ok(ids)
}

/// Whether a word is an order's number or the beginning of it, its id, or a long part of it.
fn names_order(word: &str, order: &str) -> bool {
    let letters = word.chars().count();
    let number = order.chars().count().saturating_sub(ORDER_NUMBER_CHARS);
    let number = order.char_indices().nth(number).map_or(0, |(at, _)| at);
    let number = order.get(number..).unwrap_or_default();
    match letters {
        0 | 1 => false,
        2..PART_OF_ORDER => number.starts_with(word),
        _ => order.contains(word),
    }
}

/// Those of these that were written in last.
pub(super) async fn most_active(
    cache: &mut SqliteConnection,
    ids: &[String],
) -> Result<Vec<String>, StoreError> {
    let ids = json::to_array(ids.iter().map(String::as_str));
    let limit = i64::try_from(GROUP_ROWS).unwrap_or(i64::MAX);
    conversations::load_most_active(cache, &ids, limit).await
}
