//! `cargo xtask package`: the packages for Debian and Red Hat, from a release build. Needs no network.

use crate::{
    process, run, say,
    setup::{self, Purpose},
};
use anyhow::Result;

/// Builds the .deb and the .rpm and says where they lie.
///
/// # Errors
/// When the build or the bundler fails.
pub fn bundle() -> Result<()> {
    let tools = setup::prepare(Purpose::Package)?;
    run::build_ui(&tools)?;
    let bundler = tools.at("xtask/package/node_modules/.bin/tauri");
    process::run(
        tools
            .command(&bundler.to_string_lossy())
            .current_dir(tools.at("src-tauri"))
            .args(["build", "--bundles", "deb,rpm", "--ci"]),
    )?;
    let packages = tools.at("target/release/bundle");
    say::line(&format!("The packages are in {}", packages.display()));
    Ok(())
}
