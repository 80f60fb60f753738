//! The uploads under way: how far each is, and how it is broken off.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use parking_lot::{Mutex, RwLock};
use serde::{Deserialize, Serialize};
use store::LocalId;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{Error, Origin, upload::endpoint::UploadEndpoint};

/// How far an upload is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct UploadProgress {
    /// The message that carries the file.
    pub local_id: LocalId,
    /// How many bytes have left.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub sent: u64,
    /// Of how many.
    #[cfg_attr(feature = "specta", specta(type = f64))]
    pub total: u64,
}

/// The uploads of an engine, and where they go.
pub(crate) struct Uploads {
    /// As the user wrote it.
    endpoint: RwLock<String>,
    progress: watch::Sender<Vec<UploadProgress>>,
    running: Mutex<HashMap<LocalId, CancellationToken>>,
}

impl Uploads {
    pub(crate) fn new(endpoint: String) -> Self {
        Self {
            endpoint: RwLock::new(endpoint),
            progress: watch::Sender::default(),
            running: Mutex::default(),
        }
    }

    pub(crate) fn written_endpoint(&self) -> String {
        self.endpoint.read().clone()
    }

    pub(crate) fn set_endpoint(&self, written: &str) {
        written.clone_into(&mut self.endpoint.write());
    }

    /// Where an account's files go; `None` where nothing is set.
    pub(crate) fn endpoint(&self, origin: &Origin) -> Result<Option<UploadEndpoint>, Error> {
        UploadEndpoint::parse(&self.endpoint.read(), origin)
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<Vec<UploadProgress>> {
        self.progress.subscribe()
    }

    /// Breaks the upload of a message off, if there is one.
    pub(crate) fn cancel(&self, id: &LocalId) {
        if let Some(running) = self.running.lock().get(id) {
            running.cancel();
        }
    }

    /// An upload begins; it is over with the drop of what this returns.
    pub(crate) fn begin(self: &Arc<Self>, id: &LocalId, total: u64) -> RunningUpload {
        let cancelled = CancellationToken::new();
        self.running.lock().insert(id.clone(), cancelled.clone());
        let begun = UploadProgress {
            local_id: id.clone(),
            sent: 0,
            total,
        };
        self.progress.send_modify(|all| all.push(begun));
        RunningUpload {
            uploads: Arc::clone(self),
            id: id.clone(),
            sent: Arc::default(),
            cancelled,
        }
    }
}

/// An upload under way.
pub(crate) struct RunningUpload {
    uploads: Arc<Uploads>,
    id: LocalId,
    sent: Arc<AtomicU64>,
    cancelled: CancellationToken,
}

/// Counts what leaves of a file; a cheap clone that outlives nothing.
#[derive(Clone)]
pub(crate) struct SentCounter {
    uploads: Arc<Uploads>,
    id: LocalId,
    sent: Arc<AtomicU64>,
}

impl RunningUpload {
    pub(crate) fn counter(&self) -> SentCounter {
        SentCounter {
            uploads: Arc::clone(&self.uploads),
            id: self.id.clone(),
            sent: Arc::clone(&self.sent),
        }
    }

    /// Waits until the user does not want it any more.
    pub(crate) async fn cancelled(&self) {
        self.cancelled.cancelled().await;
    }

    /// Waits until nothing has left for so long.
    pub(crate) async fn stalled(&self, patience: Duration) {
        loop {
            let before = self.sent.load(Ordering::Relaxed);
            tokio::time::sleep(patience).await;
            if self.sent.load(Ordering::Relaxed) == before {
                return;
            }
        }
    }
}

impl SentCounter {
    pub(crate) fn add(&self, bytes: u64) {
        let sent = self.sent.fetch_add(bytes, Ordering::Relaxed) + bytes;
        self.uploads.progress.send_modify(|all| {
            if let Some(mine) = all.iter_mut().find(|one| one.local_id == self.id) {
                mine.sent = sent.min(mine.total);
            }
        });
    }
}

impl Drop for RunningUpload {
    fn drop(&mut self) {
        self.uploads.running.lock().remove(&self.id);
        let id = &self.id;
        self.uploads
            .progress
            .send_modify(|all| all.retain(|one| one.local_id != *id));
    }
}
