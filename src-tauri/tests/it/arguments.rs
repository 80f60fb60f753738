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
