//! A .deb that is packed again holds what it held, and is smaller.

use std::fs;
use std::path::Path;
use std::process::Command;

use xtask::{debian_package, tools::Tools};

#[test]
fn a_package_is_smaller_with_xz_and_holds_the_same() {
    let tools = Tools::of_this_machine().unwrap();
    if tools.find("dpkg-deb").is_none() {
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("debian-package");
    drop(fs::remove_dir_all(&folder));
    let tree = folder.join("tree");
    fs::create_dir_all(tree.join("DEBIAN")).unwrap();
    fs::create_dir_all(tree.join("usr/bin")).unwrap();
    fs::write(
        tree.join("DEBIAN/control"),
        "Package: desk\nVersion: 1\nArchitecture: all\nMaintainer: A <a@b.c>\nDescription: d\n",
    )
    .unwrap();
    let program: String = (0..60_000)
        .map(|number| format!("{} ", number * 7))
        .collect();
    fs::write(tree.join("usr/bin/desk"), program).unwrap();
    let packages = folder.join("deb");
    fs::create_dir(&packages).unwrap();
    let package = packages.join("desk_1_amd64.deb");
    run(Command::new("dpkg-deb")
        .args(["--root-owner-group", "-Zgzip", "--build"])
        .args([&tree, &package]));
    let (contents, size) = (listed(&package), fs::metadata(&package).unwrap().len());

    debian_package::compress_all(&tools, &packages).unwrap();

    assert_eq!(listed(&package), contents, "files, owners and times");
    let smaller = fs::metadata(&package).unwrap().len();
    assert!(smaller < size, "{smaller} bytes, {size} before");
    let left: Vec<_> = fs::read_dir(&packages).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing else is left there: {left:?}");
}

fn listed(package: &Path) -> String {
    run(Command::new("dpkg-deb").arg("--contents").arg(package))
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}
