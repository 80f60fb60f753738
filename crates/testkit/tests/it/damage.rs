//! Damaged files: everything that was not hit is there, and nothing garbled goes out.

use testkit::damage;

#[tokio::test]
async fn damaged_files_lose_no_row_that_was_not_hit() {
    let outcome = damage::run(1, 50).await.expect("it runs");
    assert!(outcome.is_clean(), "{outcome}");
}
