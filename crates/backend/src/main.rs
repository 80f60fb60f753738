//! `avvento-backend`: the reference backend as a program.
fn main() {}
