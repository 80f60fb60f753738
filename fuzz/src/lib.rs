//! `cargo fuzz run TARGET`: the targets are `testkit::fuzz`'s; what each takes is told there.

/// Takes an input through a target.
pub fn take(name: &str, data: &[u8]) {
    if let Some(target) = testkit::fuzz::target(name) {
        (target.run)(data);
    }
}
