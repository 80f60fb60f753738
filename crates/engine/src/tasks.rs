//! Background tasks with a name and an owner. To stop: cancel, wait a bounded while, abort, await.

use std::{future::Future, time::Duration};

use parking_lot::Mutex;
use tokio::{task::JoinHandle, time::Instant};
use tokio_util::sync::CancellationToken;

/// The tasks of one owner. Dropping it cancels and aborts them all.
pub(crate) struct Tasks {
    stop: CancellationToken,
    running: Mutex<Vec<(&'static str, JoinHandle<()>)>>,
}

impl Tasks {
    pub(crate) fn new() -> Self {
        Self {
            stop: CancellationToken::new(),
            running: Mutex::new(Vec::new()),
        }
    }

    /// Starts a task. It is dropped where it stands when the owner stops, so whatever must not be
    /// cut in half belongs into one transaction.
    pub(crate) fn start(
        &self,
        name: &'static str,
        work: impl Future<Output = ()> + Send + 'static,
    ) {
        let stop = self.stop.clone();
        let handle = tokio::spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = work => {}
            }
        });
        let mut running = self.running.lock();
        running.retain(|(_, task)| !task.is_finished());
        running.push((name, handle));
    }

    /// Stops every task: together they have `timeout` to end, then they are aborted.
    pub(crate) async fn stop(&self, timeout: Duration) {
        self.stop.cancel();
        let running = std::mem::take(&mut *self.running.lock());
        let deadline = Instant::now() + timeout;
        for (name, mut task) in running {
            match tokio::time::timeout_at(deadline, &mut task).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(task = name, %error, "a task broke off"),
                Err(_) => {
                    tracing::warn!(task = name, "a task did not end in time");
                    task.abort();
                    drop(task.await);
                }
            }
        }
    }
}

impl Drop for Tasks {
    fn drop(&mut self) {
        self.stop.cancel();
        self.running
            .lock()
            .iter()
            .for_each(|(_, task)| task.abort());
    }
}
