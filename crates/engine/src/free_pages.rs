//! The task that gives the heap's free pages back to the system: a minute after something changed, once for all that
//! changes meanwhile. While nothing changes nothing wakes. It ends with the store.

use std::time::Duration;

use store::ChangeSet;
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    task::spawn_blocking,
    time::sleep,
};

/// Follows the store's changes until it is gone.
pub(crate) async fn run(changes: &mut Receiver<ChangeSet>, after: Duration) {
    while !matches!(changes.recv().await, Err(RecvError::Closed)) {
        fail::fail_point!("panic/free-pages");
        sleep(after).await;
        *changes = changes.resubscribe();
        if let Err(error) = spawn_blocking(heap_memory::give_back_free_pages).await {
            tracing::debug!(%error, "no free pages were given back");
        }
    }
}
