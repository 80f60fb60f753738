//! Canned replies: the user's own texts, in the user's own order. The server knows nothing of them.

use std::collections::HashSet;

use sqlx::sqlite::SqliteConnection;

use crate::limits::MOST_REPLIES;
use crate::model::canned_reply::{CannedReplies, CannedReply, ReplyWrite};
use crate::model::changes::Changes;
use crate::model::purpose::Purpose;
use crate::tables::reply_uses;
use crate::{Store, StoreError};

impl Store {
    /// All canned replies, and where they were used.
    pub async fn canned_replies(&self) -> Result<CannedReplies, StoreError> {
        self.read(|| self.load_canned_replies()).await
    }

    async fn load_canned_replies(&self) -> Result<CannedReplies, StoreError> {
        let mut conn = self.read_user().await?;
        Ok(CannedReplies {
            replies: self.report_errors(load_replies(&mut conn).await)?,
            uses: self.report_errors(reply_uses::load_uses(&mut conn).await)?,
        })
    }

    /// Keeps replies: one with a known id is changed in its place, the others go to the end. On disk when this
    /// returns; all of them or none.
    pub async fn put_canned_replies(
        &self,
        replies: &[CannedReply],
    ) -> Result<ReplyWrite, StoreError> {
        self.write(Purpose::New, move |mut writer| async move {
            let mut write = writer.begin_user().await?;
            let refused = put_replies(&mut write, replies).await?;
            if let Some(refused) = refused {
                return Ok(refused);
            }
            write.commit().await?;
            self.inner.publish(writer.revision, Changes::default());
            Ok(ReplyWrite::Written)
        })
        .await
    }

    /// Deletes a reply, and what is known of its use.
    pub async fn delete_canned_reply(&self, id: &str) -> Result<(), StoreError> {
        self.write(Purpose::New, move |mut writer| async move {
            let mut write = writer.begin_user().await?;
            sqlx::query!("DELETE FROM canned_replies WHERE id = ?", id)
                .execute(&mut *write)
                .await?;
            reply_uses::forget_reply(&mut write, id).await?;
            write.commit().await?;
            self.inner.publish(writer.revision, Changes::default());
            Ok(())
        })
        .await
    }

    /// Puts the replies into this order; those that are not named follow.
    pub async fn order_canned_replies(&self, ids: &[String]) -> Result<(), StoreError> {
        self.write(Purpose::New, move |mut writer| async move {
            let mut write = writer.begin_user().await?;
            for (place, id) in (1_i64..).zip(in_order(&mut write, ids).await?) {
                sqlx::query!(
                    "UPDATE canned_replies SET place = ?1 WHERE id = ?2 AND place <> ?1",
                    place,
                    id
                )
                .execute(&mut *write)
                .await?;
            }
            write.commit().await?;
            self.inner.publish(writer.revision, Changes::default());
            Ok(())
        })
        .await
    }

    /// Adds a set of replies that came with the program, once for each name; `false` where it was added before.
    /// A shortcut that is taken stays the user's.
    pub async fn add_starter_set(
        &self,
        name: &str,
        replies: &[CannedReply],
    ) -> Result<bool, StoreError> {
        if self.has_starter_set(name).await? {
            return Ok(false);
        }
        self.write(Purpose::New, move |mut writer| async move {
            let now = (self.inner.clock)().0;
            let mut write = writer.begin_user().await?;
            let mut taken: HashSet<String> = shortcuts(&mut write).await?;
            let free: Vec<CannedReply> = replies
                .iter()
                .filter(|reply| taken.insert(reply.shortcut.clone()))
                .cloned()
                .collect();
            put_replies(&mut write, &free).await?;
            sqlx::query!(
                "INSERT INTO starter_sets (name, added_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
                name,
                now
            )
            .execute(&mut *write)
            .await?;
            write.commit().await?;
            self.inner.publish(writer.revision, Changes::default());
            Ok(true)
        })
        .await
    }

    async fn has_starter_set(&self, name: &str) -> Result<bool, StoreError> {
        self.read(|| async {
            let mut conn = self.read_user().await?;
            let found = sqlx::query_scalar!("SELECT name FROM starter_sets WHERE name = ?", name)
                .fetch_optional(&mut *conn)
                .await;
            Ok(self.report_errors(found)?.is_some())
        })
        .await
    }
}

/// All replies, in the user's order.
async fn load_replies(conn: &mut SqliteConnection) -> Result<Vec<CannedReply>, StoreError> {
    let rows = sqlx::query_as!(
        CannedReply,
        "SELECT id, shortcut, category, text FROM canned_replies ORDER BY place, id"
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

async fn shortcuts(conn: &mut SqliteConnection) -> Result<HashSet<String>, StoreError> {
    let replies = load_replies(conn).await?;
    Ok(replies.into_iter().map(|reply| reply.shortcut).collect())
}

/// Every reply's id once: those that are named first, in that order.
async fn in_order(conn: &mut SqliteConnection, ids: &[String]) -> Result<Vec<String>, StoreError> {
    let known: Vec<String> = load_replies(conn)
        .await?
        .into_iter()
        .map(|reply| reply.id)
        .collect();
    let mut left: HashSet<&str> = known.iter().map(String::as_str).collect();
    let named = ids.iter().chain(&known);
    Ok(named
        .filter(|id| left.remove(id.as_str()))
        .cloned()
        .collect())
}

/// Writes replies; answers why none may be written, if so.
async fn put_replies(
    conn: &mut SqliteConnection,
    replies: &[CannedReply],
) -> Result<Option<ReplyWrite>, StoreError> {
    let known = load_replies(conn).await?;
    let written: HashSet<&str> = replies.iter().map(|reply| reply.id.as_str()).collect();
    let others = known
        .iter()
        .filter(|reply| !written.contains(reply.id.as_str()));
    let mut taken: HashSet<&str> = others.map(|reply| reply.shortcut.as_str()).collect();
    if taken.len() + written.len() > MOST_REPLIES {
        return Ok(Some(ReplyWrite::TooMany));
    }
    if !replies.iter().all(|reply| taken.insert(&reply.shortcut)) {
        return Ok(Some(ReplyWrite::ShortcutTaken));
    }
    for reply in replies.iter().filter(|reply| !known.contains(reply)) {
        put_reply(conn, reply).await?;
    }
    Ok(None)
}

async fn put_reply(conn: &mut SqliteConnection, reply: &CannedReply) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO canned_replies (id, place, shortcut, category, text)
         VALUES (?, (SELECT ifnull(max(place), 0) + 1 FROM canned_replies), ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET
             shortcut = excluded.shortcut, category = excluded.category, text = excluded.text",
        reply.id,
        reply.shortcut,
        reply.category,
        reply.text
    )
    .execute(conn)
    .await?;
    Ok(())
}
