//! The command line.
use clap::Parser as _;
use engine::DEFAULT_SERVER;
use shell::arguments::{Arguments, Pace};

#[test]
fn no_arguments_mean_no_demo_and_the_default_server() {
    let arguments = Arguments::try_parse_from(["avvento-desk"]).unwrap();
    assert!(!arguments.demo);
    assert_eq!(arguments.server, DEFAULT_SERVER);
    assert_eq!(arguments.demo_pace, Pace::Human);
}

#[test]
fn demo_server_data_and_pace_are_options() {
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

fn with_link(words: &str) -> Arguments {
    Arguments::from_words(words.split(' ').map(Into::into)).unwrap()
}

#[test]
fn options_before_a_link_hold() {
    let arguments = with_link("avvento-desk --data here --demo avvento-desk://conversation/65f0");
    assert!(arguments.demo);
    assert_eq!(
        arguments.data.as_deref(),
        Some(std::path::Path::new("here"))
    );
    assert_eq!(
        arguments.link.as_deref(),
        Some("avvento-desk://conversation/65f0")
    );
}

#[test]
fn what_is_smuggled_in_behind_a_link_is_ignored() {
    for smuggled in [
        "--data //evil/share",
        "--server https://evil.example",
        "--upload-path /",
        "--nonsense",
        "more words",
    ] {
        let arguments = with_link(&format!("avvento-desk Avvento-Desk://order/7 {smuggled}"));
        assert_eq!(
            arguments.link.as_deref(),
            Some("Avvento-Desk://order/7"),
            "{smuggled}"
        );
        assert_eq!(arguments.server, DEFAULT_SERVER, "{smuggled}");
        assert_eq!(
            arguments.upload_path,
            engine::DEFAULT_UPLOAD_PATH,
            "{smuggled}"
        );
        assert_eq!(
            arguments.data,
            std::env::var_os("AVVENTO_DATA_DIR").map(Into::into),
            "{smuggled}"
        );
    }
}
