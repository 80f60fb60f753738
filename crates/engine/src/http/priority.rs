//! Calls that nobody waits for give way to the others: a new installation fetches thousands of chats while somebody
//! reads and answers.

use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, time::timeout};

/// How long a call in the background gives way at most, so that its turn comes on a busy day too.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Whether somebody waits for a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Priority {
    /// The user, or what the session owes the user.
    #[default]
    Foreground,
    /// Nobody.
    Background,
}

/// The calls to one server that somebody waits for.
#[derive(Clone, Default)]
pub(super) struct ForegroundCalls(Arc<watch::Sender<usize>>);

/// A call that somebody waits for; it ends with the drop.
pub(super) struct ForegroundCall(Arc<watch::Sender<usize>>);

impl ForegroundCalls {
    /// Begins a call, which in the background waits until nobody waits for another one.
    pub(super) async fn begin(&self, priority: Priority) -> Option<ForegroundCall> {
        match priority {
            Priority::Foreground => {
                self.0.send_modify(|calls| *calls += 1);
                Some(ForegroundCall(self.0.clone()))
            }
            Priority::Background => {
                let mut calls = self.0.subscribe();
                // After the longest wait it is this call's turn all the same.
                drop(timeout(LONGEST_WAIT, calls.wait_for(|calls| *calls == 0)).await);
                None
            }
        }
    }
}

impl Drop for ForegroundCall {
    fn drop(&mut self) {
        self.0.send_modify(|calls| *calls = calls.saturating_sub(1));
    }
}
