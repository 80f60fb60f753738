//! Finding conversations by the user's own tags.

use std::collections::HashSet;

use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::json;
use crate::limits::TAGGED_ROWS;
use crate::query::search::names;
use crate::query::search::words::Words;
use crate::query::snapshot::Marks;
use crate::tables::conversations;

/// The conversations that have every one of these tags; `None` where no tag is asked for. Where none is called so, one
/// that begins so is meant: the tag is being typed.
pub(super) fn tagged(marks: &Marks, tags: &[String]) -> Option<HashSet<String>> {
    let sets = tags.iter().map(|tag| {
        let whole = marks.with_tag(tag);
        if whole.is_empty() {
            marks.with_tag_from(tag)
        } else {
            whole
        }
    });
    sets.reduce(|all, one| all.intersection(&one).cloned().collect())
}

/// Those of these conversations whose subject, people or order hold every word, the most active first.
pub(super) async fn conversations(
    cache: &mut SqliteConnection,
    words: &Words,
    tagged: &HashSet<String>,
) -> Result<Vec<String>, StoreError> {
    let mut ids: HashSet<String> = tagged.clone();
    if !words.is_empty() {
        let named = names::conversations_or_orders(cache, words).await?;
        ids.retain(|id| named.contains(id));
    }
    let ids = json::to_array(ids.iter().map(String::as_str));
    let limit = i64::try_from(TAGGED_ROWS).unwrap_or(i64::MAX);
    conversations::load_most_active(cache, &ids, limit).await
}
