//! `cargo xtask package`: the packages for Debian and Red Hat, from a release build, and what they are made of.
//! Needs no network.

use crate::{
    bill_of_materials, debian_package, process, run, say,
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
    debian_package::compress_all(&tools, &packages.join("deb"))?;
    bill_of_materials::write(&tools, &packages)?;
    say::line(&format!("The packages are in {}", packages.display()));
    Ok(())
}
