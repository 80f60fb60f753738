//! Licence expressions are read as SPDX means them.

use xtask::licences::Allowed;

fn allowed() -> Allowed {
    Allowed::new(["MIT", "Apache-2.0", "Unicode-3.0"].map(str::to_owned))
}

#[test]
fn one_side_of_an_or_is_enough() {
    for expression in [
        "MIT",
        "MIT OR GPL-3.0",
        "GPL-3.0/MIT",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(
            allowed().permits(expression),
            "{expression} should be allowed"
        );
    }
}

#[test]
fn both_sides_of_an_and_are_needed() {
    assert!(allowed().permits("(MIT OR GPL-2.0) AND Unicode-3.0"));
    assert!(!allowed().permits("(MIT OR Apache-2.0) AND OpenSSL"));
}

#[test]
fn what_cannot_be_read_is_refused() {
    for expression in ["", "GPL-3.0", "MIT OR", "(MIT", "MIT Apache-2.0", "AND MIT"] {
        assert!(!allowed().permits(expression), "{expression:?}");
    }
}
