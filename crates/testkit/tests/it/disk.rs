//! A full disk: reading goes on, writing says so, and what was acknowledged goes out later.

use testkit::disk;

#[tokio::test]
async fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let outcome = disk::run(1, 10).await.expect("it runs");
    assert!(outcome.is_clean(), "{outcome}");
}
