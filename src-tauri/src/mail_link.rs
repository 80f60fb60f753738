//! Mail links, cut down to what a person sees when they write the mail: some mail programs attach files or add readers
//! when a link asks for it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::{Host, Url};

/// What stays as it is in an address or a text.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'@')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_')
    .remove(b',');

/// A mail link with its recipients, subject and text, and nothing else.
#[must_use]
pub fn plain_mail_link(link: &Url) -> Option<Url> {
    let [to, subject, body] = parts(link)?;
    let to = to.filter(|to| to.contains('@'))?;
    let mut plain = format!("mailto:{}", utf8_percent_encode(&to, ESCAPED));
    let mut sign = '?';
    for (name, text) in [("subject", subject), ("body", body)] {
        if let Some(text) = text {
            plain += &format!("{sign}{name}={}", utf8_percent_encode(&text, ESCAPED));
            sign = '&';
        }
    }
    Url::parse(&plain).ok()
}

/// The first recipient's host that is not written in ASCII, as it is in ASCII.
#[must_use]
pub fn unusual_mail_host(link: &Url) -> Option<String> {
    let [to, ..] = parts(link)?;
    let to = to?;
    let mut hosts = to.split(',').filter_map(|one| one.rsplit_once('@'));
    hosts.find_map(|(_, host)| {
        let host = host.trim_matches(|letter: char| letter.is_whitespace() || letter == '>');
        let ascii = Host::parse(host).map_or_else(|_| host.to_owned(), |host| host.to_string());
        let is_usual = host.is_ascii() && !ascii.split('.').any(|label| label.starts_with("xn--"));
        (!is_usual).then_some(ascii)
    })
}

/// Recipients, subject and text. A name that comes twice counts once; `None` for what is not text.
fn parts(link: &Url) -> Option<[Option<String>; 3]> {
    let mut to = Some(decoded(link.path(), OneLine::Yes)?).filter(|to| !to.is_empty());
    let (mut subject, mut body) = (None, None);
    for pair in link.query().unwrap_or_default().split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match name.to_ascii_lowercase().as_str() {
            "to" if to.is_none() => to = Some(decoded(value, OneLine::Yes)?),
            "subject" if subject.is_none() => subject = Some(decoded(value, OneLine::Yes)?),
            "body" if body.is_none() => body = Some(decoded(value, OneLine::No)?),
            _ => {}
        }
    }
    Some([to, subject, body])
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum OneLine {
    Yes,
    No,
}

/// A part as text. A line break in a recipient or a subject would begin a header of its own.
fn decoded(part: &str, one_line: OneLine) -> Option<String> {
    let text = percent_decode_str(part).decode_utf8().ok()?;
    let is_kept = |letter: &char| {
        !letter.is_control() || (one_line == OneLine::No && matches!(letter, '\r' | '\n' | '\t'))
    };
    Some(text.chars().filter(is_kept).collect())
}
