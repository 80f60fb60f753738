//! The beginning of a text, for one line of a screen: cut between letters as people see them (grapheme clusters),
//! never within one.

use protocol::visible::{is_blank, is_invisible};
use unicode_segmentation::UnicodeSegmentation;

use crate::limits::{LETTER_CHARS, PREVIEW_LETTERS};

/// The first `letters` letters of a text, in one line, with an ellipsis where there are more. A letter under a heap
/// of marks keeps the first of them, and what nobody sees is left out unless it shapes what stands beside it.
#[must_use]
pub fn excerpt(text: &str, letters: usize) -> String {
    let mut short = String::new();
    let mut left = letters;
    for word in text.split_whitespace() {
        let mut parted = short.is_empty();
        for letter in word.graphemes(true) {
            if is_blank(letter) && !letter.chars().all(shapes_its_neighbours) {
                continue;
            }
            let needed = 1 + usize::from(!parted);
            if left < needed {
                short.push('…');
                return short;
            }
            if !parted {
                short.push(' ');
                parted = true;
            }
            short.extend(letter.chars().take(LETTER_CHARS));
            left -= needed;
        }
    }
    short
}

/// A text as the cache keeps it for a row, which cuts it again to what it shows.
pub(crate) fn bounded(text: String) -> String {
    if text.len() > PREVIEW_LETTERS * LETTER_CHARS {
        excerpt(&text, PREVIEW_LETTERS)
    } else {
        text
    }
}

/// The excerpt of a text of which something can be seen.
pub(crate) fn visible_excerpt(text: &str, letters: usize) -> Option<String> {
    (!is_blank(text)).then(|| excerpt(text, letters))
}

/// Joiners, and the marks of direction, which screens show, obey or drop by their own rules.
fn shapes_its_neighbours(letter: char) -> bool {
    is_invisible(letter)
        && matches!(
            letter,
            '\u{61C}' | '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        )
}
