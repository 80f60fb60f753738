//! What people typed, made harmless for a file: it can neither close what stands around it nor turn it round.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Keeps a text apart from what stands before and after it, whatever its direction.
const ISOLATE: char = '\u{2068}';
const END_OF_ISOLATE: char = '\u{2069}';

/// Characters that turn what follows round, or end what keeps a text apart.
fn is_direction_control(char: char) -> bool {
    matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_line_end(char: char) -> bool {
    matches!(
        char,
        '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// The text with its direction controls and other control characters shown by their numbers.
pub(crate) fn with_shown_controls(text: &str) -> Cow<'_, str> {
    let hidden = |char: char| {
        is_direction_control(char) || char.is_control() && !is_line_end(char) && char != '\t'
    };
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        if hidden(char) {
            // Writing into memory cannot fail.
            let _ = write!(shown, "[U+{:04X}]", u32::from(char));
        } else {
            shown.push(char);
        }
    }
    Cow::Owned(shown)
}

/// JSON whose strings neither steer a terminal nor turn round what follows: such characters as JSON's escapes, which mean
/// the same. JSON itself escapes the older control characters alone. Such a character stands inside a string, or nowhere.
#[must_use]
pub fn with_json_escapes(json: &str) -> Cow<'_, str> {
    let steers = |char: char| char.is_control() && char != '\n' || is_direction_control(char);
    if !json.contains(steers) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 32);
    for char in json.chars() {
        if steers(char) {
            // All of them are of the first plane; writing into memory cannot fail.
            let _ = write!(escaped, "\\u{:04x}", u32::from(char));
        } else {
            escaped.push(char);
        }
    }
    Cow::Owned(escaped)
}

/// The lines of a text, whatever ends them.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    // The two characters of a Windows line end give an empty line between them, which is none.
    text.split("\r\n").flat_map(|part| part.split(is_line_end))
}

/// The text in one line, kept apart from what stands around it.
pub(crate) fn isolated_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    isolated(&words.join(" "))
}

/// The text kept apart from what stands around it.
pub(crate) fn isolated(text: &str) -> String {
    format!("{ISOLATE}{}{END_OF_ISOLATE}", with_shown_controls(text))
}

/// The text as HTML shows it, also in an attribute between double quotation marks.
pub(crate) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    for char in with_shown_controls(text).chars() {
        match char {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

/// The text as a cell of a table that spreadsheets take for text: one that begins as a formula does gets an apostrophe.
pub(crate) fn cell(text: &str) -> String {
    let shown = with_shown_controls(text);
    let unseen = |char: char| char.is_whitespace() || is_mark(char);
    let first = shown.trim_start_matches(unseen).chars().next();
    let formula = first.is_some_and(|char| {
        matches!(
            char,
            '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '−' | '|' | '%'
        )
    });
    let tab = shown.starts_with(['\t', '\r', '\n']);
    if formula || tab {
        format!("'{shown}")
    } else {
        shown.into_owned()
    }
}

/// Marks that nobody sees and some spreadsheets pass over.
fn is_mark(char: char) -> bool {
    matches!(char, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{61c}')
}
