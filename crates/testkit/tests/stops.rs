//! A backend that stands still and goes on, three times.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    unreachable_pub
)]

use testkit::stops::{StopsPlan, run};

#[tokio::test(flavor = "multi_thread")]
async fn a_backend_that_falls_asleep_in_the_middle_costs_nothing() {
    let outcome = run(StopsPlan::of_seconds(&[1, 2, 4], 3)).await.unwrap();
    println!("{outcome}");
    assert!(outcome.is_clean(), "{outcome}");
}
