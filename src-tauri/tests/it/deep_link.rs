//! Links into the application: which lead somewhere, and which do not.
use clap::Parser as _;
use protocol::{ConversationId, OrderId};
use shell::{
    arguments::Arguments,
    deep_link::{self, DeepLink},
};

fn conversation(id: &str) -> DeepLink {
    DeepLink::Conversation(ConversationId::new(id).unwrap())
}

fn order(id: &str) -> DeepLink {
    DeepLink::Order(OrderId::new(id).unwrap())
}

#[test]
fn a_link_names_a_conversation_or_an_order() {
    for (raw, wanted) in [
        (
            "avvento-desk://conversation/66f2a1b3c4d5e6f708192a3b",
            conversation("66f2a1b3c4d5e6f708192a3b"),
        ),
        (" AVVENTO-DESK://Conversation/k1/ \n", conversation("k1")),
        ("avvento-desk://order/o-17?from=mail#top", order("o-17")),
        (
            "avvento-desk://order/%D8%B7%D9%84%D8%A8%201",
            order("طلب 1"),
        ),
        ("avvento-desk://conversation/طلب", conversation("طلب")),
        ("avvento-desk://conversation/%23a%3Fb", conversation("#a?b")),
    ] {
        assert_eq!(deep_link::parse(raw), Ok(wanted), "{raw}");
    }
}

#[test]
fn everything_else_leads_nowhere() {
    let long = format!("avvento-desk://order/{}", "x".repeat(257));
    for bad in [
        "",
        "avvento-desk:",
        "avvento-desk://",
        "avvento-desk:conversation/k",
        "avvento-desk://conversation",
        "avvento-desk://conversation/",
        "avvento-desk://conversation//",
        "avvento-desk://conversation/%20",
        "avvento-desk://conversation/a/b",
        "avvento-desk://conversation/..",
        "avvento-desk://conversation/%2e%2e",
        "avvento-desk://conversation/a%2Fread",
        "avvento-desk://conversation/a%5Cb",
        "avvento-desk://conversation/a%00",
        "avvento-desk://conversation/%FF",
        "avvento-desk://me@conversation/k",
        "avvento-desk://conversation:80/k",
        "avvento-desk://messages/k",
        "\0avvento-desk://conversation/k",
        "avvento-\ndesk://conversation/k",
        "https://conversation/k",
        "--demo",
        long.as_str(),
    ] {
        assert!(deep_link::parse(bad).is_err(), "{bad} leads somewhere");
    }
}

#[test]
fn a_bad_link_does_not_keep_the_program_from_starting() {
    let words = ["avvento-desk", "--data", "folder", "avvento-desk://nowhere"];
    let arguments = Arguments::try_parse_from(words).expect("it starts");
    assert_eq!(arguments.link.as_deref(), Some("avvento-desk://nowhere"));
    assert!(deep_link::is_deep_link("Avvento-Desk://nowhere"));
    assert!(!deep_link::is_deep_link("avvento-desk"));
    assert!(!deep_link::is_deep_link("--data"));
}

#[test]
fn the_packages_register_the_scheme_that_is_read() {
    let config = include_str!("../../tauri.conf.json");
    let config: serde_json::Value = serde_json::from_str(config).expect("JSON");
    let schemes = config.pointer("/plugins/deep-link/desktop/schemes");
    assert_eq!(schemes, Some(&serde_json::json!([deep_link::SCHEME])));
}
