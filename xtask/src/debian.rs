//! The system packages, on Debian and Ubuntu: looked up with dpkg, and only the missing ones installed with apt.

use crate::{process, purpose::Purpose, say, tools::Tools};
use anyhow::{Context, Result, bail};
use std::{collections::HashSet, fs};

/// What the app is compiled and linked with.
const BUILDING: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libssl-dev",
    "librsvg2-dev",
    "libayatana-appindicator3-dev",
    "libasound2-dev",
    "python3-venv",
    "fonts-noto-color-emoji",
];

/// A desktop with no screen: display, window manager, session bus, keyring, notifications, and the window's driver.
const DESKTOP: &[&str] = &[
    "xvfb",
    "webkit2gtk-driver",
    "dunst",
    "gnome-keyring",
    "dbus",
    "dbus-x11",
    "imagemagick",
    "xdotool",
    "openbox",
];

/// A C compiler and a linker for Windows (docs/windows.md).
const WINDOWS: &[&str] = &["gcc-mingw-w64-x86-64", "g++-mingw-w64-x86-64"];

/// A second Rust compiler with the standard library's sources. Debian 12 has it; other releases do not.
const SECOND_RUST: &[&str] = &["rustc-web", "cargo-web", "rust-web-src"];

/// What runs Windows' programs here, and makes installers for it.
const WINE: &[&str] = &["wine", "wine64", "nsis"];

/// Installs the packages that are missing for a purpose; says which, and why.
///
/// # Errors
/// When the system is no Debian and lacks the libraries, or when apt fails.
pub fn install_missing(machine: &Tools, purpose: Purpose) -> Result<()> {
    if cfg!(not(target_os = "linux")) {
        return Ok(());
    }
    if machine.find("apt-get").is_none() {
        return look_for_libraries(machine);
    }
    let mut wanted = wanted(purpose);
    if matches!(purpose, Purpose::Test | Purpose::Windows) && is_debian_12() {
        wanted.extend(SECOND_RUST);
    }
    let missing = missing(machine, &wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    say::line(&format!(
        "Installing {} system packages that building and testing need: {}",
        missing.len(),
        missing.join(" ")
    ));
    apt(machine, &["update"])?;
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(missing);
    apt(machine, &install)
}

fn is_debian_12() -> bool {
    let told = fs::read_to_string("/etc/os-release").unwrap_or_default();
    told.lines().any(|line| line == "ID=debian") && told.contains("VERSION_ID=\"12\"")
}

fn wanted(purpose: Purpose) -> Vec<&'static str> {
    let groups: &[&[&str]] = match purpose {
        Purpose::Run => &[BUILDING, DESKTOP],
        Purpose::Test => &[BUILDING, DESKTOP, WINDOWS],
        Purpose::Windows => &[BUILDING, WINDOWS, WINE],
        Purpose::Package => &[BUILDING],
    };
    groups.concat()
}

fn missing(machine: &Tools, wanted: &[&'static str]) -> Result<Vec<&'static str>> {
    // dpkg-query fails as soon as one name is unknown, and still lists the others.
    let known = machine
        .command("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Abbrev} ${Package}\\n"])
        .args(wanted)
        .output()
        .context("could not start dpkg-query")?;
    let listed = String::from_utf8_lossy(&known.stdout);
    let installed: HashSet<_> = listed
        .lines()
        .filter_map(|line| line.strip_prefix("ii"))
        .map(str::trim)
        .collect();
    Ok(wanted
        .iter()
        .copied()
        .filter(|package| !installed.contains(package))
        .collect())
}

fn apt(machine: &Tools, arguments: &[&str]) -> Result<()> {
    let noninteractive = "DEBIAN_FRONTEND=noninteractive";
    let mut command = if runs_as_root(machine) {
        machine.command("env")
    } else {
        if machine.find("sudo").is_none() {
            bail!(
                "system packages are missing, and there is neither root nor sudo: apt-get {}",
                arguments.join(" ")
            );
        }
        say::line("apt-get needs the rights of root; sudo may ask for your password.");
        let mut sudo = machine.command("sudo");
        sudo.arg("env");
        sudo
    };
    process::run(
        command
            .args([noninteractive, "apt-get", "--quiet=2"])
            .args(arguments),
    )
}

fn runs_as_root(machine: &Tools) -> bool {
    process::answer_of(machine.command("id").arg("-u")).is_ok_and(|user| user.trim() == "0")
}

/// On another Linux nothing is installed: the libraries are there, or their Debian names are given.
fn look_for_libraries(machine: &Tools) -> Result<()> {
    let found = machine
        .command("pkg-config")
        .args([
            "--exists",
            "webkit2gtk-4.1",
            "librsvg-2.0",
            "openssl",
            "alsa",
        ])
        .status()
        .is_ok_and(|status| status.success());
    if found {
        return Ok(());
    }
    bail!(
        "this system has no apt-get; please install what Debian calls: {} {}",
        BUILDING.join(" "),
        DESKTOP.join(" ")
    )
}
