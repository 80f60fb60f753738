//! The folded names of people, conversations and orders, for searching. A narrow table: a search reads all of it.

use serde::Serialize;
use sqlx::QueryBuilder;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::json;
use crate::model::folding::fold;

/// Whose name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum NameKind {
    Person,
    Conversation,
    Order,
}

impl NameKind {
    pub(crate) const ALL: [Self; 3] = [Self::Person, Self::Conversation, Self::Order];

    fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Conversation => "conversation",
            Self::Order => "order",
        }
    }
}

/// A name under the id of what it names.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SearchName {
    pub(crate) kind: NameKind,
    pub(crate) id: String,
    pub(crate) folded: String,
}

impl SearchName {
    /// What a person is found by: the parts that are known, each by itself.
    pub(crate) fn of_person(id: &str, name: Option<&str>, phone: Option<&str>) -> Self {
        let parts: Vec<String> = [name, phone].into_iter().flatten().map(fold).collect();
        Self {
            kind: NameKind::Person,
            id: id.to_owned(),
            folded: parts.join("\n"),
        }
    }

    /// What a conversation is found by.
    pub(crate) fn of_conversation(id: &str, subject: Option<&str>) -> Self {
        Self {
            kind: NameKind::Conversation,
            id: id.to_owned(),
            folded: fold(subject.unwrap_or_default()),
        }
    }

    /// What an order is found by, under the id of its conversation.
    pub(crate) fn of_order(conversation: &str, order: &str) -> Self {
        Self {
            kind: NameKind::Order,
            id: conversation.to_owned(),
            folded: fold(order),
        }
    }
}

/// Writes names, each in the place of the one before.
pub(crate) async fn save(
    conn: &mut SqliteConnection,
    names: &[SearchName],
) -> Result<(), StoreError> {
    if names.is_empty() {
        return Ok(());
    }
    let names = json::to_objects(names)?;
    sqlx::query!(
        "INSERT OR REPLACE INTO search_names (kind, id, folded)
         SELECT value ->> 'kind', value ->> 'id', value ->> 'folded' FROM jsonb_each(?)",
        names
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The names of these kinds that hold any of these parts, at most so many of each kind. All are read in one walk: the
/// comparing costs more than the reading, but each statement costs two switches of threads.
pub(crate) async fn load_with(
    conn: &mut SqliteConnection,
    kinds: &[NameKind],
    parts: &[String],
    limit: i64,
) -> Result<Vec<SearchName>, StoreError> {
    let mut query = QueryBuilder::new("");
    for (place, kind) in kinds.iter().enumerate() {
        query.push(if place == 0 { "" } else { " UNION ALL " });
        query.push("SELECT * FROM (SELECT kind, id, folded FROM search_names WHERE kind = ");
        query.push_bind(kind.word()).push(" AND (FALSE");
        for part in parts {
            query.push(" OR instr(folded, ").push_bind(part).push(")");
        }
        query.push(") LIMIT ").push_bind(limit).push(")");
    }
    let rows: Vec<(String, String, String)> = query.build_query_as().fetch_all(conn).await?;
    let names = rows.into_iter().filter_map(|(kind, id, folded)| {
        let kind = *kinds.iter().find(|known| known.word() == kind)?;
        Some(SearchName { kind, id, folded })
    });
    Ok(names.collect())
}
