//! Avvento Desk.
fn main() {}
