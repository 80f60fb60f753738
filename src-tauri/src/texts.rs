//! What people typed, for places that know plain text only: notifications. Numbers and addresses keep their order
//! inside Arabic, and a text has the direction of most of its letters. The window's rules are the same
//! (`ui/src/lib/format/text`); `fixtures/texts/` holds both to the same cases.

mod accounts;
mod letters;
mod number_words;
pub mod numbers;
mod phones;
mod segments;

use protocol::visible::is_blank;
use store::excerpt;

pub use letters::Direction;
use letters::letter_direction;
use numbers::{NumberKind, is_in_groups};
use segments::{Segment, segments};

const RIGHT_TO_LEFT_MARK: char = '\u{200F}';
const LEFT_TO_RIGHT_MARK: char = '\u{200E}';
const LEFT_TO_RIGHT_ISOLATE: char = '\u{2066}';
const LEFT_TO_RIGHT_OVERRIDE: char = '\u{202D}';
const POP_OVERRIDE: char = '\u{202C}';
const POP_ISOLATE: char = '\u{2069}';

/// A text without the marks that choose or change its direction.
#[must_use]
pub fn without_direction_marks(text: &str) -> String {
    let is_mark = |letter: char| matches!(letter, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.replace(is_mark, "")
}

/// A text as a notification shows it: its first `at_most` letters in one line, numbers and addresses isolated, marks that would
/// reorder the rest left out, and a mark before it where its first letter would give it the wrong direction. Empty
/// where nothing of it can be seen.
#[must_use]
pub fn one_line(typed: &str, at_most: usize) -> String {
    if is_blank(typed) {
        return String::new();
    }
    let letters: Vec<char> = excerpt(typed, at_most).chars().collect();
    let segments = segments(&letters);
    let wanted = direction_of(&segments);
    let mut line = String::new();
    if let Some(direction) = wanted.filter(|wanted| first_direction(&segments) != Some(*wanted)) {
        line.push(match direction {
            Direction::RightToLeft => RIGHT_TO_LEFT_MARK,
            Direction::LeftToRight => LEFT_TO_RIGHT_MARK,
        });
    }
    for segment in segments {
        match segment {
            Segment::Text(text)
            | Segment::Number {
                text, joined: true, ..
            } => line.extend(text),
            // Groups of Arabic digits run from right to left even within an isolate; a phone number's and a card's do not.
            Segment::Number { kind, text, .. }
                if is_in_groups(kind, text) && !text.iter().all(char::is_ascii) =>
            {
                line.extend([LEFT_TO_RIGHT_ISOLATE, LEFT_TO_RIGHT_OVERRIDE]);
                line.extend(text);
                line.extend([POP_OVERRIDE, POP_ISOLATE]);
            }
            Segment::Number { text, .. } | Segment::Address(text) => {
                line.push(LEFT_TO_RIGHT_ISOLATE);
                line.extend(text);
                line.push(POP_ISOLATE);
            }
            Segment::Mark => {}
        }
    }
    line
}

/// The direction of most letters outside links and numbers; none where there are no letters, or as many of each.
#[must_use]
pub fn majority_direction(typed: &str) -> Option<Direction> {
    let letters: Vec<char> = typed.chars().collect();
    direction_of(&segments(&letters))
}

/// The numbers of a text, with their kinds.
#[must_use]
pub fn numbers_in(typed: &str) -> Vec<(NumberKind, String)> {
    let letters: Vec<char> = typed.chars().collect();
    let numbers = segments(&letters).into_iter();
    numbers
        .filter_map(|segment| match segment {
            Segment::Number { kind, text, .. } => Some((kind, text.iter().collect())),
            _ => None,
        })
        .collect()
}

fn directions<'a>(segments: &'a [Segment<'a>]) -> impl Iterator<Item = Direction> + 'a {
    let texts = segments.iter().filter_map(|segment| match segment {
        Segment::Text(text) => Some(*text),
        _ => None,
    });
    texts
        .flatten()
        .filter_map(|letter| letter_direction(*letter))
}

fn first_direction(segments: &[Segment<'_>]) -> Option<Direction> {
    directions(segments).next()
}

fn direction_of(segments: &[Segment<'_>]) -> Option<Direction> {
    let (mut right, mut left) = (0_usize, 0_usize);
    for direction in directions(segments) {
        match direction {
            Direction::RightToLeft => right += 1,
            Direction::LeftToRight => left += 1,
        }
    }
    match right.cmp(&left) {
        std::cmp::Ordering::Greater => Some(Direction::RightToLeft),
        std::cmp::Ordering::Less => Some(Direction::LeftToRight),
        std::cmp::Ordering::Equal => None,
    }
}
