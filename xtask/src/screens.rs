//! `cargo xtask screens`: pictures of every view, menu, dialog and state of the window, in both languages and themes and two
//! sizes, the smaller one at 200 % too, with a contact sheet of each tour in `target/screens`.

use anyhow::Result;

use crate::{
    process,
    run::build_ui,
    setup::{self, Purpose},
};

/// Takes the pictures of these tours; of all where none is named.
///
/// # Errors
/// When something is missing, does not compile, or a tour does not come to its end.
pub fn capture(tours: &[String]) -> Result<()> {
    let tools = setup::prepare(Purpose::Test)?;
    build_ui(&tools)?;
    let packages = ["--package=avvento-desk", "--package=avvento-backend"];
    process::run(tools.cargo().args(["build", "--locked"]).args(packages))?;
    process::run(
        tools
            .command("node")
            .args(["e2e/every-screen.mjs", "target/screens"])
            .args(tours),
    )
}
