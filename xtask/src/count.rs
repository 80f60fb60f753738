//! Reading from each test runner's output how many tests passed and failed.

/// How many passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed.
    pub failed: u64,
}

impl Tally {
    /// One check that passed.
    pub const PASSED: Self = Self {
        passed: 1,
        failed: 0,
    };
    /// One check that failed.
    pub const FAILED: Self = Self {
        passed: 0,
        failed: 1,
    };

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }
}

/// Whose output is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runner {
    /// `cargo nextest run`.
    Nextest,
    /// `cargo test`, or a test program by itself: one result for each program.
    Cargo,
    /// `vitest run`.
    Vitest,
    /// `node --test`.
    Node,
}

/// Reads a runner's sums. `None` where it gave none: it broke before a test ran.
#[must_use]
pub fn tally(runner: Runner, output: &str) -> Option<Tally> {
    let lines = output.lines().map(str::trim);
    match runner {
        Runner::Nextest => lines
            .rev()
            .find(|line| line.starts_with("Summary ["))
            .map(|line| Tally {
                passed: number_before(line, "passed").unwrap_or(0),
                failed: ["failed", "exec failed", "timed out"]
                    .iter()
                    .filter_map(|word| number_before(line, word))
                    .sum(),
            }),
        Runner::Cargo => lines
            .filter(|line| line.starts_with("test result:"))
            .map(sum_on)
            .reduce(Tally::and),
        Runner::Vitest => lines
            .filter(|line| line.starts_with("Tests "))
            .map(sum_on)
            .next_back(),
        Runner::Node => {
            let sum = |word: &str| {
                lines.clone().rev().find_map(|line| {
                    let line = line.trim_start_matches(['#', 'ℹ']).trim_start();
                    line.strip_prefix(word)?.trim().parse::<u64>().ok()
                })
            };
            Some(Tally {
                passed: sum("pass ")?,
                failed: sum("fail ")? + sum("cancelled ").unwrap_or(0),
            })
        }
    }
}

fn sum_on(line: &str) -> Tally {
    Tally {
        passed: number_before(line, "passed").unwrap_or(0),
        failed: number_before(line, "failed").unwrap_or(0),
    }
}

/// The number in front of a word, such as 12 in `12 passed (1 slow), 3 failed`.
fn number_before(line: &str, word: &str) -> Option<u64> {
    line.split([',', ';', ':', '|', '.', '('])
        .map(str::trim)
        .filter_map(|part| part.strip_suffix(word))
        .find_map(|part| part.split_whitespace().next_back()?.parse().ok())
}
