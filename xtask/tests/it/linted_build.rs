//! Warnings are found in what cargo says, and nothing else is taken for one.
use xtask::linted_build::with_warnings;

#[test]
fn a_crate_with_warnings_is_named() {
    let output = "   Compiling avvento-store v0.1.0 (/house/crates/store)\n\
                  warning: called `map(f)` on an `Option` value\n\
                  warning: `avvento-store` (lib) generated 1 warning\n\
                  warning: `avvento-cli` (bin \"desk\" test) generated 2 warnings (1 duplicate)\n\
                  \u{20}   Finished `dev` profile [unoptimized] target(s) in 1.11s\n";
    let named = ["`avvento-store` (lib)", "`avvento-cli` (bin \"desk\" test)"];
    assert_eq!(with_warnings(output), named);
}

#[test]
fn what_cargo_says_of_the_network_is_no_warning_of_a_crate() {
    let output = "warning: spurious network error (3 tries remaining): timed out\n\
                  warning: Patch `a` was not used\n";
    assert_eq!(with_warnings(output), Vec::<&str>::new());
}
