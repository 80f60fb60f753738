//! `storage`: how much room everything takes on this computer.

use engine::Engine;

use crate::{cli_error::CliError, output::Output};

/// Shows the sizes, after clearing the cache if that was asked for.
pub(super) async fn show(
    engine: &Engine,
    output: Output,
    clear_cache: bool,
) -> Result<(), CliError> {
    if clear_cache {
        engine.clear_cache().await?;
    }
    output.storage(&engine.storage_sizes().await?)
}
