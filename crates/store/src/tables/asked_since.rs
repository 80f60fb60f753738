//! In which conversations the other side has written since a place.

use protocol::Participant;
use serde::Serialize;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::json;
use crate::model::rows::Position;
use crate::tables::askers::Askers;
use crate::tables::conversations;

/// Those of the conversations, each with a place, in which the other side has written after it.
pub(crate) async fn load_asked_since(
    conn: &mut SqliteConnection,
    places: &[(&str, Position)],
    me: Option<&Participant>,
) -> Result<Vec<String>, StoreError> {
    #[derive(Serialize)]
    struct Search<'a> {
        conversation: &'a str,
        askers: Option<Vec<String>>,
        after_time: i64,
        after_id: &'a str,
    }
    let known = conversations::load_by_ids(conn, places.iter().map(|(id, _)| *id)).await?;
    let searches: Vec<Search<'_>> = places
        .iter()
        .filter_map(|(conversation, after)| {
            Some(Search {
                conversation,
                askers: Askers::of(known.get(*conversation)?, me).named,
                after_time: after.created_at.0,
                after_id: &after.id,
            })
        })
        .collect();
    let searches = json::to_objects(&searches)?;
    let me = me.map_or("", |me| me.id.as_str());
    let asked = sqlx::query_scalar!(
        r#"SELECT asked.value ->> 'conversation' AS "conversation!: String"
           FROM jsonb_each(?1) AS asked
           WHERE EXISTS (
               SELECT 1 FROM messages
               WHERE conversation = asked.value ->> 'conversation'
                 AND (sort_time, id) > (asked.value ->> 'after_time', asked.value ->> 'after_id')
                 AND kind <> 'system'
                 AND (sender IS NULL OR sender <> ?2 AND (asked.value ->> 'askers' IS NULL
                     OR sender IN (SELECT value FROM json_each(asked.value -> 'askers')))))"#,
        searches,
        me
    );
    Ok(asked.fetch_all(conn).await?)
}
