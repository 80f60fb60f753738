//! `cargo xtask setup`, and what every other task begins with: install what is missing, and only that.

pub use crate::purpose::Purpose;
use crate::{debian, node, process, python, say, tools::Tools};
use anyhow::{Result, bail};

/// Makes the machine ready and answers with the tools to go on with.
///
/// # Errors
/// When something is missing that cannot be installed from here, with its name; when an installation fails.
pub fn prepare(purpose: Purpose) -> Result<Tools> {
    let machine = Tools::of_this_machine()?;
    if !cfg!(target_os = "linux") {
        name_what_is_missing(&machine)?;
    }
    debian::install_missing(&machine, purpose)?;
    let tools = node::provide(&machine)?;
    node::install(&tools, "ui")?;
    if matches!(purpose, Purpose::Run | Purpose::Test) {
        node::install(&tools, "e2e")?;
    }
    if purpose == Purpose::Package {
        node::install(&tools, "xtask/package")?;
    }
    if purpose == Purpose::Test {
        node::install(&tools, "interop")?;
        python::install(&tools)?;
        fetch_crates(&tools)?;
    }
    Ok(tools)
}

/// Those of other systems, too, which no build here downloads: bills, licences and advisories name every crate, offline.
fn fetch_crates(tools: &Tools) -> Result<()> {
    process::run(tools.cargo().args(["fetch", "--locked", "--quiet"]))
}

/// Outside Linux nothing is installed: the person is told what to get.
fn name_what_is_missing(machine: &Tools) -> Result<()> {
    let wanted = [
        (
            "node",
            "Node.js 20.19 or later, with npm: https://nodejs.org",
        ),
        ("npm", "npm, which comes with Node.js"),
        ("python3", "Python 3.11 or later: https://www.python.org"),
    ];
    let missing: Vec<_> = wanted
        .iter()
        .filter(|(program, _)| machine.find(program).is_none())
        .map(|(_, advice)| format!("  - {advice}"))
        .collect();
    if !missing.is_empty() {
        bail!("please install first:\n{}", missing.join("\n"));
    }
    say::line("Tests that drive the real window, and the packages, need Debian or Ubuntu.");
    Ok(())
}
