//! Five hundred messages through sixteen faults.
use testkit::sends::run;

/// `TESTKIT_SEED` and `TESTKIT_SENDS` give another run.
fn from_environment(name: &str, usual: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_message_is_lost_doubled_or_misplaced_under_fire() {
    let seed = from_environment("TESTKIT_SEED", 20_261_122);
    let outcome = run(from_environment("TESTKIT_SENDS", 500), seed)
        .await
        .unwrap();
    println!("{outcome}");
    assert!(outcome.is_clean(), "seed {seed}: {outcome}");
}
