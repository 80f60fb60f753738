//! reads
pub(crate) async fn run(_: crate::context::Context) {}
