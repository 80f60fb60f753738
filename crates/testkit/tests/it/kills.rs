//! An engine that is killed at any time loses nothing and sends nothing twice.

use testkit::kills::{self, Plan};

/// Windows starts and ends processes slowly, all the more under wine.
const KILLS: u64 = if cfg!(windows) { 20 } else { 50 };

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_engine_loses_nothing_and_sends_nothing_twice() {
    let outcome = kills::run(Plan::new(1, KILLS)).await.expect("it runs");
    assert!(outcome.is_clean(), "{outcome}");
}
