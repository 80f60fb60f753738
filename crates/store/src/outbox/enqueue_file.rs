//! Queues a message that carries a file, or the address of a picture.

use std::path::PathBuf;

use protocol::ConversationId;

use crate::limits::{MOST_FILE_BYTES, MOST_FILES};
use crate::model::outbox_file::NewFile;
use crate::model::purpose::Purpose;
use crate::model::rows::LocalId;
use crate::outbox::attached_files::AttachedFiles;
use crate::outbox::enqueue::Content;
use crate::outbox::transitions::Transition;
use crate::tables::outbox::{self, state};
use crate::{Store, StoreError};

impl Store {
    /// Queues a file. When it answers, its bytes and its entry are on disk. The chat's draft stays as it is.
    ///
    /// # Errors
    /// [`StoreError::FileEmpty`], [`StoreError::FileTooLarge`], [`StoreError::TooManyFiles`].
    pub async fn queue_file(
        &self,
        conversation: &ConversationId,
        file: NewFile,
    ) -> Result<LocalId, StoreError> {
        let size = file.bytes.len() as u64;
        if size == 0 {
            return Err(StoreError::FileEmpty);
        }
        if size > MOST_FILE_BYTES {
            return Err(StoreError::FileTooLarge);
        }
        self.make_place_for_a_file().await?;
        let id = LocalId(uuid::Uuid::new_v4().to_string());
        let attached = AttachedFiles::beside(&self.inner.paths);
        let staging = (attached.clone(), id.clone());
        let staged = tokio::task::spawn_blocking(move || staging.0.stage(&staging.1, &file.bytes));
        staged
            .await
            .map_err(|broken| StoreError::Unexpected(broken.to_string()))?
            .map_err(StoreError::disk)?;
        let content = Content::File {
            name: file.name,
            content_type: file.content_type,
            size,
        };
        let queued = self.queue(conversation, &id, &content, None).await;
        if queued.is_err() {
            attached.forget(&id);
        }
        queued
    }

    /// Queues the picture at an address, which is sent as it stands.
    ///
    /// # Errors
    /// [`StoreError::TooManyFiles`].
    pub async fn queue_picture_link(
        &self,
        conversation: &ConversationId,
        name: &str,
        url: &str,
    ) -> Result<LocalId, StoreError> {
        self.make_place_for_a_file().await?;
        let id = LocalId(uuid::Uuid::new_v4().to_string());
        let content = Content::PictureLink {
            name: name.to_owned(),
            url: url.to_owned(),
        };
        self.queue(conversation, &id, &content, None).await
    }

    /// Notes where the server keeps an entry's file. `false`: it is gone, or not pending any more.
    pub async fn record_upload(&self, id: &LocalId, url: &str) -> Result<bool, StoreError> {
        self.transition(id, Transition::Uploaded { url }).await
    }

    /// Where an entry's file lies.
    #[must_use]
    pub fn attached_file(&self, id: &LocalId) -> PathBuf {
        AttachedFiles::beside(&self.inner.paths).path(id)
    }

    /// Where there are as many files as are kept, those go that the user cancelled.
    async fn make_place_for_a_file(&self) -> Result<(), StoreError> {
        self.write(Purpose::Waiting, move |mut writer| async move {
            let files = outbox::load_files(&mut writer.user).await?;
            let excess = (files.len() + 1).saturating_sub(MOST_FILES);
            let oldest: Vec<_> = files.into_iter().take(excess).collect();
            if oldest.iter().any(|(_, state)| state != state::CANCELLED) {
                return Err(StoreError::TooManyFiles);
            }
            for (id, _) in oldest {
                let forget = Transition::ForgetCancelled;
                let forgotten = self
                    .inner
                    .apply_transition(&mut writer, &id, &forget)
                    .await?;
                if let Some(conversation) = forgotten {
                    self.inner.outbox_changed(&mut writer, &conversation).await;
                }
            }
            Ok(())
        })
        .await
    }
}
