//! Damaged files: everything that was not hit is there, and nothing garbled goes out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

use testkit::damage::{self, Plan};

#[tokio::test]
async fn damaged_files_lose_no_row_that_was_not_hit() {
    let plan = Plan { seed: 1, cases: 50 };
    let outcome = damage::run(plan).await.expect("it runs");
    assert!(outcome.is_clean(), "{outcome}");
}
