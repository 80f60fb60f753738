//! The Latin words that belong to a number: its unit, the rest of a file's name or of an address.

use super::letters::{Letters, is_dash, is_space, is_word};
use super::phones::phone_at;

/// Units that are written in Latin beside an Arabic text, as `3.5 kg`; in small letters.
const UNITS: &[&str] = &[
    "kg", "g", "gr", "gm", "mg", "km", "m", "cm", "mm", "l", "ml", "cl", "gb", "mb", "kb", "tb",
    "w", "kw", "v", "min", "mins", "h", "hr", "hrs", "sec", "am", "pm", "pcs", "pc", "px", "x",
    "lyd", "ld", "usd", "eur",
];
const LONGEST_UNIT: usize = 4;
/// What a file's name ends with where it begins like a date or a phone number.
const EXTENSIONS: &[&str] = &[
    "pdf", "jpg", "jpeg", "png", "gif", "webp", "heic", "mp4", "mov", "webm", "mp3", "m4a", "ogg",
    "opus", "wav", "doc", "docx", "xls", "xlsx", "csv", "ppt", "pptx", "txt", "zip", "html",
    "json",
];
const LONGEST_EXTENSION: usize = 4;

/// The word that begins at a place, in small letters; none where it is longer.
fn word_at(text: Letters<'_>, at: usize, longest: usize) -> Option<String> {
    let mut end = at;
    while end - at <= longest && text.is(end, is_word) {
        end += 1;
    }
    (end - at <= longest).then(|| {
        text.slice(at, end)
            .iter()
            .map(char::to_ascii_lowercase)
            .collect()
    })
}

/// Whether what ends at a place is the beginning of a file's name: `2024-11-28.pdf`.
pub(super) fn names_file(text: Letters<'_>, end: usize) -> bool {
    text.at(end) == Some('.')
        && word_at(text, end + 1, LONGEST_EXTENSION)
            .is_some_and(|word| EXTENSIONS.contains(&word.as_str()))
}

/// Where the words end that single signs join to what ends at a place: `1234.mp4`, `3kg-5kg`, `192.168.1.1/a`.
pub(super) fn words_end(text: Letters<'_>, at: usize) -> usize {
    let mut end = at;
    loop {
        let joins = text.is(end, |sign| {
            matches!(sign, '.' | '/' | '\u{D7}') || is_dash(sign)
        });
        if !joins || !text.is(end + 1, is_word) || phone_at(text, end + 1).is_some() {
            return end;
        }
        end += 1;
        while text.is(end, is_word) {
            end += 1;
        }
    }
}

/// Where the unit ends that stands after a space; the place itself where there is none.
pub(super) fn unit_end(text: Letters<'_>, at: usize) -> usize {
    let begins = text.is(at, is_space) && text.is(at + 1, |letter| letter.is_ascii_alphabetic());
    let unit =
        word_at(text, at + 1, LONGEST_UNIT).filter(|word| begins && UNITS.contains(&word.as_str()));
    let Some(unit) = unit else { return at };
    let end = at + 1 + unit.len();
    let goes_on = text.is(end, |sign| sign == '.' || is_dash(sign)) && text.is(end + 1, is_word);
    if goes_on { at } else { end }
}
