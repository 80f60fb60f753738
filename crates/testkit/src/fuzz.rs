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

/// A target.
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

/// All of them.
pub const TARGETS: &[Target] = &[
    Target {
        name: "conversations",
        run: wire::conversations,
    },
    Target {
        name: "messages",
        run: wire::messages,
    },
    Target {
        name: "events",
        run: wire::events,
    },
    Target {
        name: "session",
        run: wire::session,
    },
    Target {
        name: "ingest",
        run: ingest::ingest,
    },
    Target {
        name: "profiles",
        run: profiles::profiles,
    },
    Target {
        name: "links",
        run: arguments::links,
    },
    Target {
        name: "deep-link",
        run: arguments::deep_link,
    },
    Target {
        name: "arguments",
        run: arguments::arguments,
    },
    Target {
        name: "salvage",
        run: damage::salvage,
    },
];

/// The target of a name.
#[must_use]
pub fn target(name: &str) -> Option<Target> {
    TARGETS.iter().copied().find(|target| target.name == name)
}
