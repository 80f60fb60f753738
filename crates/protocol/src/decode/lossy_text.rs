//! Characters that a strict parser refuses. A server written in JavaScript cuts an emoji in two
//! (a preview of so many characters) and writes the half as a lone surrogate escape; a proxy may
//! cut inside a UTF-8 sequence. Each such place becomes U+FFFD, and the page stays readable.

use std::borrow::Cow;

/// The body with broken characters replaced; `None` when there was nothing to replace.
pub(super) fn replace_broken_characters(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let had_bad_bytes = matches!(text, Cow::Owned(_));
    match lone_surrogates(&text) {
        Some(repaired) => Some(repaired),
        None => had_bad_bytes.then(|| text.into_owned()),
    }
}

fn lone_surrogates(text: &str) -> Option<String> {
    let mut repaired = String::new();
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        repaired.push_str(before);
        let taken = match surrogate(escape) {
            Some(Half::Leading) if follows_trailing(escape) => 12,
            Some(_) => {
                found = true;
                repaired.push_str("\\ufffd");
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            None => 2,
        };
        // The character after a backslash may be of several bytes (the text is not yet known to be
        // JSON): then only the backslash is taken.
        let taken = if escape.is_char_boundary(taken) {
            taken
        } else {
            1
        };
        let (kept, after) = escape.split_at(taken.min(escape.len()));
        repaired.push_str(kept);
        rest = after;
    }
    repaired.push_str(rest);
    found.then_some(repaired)
}

enum Half {
    Leading,
    Trailing,
}

fn surrogate(escape: &str) -> Option<Half> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    match u16::from_str_radix(digits, 16).ok()? {
        0xD800..=0xDBFF => Some(Half::Leading),
        0xDC00..=0xDFFF => Some(Half::Trailing),
        _ => None,
    }
}

fn follows_trailing(escape: &str) -> bool {
    matches!(escape.get(6..).and_then(surrogate), Some(Half::Trailing))
}
