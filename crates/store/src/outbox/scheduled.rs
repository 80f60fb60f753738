//! Messages that are to leave later: taken back by the user, or dropped because the other side wrote before.

use crate::db::write_lock::Writer;
use crate::model::purpose::Purpose;
use crate::model::rows::{LocalId, Position};
use crate::outbox::transitions::Transition;
use crate::store::Inner;
use crate::tables::asked_since::load_asked_since;
use crate::tables::drafts;
use crate::tables::outbox::{self, OutboxRecord, state};
use crate::{Store, StoreError};

impl Store {
    /// Makes a message that has not left the beginning of its chat's draft again, in one transaction: its text is never
    /// in neither. Answers the whole draft. `None`: it is gone, or may have left.
    ///
    /// # Errors
    /// [`StoreError::DraftTooLong`] where there is no room for it before what was begun since: it stays a message.
    pub async fn take_back(&self, id: &LocalId) -> Result<Option<String>, StoreError> {
        self.write(Purpose::New, move |mut writer| async move {
            let Some(entry) = outbox::load_entry(&mut writer.user, &id.0).await? else {
                return Ok(None);
            };
            let untouched =
                entry.state == state::PENDING && !entry.maybe_sent && entry.file_name.is_none();
            if !untouched || entry.answered.is_some() {
                return Ok(None);
            }
            let conversation = &entry.conversation;
            let draft = drafts::load_draft(&mut writer.user, conversation).await?;
            let draft = match draft {
                Some(draft) if !draft.is_empty() => format!("{}\n{draft}", entry.text),
                _ => entry.text.clone(),
            };
            let now = (self.inner.clock)().0;
            let mut write = writer.begin_user().await?;
            drafts::put_draft(&mut write, conversation, &draft, now).await?;
            outbox::remove_entry(&mut write, &entry.local_id).await?;
            fail::fail_point!("store.draft.before-commit");
            write.commit().await?;
            fail::fail_point!("store.draft.after-commit");
            self.inner.outbox_changed(&mut writer, conversation).await;
            Ok(Some(draft))
        })
        .await
    }

    /// Drops what was to leave only if the other side had not written by then, where it has.
    pub async fn drop_overtaken(&self) -> Result<(), StoreError> {
        let entries = self.load_outbox().await?.entries;
        let places = places(&entries);
        if places.is_empty() {
            return Ok(());
        }
        let asked = {
            let mut cache = self.read_cache().await?;
            let asked = load_asked_since(&mut cache, &places, self.me().as_ref()).await;
            self.report_errors(asked)?
        };
        for entry in entries
            .iter()
            .filter(|one| asked.contains(&one.conversation))
        {
            self.drop_if_overtaken(&LocalId(entry.local_id.clone()))
                .await?;
        }
        Ok(())
    }

    async fn drop_if_overtaken(&self, id: &LocalId) -> Result<(), StoreError> {
        self.write(Purpose::Waiting, move |mut writer| async move {
            let Some(entry) = outbox::load_entry(&mut writer.user, &id.0).await? else {
                return Ok(());
            };
            if self.inner.is_overtaken(&mut writer, &entry).await? {
                let drop = Transition::Drop;
                let dropped = self
                    .inner
                    .apply_transition(&mut writer, &id.0, &drop)
                    .await?;
                if let Some(conversation) = dropped {
                    self.inner.outbox_changed(&mut writer, &conversation).await;
                }
            }
            Ok(())
        })
        .await
    }
}

impl Inner {
    /// Whether the other side has written since an entry was scheduled that is to leave only if it has not.
    pub(super) async fn is_overtaken(
        &self,
        writer: &mut Writer,
        entry: &OutboxRecord,
    ) -> Result<bool, StoreError> {
        let places = places(std::slice::from_ref(entry));
        if places.is_empty() {
            return Ok(false);
        }
        let me = self.me();
        let asked = load_asked_since(&mut writer.cache, &places, me.as_ref()).await?;
        Ok(!asked.is_empty())
    }
}

/// Where a word of the other side drops a message.
fn places(entries: &[OutboxRecord]) -> Vec<(&str, Position)> {
    let places = entries
        .iter()
        .filter_map(|one| Some((one.conversation.as_str(), one.dropped_after()?)));
    places.collect()
}
