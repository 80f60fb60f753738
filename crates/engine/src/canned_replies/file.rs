//! A file of replies, whatever its form: read into text, and then into replies.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1256};
use store::limits::MOST_REPLIES;

use crate::canned_replies::draft::{FileReply, tidy_shortcut};
use crate::canned_replies::model::{FileFault, FileRefusal};
use crate::canned_replies::{csv_file, json_file};
use crate::limits::REPLY_FILE_BYTES;

/// The replies of a file, of which no two have the same shortcut.
///
/// # Errors
/// What is wrong with the file, and on which line.
pub(crate) fn read_replies(bytes: &[u8]) -> Result<Vec<FileReply>, FileRefusal> {
    if bytes.len() > REPLY_FILE_BYTES {
        return Err(FileRefusal::whole(FileFault::TooLarge));
    }
    let text = decode(bytes)?;
    let replies = match text.trim_start().chars().next() {
        Some('[' | '{') => json_file::read(&text)?,
        _ => csv_file::read(&text)?,
    };
    if replies.is_empty() {
        return Err(FileRefusal::whole(FileFault::Empty));
    }
    if replies.len() > MOST_REPLIES {
        return Err(FileRefusal::whole(FileFault::TooMany));
    }
    let mut seen = std::collections::HashSet::new();
    for FileReply { draft, line } in &replies {
        let shortcut = tidy_shortcut(&draft.shortcut);
        if !shortcut.is_empty() && !seen.insert(shortcut) {
            return Err(FileRefusal::on_line(FileFault::ShortcutTwice, *line));
        }
    }
    Ok(replies)
}

/// The text of a file: UTF-8, or UTF-16 with its mark, else what Excel writes on an Arabic Windows.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, FileRefusal> {
    let (text, broken) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => {
            encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default())
        }
        None => match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) => (text, false),
            None => WINDOWS_1256.decode_without_bom_handling(bytes),
        },
    };
    let binary = |char: char| char.is_control() && !matches!(char, '\n' | '\r' | '\t');
    if broken || text.chars().any(binary) {
        return Err(FileRefusal::whole(FileFault::NotText));
    }
    Ok(text)
}
