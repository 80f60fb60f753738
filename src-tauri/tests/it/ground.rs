//! The ground: the command line and the places on disk.
use clap::Parser as _;
use engine::DEFAULT_SERVER;
use shell::{
    arguments::{Arguments, Pace},
    paths::{self, Paths},
};

#[test]
fn without_arguments_it_is_the_real_thing_at_a_human_pace() {
    let arguments = Arguments::try_parse_from(["avvento-desk"]).unwrap();
    assert!(!arguments.demo);
    assert_eq!(arguments.server, DEFAULT_SERVER);
    assert_eq!(arguments.demo_pace, Pace::Human);
}

#[test]
fn demo_server_data_and_pace_can_be_chosen() {
    let words = "avvento-desk --demo --demo-pace fast --server http://127.0.0.1:4000 --data here";
    let arguments = Arguments::try_parse_from(words.split(' ')).unwrap();
    assert!(arguments.demo);
    assert_eq!(arguments.demo_pace, Pace::Fast);
    assert_eq!(arguments.server, "http://127.0.0.1:4000");
    assert_eq!(arguments.data.unwrap(), std::path::Path::new("here"));
}

#[test]
fn an_unknown_argument_is_a_usage_error() {
    let refused = Arguments::try_parse_from(["avvento-desk", "--dmeo"]).unwrap_err();
    assert_eq!(refused.exit_code(), 2);
}

#[test]
fn everything_lies_below_the_chosen_folder_wherever_it_is_started() {
    let paths = Paths::new(Some("some/folder".into()));
    assert!(
        paths.data().is_absolute(),
        "a second start elsewhere must find the same place"
    );
    for path in [
        paths.preferences(),
        paths.window(),
        paths.log(),
        paths.webview(),
        paths.demo(),
    ] {
        assert!(path.starts_with(paths.data()), "{path:?}");
    }
}

#[test]
fn a_file_is_replaced_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sub/file.json");
    paths::write_whole(&path, b"first").unwrap();
    paths::write_whole(&path, b"second").unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"second");
    assert_eq!(
        std::fs::read_dir(path.parent().unwrap()).unwrap().count(),
        1
    );
}

#[cfg(unix)]
#[test]
fn only_the_user_can_look_into_the_data() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a/b");
    paths::make_private(&data).unwrap();
    assert_eq!(
        std::fs::metadata(&data).unwrap().permissions().mode() & 0o777,
        0o700
    );
}
