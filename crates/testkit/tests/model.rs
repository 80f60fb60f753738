//! Walks through everything that may happen to the outbox and the cache.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

use testkit::model;

/// The walks of CI are the same each time; the soak takes others.
const SEED: u64 = 20_261_122;

#[test]
fn whatever_happens_nothing_is_lost_doubled_hidden_or_out_of_order() {
    let walked = model::walks(SEED, 0..500, 60, None).expect("the walks are taken");
    if let Some(broken) = walked.broken {
        panic!("{broken}");
    }
    assert_eq!(walked.walks, 500, "all were taken");
}
