//! What comes from outside through the system: links that somebody clicked, and the words of the two
//! command lines. The sources are the programs' own; the programs themselves need a desktop to link
//! against, which a fuzz target has not.

use clap::Parser as _;

#[allow(
    dead_code,
    unreachable_pub,
    reason = "the shell uses what is not used here"
)]
#[path = "../../../../src-tauri/src/external_links.rs"]
mod external_links;

#[allow(
    dead_code,
    unreachable_pub,
    reason = "the shell uses what is not used here"
)]
#[path = "../../../../src-tauri/src/mail_link.rs"]
mod mail_link;

#[allow(
    dead_code,
    unreachable_pub,
    reason = "the shell uses what is not used here"
)]
#[path = "../../../../src-tauri/src/deep_link.rs"]
mod deep_link;

#[allow(
    dead_code,
    unreachable_pub,
    reason = "the shell uses what is not used here"
)]
#[path = "../../../../src-tauri/src/arguments.rs"]
mod shell_arguments;

#[allow(
    dead_code,
    unreachable_pub,
    reason = "`desk` uses what is not used here"
)]
#[path = "../../../cli/src/arguments.rs"]
mod desk_arguments;

/// A link of a message: what is let through is https, mailto or tel, and stays so when read again.
pub(super) fn links(raw: &[u8]) {
    let raw = String::from_utf8_lossy(raw);
    if let Ok(link) = external_links::parse_link(&raw) {
        assert!(
            matches!(link.scheme(), "https" | "mailto" | "tel"),
            "{link} was let through"
        );
        assert!(
            link.username().is_empty(),
            "{link} names somebody before the host"
        );
        let again = external_links::parse_link(link.as_str());
        assert!(
            again.is_ok_and(|again| again == link),
            "{link} reads differently again"
        );
    }
    if let Ok(url) = url::Url::parse(&raw) {
        let own = external_links::is_own_page(&url);
        let tauri = matches!(url.host_str(), Some("localhost" | "tauri.localhost"));
        assert!(!own || tauri, "{url} counts as the window's own page");
    }
}

/// A link into the application: what is taken names something that can stand alone in a path, and says the
/// same when written again.
pub(super) fn deep_link(raw: &[u8]) {
    use deep_link::{DeepLink, SCHEME, parse};
    let raw = String::from_utf8_lossy(raw);
    let Ok(link) = parse(&raw) else { return };
    let (kind, id) = match &link {
        DeepLink::Conversation(id) => ("conversation", id.as_str()),
        DeepLink::Order(id) => ("order", id.as_str()),
    };
    let server = url::Url::parse("https://avvento.example").ok();
    let asked = server.and_then(|mut url| {
        url.path_segments_mut().ok()?.extend([kind, id]);
        Some(url)
    });
    let segments = asked.as_ref().and_then(url::Url::path_segments);
    assert_eq!(
        segments.map(Iterator::count),
        Some(2),
        "{id:?} is more, or less, than one step of a path"
    );
    assert!(deep_link::is_deep_link(raw.trim()), "{raw} is not meant");
    let mut again = url::Url::parse(&format!("{SCHEME}://{kind}")).ok();
    if let Some(Ok(mut path)) = again.as_mut().map(url::Url::path_segments_mut) {
        path.push(id);
    }
    let again = again.map(|url| parse(url.as_str()));
    assert_eq!(again, Some(Ok(link)), "{raw} reads differently again");
}

/// The words of a command line, one a line.
pub(super) fn arguments(words: &[u8]) {
    let words = String::from_utf8_lossy(words);
    let words: Vec<&str> = words.split('\n').collect();
    let shell = std::iter::once("avvento-desk").chain(words.clone());
    let _ = shell_arguments::Arguments::from_words(shell.map(Into::into));
    let _ = desk_arguments::Arguments::try_parse_from(std::iter::once("desk").chain(words));
}
