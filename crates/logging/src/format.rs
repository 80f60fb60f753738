//! An event as a line of text.

use std::fmt::{self, Write as _};

use tracing::{
    Event,
    field::{Field, Visit},
};

use crate::limits::LINE_BYTES;

/// What an event says, without its time: level, target, message, fields. In one line, whatever others put into it.
pub(crate) fn text_of(event: &Event<'_>) -> String {
    let about = event.metadata();
    let mut words = Words::default();
    event.record(&mut words);
    let line = format!(
        "{:>5} {}: {}{}",
        about.level(),
        about.target(),
        words.message,
        words.fields
    );
    shortened(&escaped(&line))
}

#[derive(Default)]
struct Words {
    message: String,
    fields: String,
}

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing into a string does not fail.
        let _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.fields, " {name}={value:?}"),
        };
    }
}

/// Writes out what would begin a new line, steer a terminal, or turn the reading direction.
fn escaped(line: &str) -> String {
    let steers = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let mut written = String::with_capacity(line.len());
    for letter in line.chars().take(LINE_BYTES) {
        if steers(letter) {
            written.extend(letter.escape_default());
        } else {
            written.push(letter);
        }
    }
    written
}

fn shortened(line: &str) -> String {
    if line.len() <= LINE_BYTES {
        return line.to_owned();
    }
    let mut end = LINE_BYTES;
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", line.get(..end).unwrap_or_default())
}
