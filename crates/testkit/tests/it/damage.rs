//! Damaged files: everything that was not hit is there, and nothing garbled goes out.

use testkit::damage::{self, Plan};

#[tokio::test]
async fn damaged_files_lose_no_row_that_was_not_hit() {
    let plan = Plan { seed: 1, cases: 50 };
    let outcome = damage::run(plan).await.expect("it runs");
    assert!(outcome.is_clean(), "{outcome}");
}
