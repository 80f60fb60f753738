//! The sums of every runner are read right.
use xtask::count::{Runner, Tally, tally};

fn sums(passed: u64, failed: u64) -> Option<Tally> {
    Some(Tally { passed, failed })
}

#[test]
fn nextest_counts_failures_and_timeouts() {
    let clean = "     Summary [   1.204s] 50 tests run: 50 passed (1 slow, 1 leaky), 2 skipped\n";
    let broken =
        "     Summary [   9.1s] 50/60 tests run: 47 passed, 2 failed, 1 timed out, 0 skipped\n";
    assert_eq!(tally(Runner::Nextest, clean), sums(50, 0));
    assert_eq!(tally(Runner::Nextest, broken), sums(47, 3));
}

#[test]
fn cargo_sums_over_its_programs() {
    let output = "test result: ok. 3 passed; 0 failed; 0 ignored; finished in 0.1s\n\
                  test result: FAILED. 4 passed; 2 failed; 0 ignored; finished in 0.2s\n";
    assert_eq!(tally(Runner::Cargo, output), sums(7, 2));
}

#[test]
fn vitest_counts_tests_and_not_files() {
    let output = " Test Files  1 failed | 3 passed (4)\n      Tests  1 failed | 11 passed (12)\n";
    assert_eq!(tally(Runner::Vitest, output), sums(11, 1));
    assert_eq!(
        tally(Runner::Vitest, "      Tests  12 passed (12)\n"),
        sums(12, 0)
    );
}

#[test]
fn node_counts_cancelled_tests_as_failed() {
    let output = "ℹ tests 6\nℹ pass 4\nℹ fail 1\nℹ cancelled 1\n";
    assert_eq!(tally(Runner::Node, output), sums(4, 2));
    assert_eq!(tally(Runner::Node, "# pass 4\n# fail 0\n"), sums(4, 0));
}

#[test]
fn a_runner_that_broke_before_its_first_test_has_no_sum() {
    for runner in [Runner::Nextest, Runner::Cargo, Runner::Vitest, Runner::Node] {
        assert_eq!(
            tally(runner, "error: could not compile\n"),
            None,
            "{runner:?}"
        );
    }
}
