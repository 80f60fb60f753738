//! What proves the promise of `docs/reliability.md`: a proxy that breaks lines, a ledger outside the
//! engine's process, actors to be killed, and the campaigns that bring them together. Used by tests
//! and by `cargo xtask soak` only.
