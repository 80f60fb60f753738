//! Background tasks with a name and an owner. One that panics is logged and begins again. To stop: cancel, wait a
//! bounded while, abort, await.

use std::{future::Future, time::Duration};

use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use store::{Backoff, supervise};
use tokio::{task::JoinHandle, time::Instant};
use tokio_util::sync::CancellationToken;

/// The tasks of one owner. Dropping it cancels and aborts them all.
pub(crate) struct Tasks {
    stop: CancellationToken,
    running: Mutex<Vec<(&'static str, JoinHandle<()>)>>,
    /// The pauses after a panic.
    backoff: Backoff,
}

impl Tasks {
    pub(crate) fn new(backoff: Backoff) -> Self {
        Self {
            stop: CancellationToken::new(),
            running: Mutex::new(Vec::new()),
            backoff,
        }
    }

    /// Starts a task on a state that outlives its panics. It is dropped where it stands when the owner stops, so
    /// whatever must not be cut in half belongs into one transaction.
    pub(crate) fn start<S: Send + 'static>(
        &self,
        name: &'static str,
        state: S,
        run: impl for<'a> FnMut(&'a mut S) -> BoxFuture<'a, ()> + Send + 'static,
    ) {
        self.start_telling(name, state, run, |_, _| {});
    }

    /// As [`Tasks::start`]; `broke_off` is told of a panic, and how long the pause is.
    pub(crate) fn start_telling<S: Send + 'static>(
        &self,
        name: &'static str,
        state: S,
        run: impl for<'a> FnMut(&'a mut S) -> BoxFuture<'a, ()> + Send + 'static,
        broke_off: impl FnMut(&mut S, Duration) + Send + 'static,
    ) {
        self.spawn(
            name,
            supervise(name, self.backoff.clone(), state, run, broke_off),
        );
    }

    fn spawn(&self, name: &'static str, work: impl Future<Output = ()> + Send + 'static) {
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
