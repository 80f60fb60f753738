//! The user's own views of the inbox. The server knows nothing of them.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::SqliteConnection;

use crate::limits::MOST_VIEWS;
use crate::model::changes::Changes;
use crate::model::inbox_view::InboxSort;
use crate::model::own_view::{OwnView, ViewWrite};
use crate::model::purpose::Purpose;
use crate::{Store, StoreError};

impl Store {
    /// Keeps a view: one with a known id is changed, another goes to the end. On disk when this returns.
    pub async fn put_own_view(&self, view: &OwnView) -> Result<ViewWrite, StoreError> {
        self.write(Purpose::New, move |mut writer| async move {
            let mut write = writer.begin_user().await?;
            let known = load_views(&mut write).await?;
            let is_known = known.iter().any(|one| one.id == view.id);
            if known
                .iter()
                .any(|one| one.id != view.id && one.name == view.name)
            {
                return Ok(ViewWrite::NameTaken);
            }
            if !is_known && known.len() >= MOST_VIEWS {
                return Ok(ViewWrite::TooMany);
            }
            put_view(&mut write, view).await?;
            write.commit().await?;
            self.inner.publish(writer.revision, Changes::default());
            Ok(ViewWrite::Written)
        })
        .await
    }

    /// Removes a view; its conversations stay.
    pub async fn delete_own_view(&self, id: &str) -> Result<(), StoreError> {
        self.write(Purpose::New, move |mut writer| async move {
            let mut write = writer.begin_user().await?;
            sqlx::query!("DELETE FROM own_views WHERE id = ?", id)
                .execute(&mut *write)
                .await?;
            write.commit().await?;
            self.inner.publish(writer.revision, Changes::default());
            Ok(())
        })
        .await
    }
}

async fn put_view(conn: &mut SqliteConnection, view: &OwnView) -> Result<(), StoreError> {
    let filters: Vec<String> = view.filters.iter().filter_map(word_of).collect();
    let filters = crate::db::json::to_array(filters.iter().map(String::as_str));
    let tags = crate::db::json::to_array(view.tags.iter().map(String::as_str));
    let sort = word_of(&view.sort).unwrap_or_default();
    sqlx::query!(
        "INSERT INTO own_views (id, place, name, filters, words, tags, sort)
         VALUES (?1, (SELECT COALESCE(MAX(place), 0) + 1 FROM own_views), ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, filters = excluded.filters,
             words = excluded.words, tags = excluded.tags, sort = excluded.sort",
        view.id,
        view.name,
        filters,
        view.words,
        tags,
        sort
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// All views, in the order in which they were made. A filter of a later version is left out.
pub(crate) async fn load_views(conn: &mut SqliteConnection) -> Result<Vec<OwnView>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, name, filters, words, tags, sort FROM own_views ORDER BY place, id"
    )
    .fetch_all(conn)
    .await?;
    let views = rows.into_iter().map(|row| OwnView {
        id: row.id,
        name: row.name,
        filters: crate::db::json::from_array(&row.filters)
            .iter()
            .filter_map(|word| read_word(word))
            .collect(),
        words: row.words,
        tags: crate::db::json::from_array(&row.tags),
        sort: read_word(&row.sort).unwrap_or(InboxSort::Newest),
    });
    Ok(views.collect())
}

/// A filter or sort as the window writes it.
fn word_of<T: Serialize>(value: &T) -> Option<String> {
    serde_json::to_value(value)
        .ok()?
        .as_str()
        .map(str::to_owned)
}

fn read_word<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}
