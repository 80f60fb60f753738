//! Fuzz targets: one function each that takes any bytes and breaks down only where the program would.
//!
//! `cargo fuzz` drives them from `fuzz/`; [`mutator`] is a mutation loop of our own over the same
//! functions, for where it is not installed. `tests/it/corpus.rs` takes every input of `fuzz/corpus`
//! through its target.

mod arguments;
mod damage;
mod ingest;
pub mod mutator;
mod profiles;
mod wire;

#[derive(Clone, Copy)]
pub struct Target {
    /// Its name, and that of its folder in `fuzz/corpus`.
    pub name: &'static str,
    /// Takes any bytes.
    pub run: fn(&[u8]),
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

const fn target_of(name: &'static str, run: fn(&[u8])) -> Target {
    Target { name, run }
}

pub const TARGETS: &[Target] = &[
    target_of("conversations", wire::conversations),
    target_of("messages", wire::messages),
    target_of("events", wire::events),
    target_of("session", wire::session),
    target_of("ingest", ingest::ingest),
    target_of("profiles", profiles::profiles),
    target_of("links", arguments::links),
    target_of("deep-link", arguments::deep_link),
    target_of("arguments", arguments::arguments),
    target_of("journal", damage::journal),
];

pub fn target(name: &str) -> Option<Target> {
    TARGETS.iter().copied().find(|target| target.name == name)
}
