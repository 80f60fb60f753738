//! Finding people, conversations and orders by name.

use std::collections::HashSet;

use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::json;
use crate::limits::{GROUP_ROWS, NAMES_COMPARED, ORDER_NUMBER_CHARS};
use crate::query::search::words::Words;
use crate::tables::search_names::{self, NameKind};
use crate::tables::{conversation_members, conversations};

/// How long a part of an order's id has to be that is found in its middle: the ids are made of few letters.
const PART_OF_ORDER: usize = 5;

/// The people whose name or phone holds every word: those whose name begins so first, then the shorter ones.
pub(super) async fn people(
    cache: &mut SqliteConnection,
    words: &Words,
) -> Result<Vec<String>, StoreError> {
    let mut found = named(cache, NameKind::Person, words).await?;
    found.sort_by_cached_key(|(id, folded)| {
        let begins = words.iter().any(|spellings| {
            spellings
                .iter()
                .any(|word| folded.starts_with(word.as_str()))
        });
        (!begins, folded.chars().count(), id.clone())
    });
    Ok(found.into_iter().map(|(id, _)| id).collect())
}

/// The most active conversations whose subject holds every word, or with any of these people.
pub(super) async fn conversations(
    cache: &mut SqliteConnection,
    words: &Words,
    people: &[String],
) -> Result<Vec<String>, StoreError> {
    let found = all_conversations(cache, words, people).await?;
    most_active(cache, &found).await
}

/// As [`conversations`], all of them.
pub(super) async fn all_conversations(
    cache: &mut SqliteConnection,
    words: &Words,
    people: &[String],
) -> Result<Vec<String>, StoreError> {
    let found = named(cache, NameKind::Conversation, words).await?;
    let mut ids: HashSet<String> = found.into_iter().map(|(id, _)| id).collect();
    if !people.is_empty() {
        let people = json::to_array(people.iter().map(String::as_str));
        let with =
            conversation_members::load_conversations_with(cache, &people, NAMES_COMPARED).await?;
        ids.extend(with);
    }
    Ok(ids.into_iter().collect())
}

/// The conversations whose subject, people or order hold every word.
pub(super) async fn conversations_or_orders(
    cache: &mut SqliteConnection,
    words: &Words,
) -> Result<Vec<String>, StoreError> {
    let people = people(cache, words).await?;
    let mut ids = all_conversations(cache, words, &people).await?;
    ids.extend(all_orders(cache, words).await?);
    Ok(ids)
}

/// The most active conversations of orders with such a number or id.
pub(super) async fn orders(
    cache: &mut SqliteConnection,
    words: &Words,
) -> Result<Vec<String>, StoreError> {
    let found = all_orders(cache, words).await?;
    most_active(cache, &found).await
}

/// As [`orders`], all of them.
pub(super) async fn all_orders(
    cache: &mut SqliteConnection,
    words: &Words,
) -> Result<Vec<String>, StoreError> {
    let found = named(cache, NameKind::Order, words).await?;
    let is_named = |order: &str| {
        words
            .iter()
            .all(|spellings| spellings.iter().any(|word| names_order(word, order)))
    };
    Ok(found
        .into_iter()
        .filter(|(_, order)| is_named(order))
        .map(|(id, _)| id)
        .collect())
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

/// The names of a kind that hold every word.
async fn named(
    cache: &mut SqliteConnection,
    kind: NameKind,
    words: &Words,
) -> Result<Vec<(String, String)>, StoreError> {
    let mut found: Vec<(String, String)> = Vec::new();
    for part in words.rarest().unwrap_or_default() {
        let named = search_names::load_with(cache, kind, part, NAMES_COMPARED).await?;
        for (id, folded) in named {
            if words.are_in(&folded) && !found.iter().any(|(known, _)| *known == id) {
                found.push((id, folded));
            }
        }
    }
    Ok(found)
}

async fn most_active(
    cache: &mut SqliteConnection,
    ids: &[String],
) -> Result<Vec<String>, StoreError> {
    let ids = json::to_array(ids.iter().map(String::as_str));
    let limit = i64::try_from(GROUP_ROWS).unwrap_or(i64::MAX);
    conversations::load_most_active(cache, &ids, limit).await
}
