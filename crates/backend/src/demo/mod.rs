//! Demo data, and customers who behave as if they were there.

pub(crate) mod pictures;

use protocol::UtcMs;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::database::Database;
use crate::support::Support;
use crate::{Demo, Error};

pub(crate) async fn seed(database: &Database, seed: u64, now: UtcMs) -> Result<(), Error> {
    let _ = (database, seed, now);
    Ok(())
}

pub(crate) fn bring_to_life(
    support: &Support,
    demo: Demo,
    stop: CancellationToken,
) -> Option<JoinHandle<()>> {
    let _ = (support, demo, stop);
    None
}
