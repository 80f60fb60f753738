//! A chat as lines of text: `[time] who: what`. A line that follows within a message is set in, so that no message can
//! pass for two.

use crate::export::shown_message::ShownMessage;
use crate::export::typed_text::{isolated, isolated_line, lines};

/// Programs for text take a file for UTF-8 by this mark alone.
const BOM: char = '\u{feff}';
const SET_IN: &str = "    ";

pub(crate) fn head(title: &str, time: &str) -> String {
    format!("{BOM}{}\n{time}\n\n", isolated_line(title))
}

pub(crate) fn message(shown: &ShownMessage<'_>, not_sent: &str) -> String {
    let mut text = format!("[{}] {}: ", shown.time, isolated_line(shown.sender));
    if let Some(label) = shown.label {
        text.push_str(&format!("[{label}] "));
    }
    for (at, line) in lines(shown.text).enumerate() {
        if at > 0 {
            text.push_str(SET_IN);
        }
        text.push_str(&isolated(line));
        text.push('\n');
    }
    if shown.not_sent {
        text.push_str(&format!("{SET_IN}({not_sent})\n"));
    }
    text
}

pub(crate) fn gap(words: &str) -> String {
    format!("\n--- {words} ---\n\n")
}
