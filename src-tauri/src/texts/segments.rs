//! A text in its parts: numbers, addresses, marks of direction, and what lies between.

use super::letters::{Letters, is_space, is_word};
use super::numbers::{
    Found, NumberKind, begins_number, continues_latin, latin_word_end, number_at,
};

/// A part of a text.
pub(super) enum Segment<'a> {
    Text(&'a [char]),
    Number {
        kind: NumberKind,
        text: &'a [char],
        /// Whether it goes on with the Latin words before it, and is not isolated from them.
        joined: bool,
    },
    /// A link or a mail address.
    Address(&'a [char]),
    /// A mark that would reorder what follows.
    Mark,
}

/// So deep marks around a number may be nested.
const DEEPEST: usize = 4;

pub(super) fn segments(letters: &[char]) -> Vec<Segment<'_>> {
    let text = Letters(letters);
    let mut parts = Vec::new();
    let (mut plain_from, mut at) = (0, 0);
    while let Some(letter) = text.at(at) {
        let found = match letter {
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                Some(number_between_marks(text, at).unwrap_or((Segment::Mark, at + 1)))
            }
            letter if letter.is_ascii_alphanumeric() => {
                address_at(text, at).or_else(|| segment_of_number(text, at))
            }
            '@' => handle_at(text, at),
            letter if begins_number(letter) => segment_of_number(text, at),
            _ => None,
        };
        if let Some((segment, end)) = found {
            if at > plain_from {
                parts.push(Segment::Text(text.slice(plain_from, at)));
            }
            parts.push(segment);
            (plain_from, at) = (end, end);
        } else {
            at = plain_end(text, at, letter);
        }
    }
    if at > plain_from {
        parts.push(Segment::Text(text.slice(plain_from, at)));
    }
    parts
}

/// Where the plain text that begins at a place goes on to be looked at.
fn plain_end(text: Letters<'_>, at: usize, letter: char) -> usize {
    if letter.is_ascii_alphabetic() {
        return latin_word_end(text, at);
    }
    let bare = number_at(text, at).filter(|_| begins_number(letter));
    bare.map_or(at + 1, |found| found.end.max(at + 1))
}

fn segment_of_number(text: Letters<'_>, at: usize) -> Option<(Segment<'_>, usize)> {
    let Found { kind, end } = number_at(text, at)?;
    let kind = kind?;
    let number = text.slice(at, end);
    Some((
        Segment::Number {
            kind,
            text: number,
            joined: continues_latin(text, at, number),
        },
        end,
    ))
}

/// A number between balanced marks, as contact cards add them. Right-to-left override is left out: it turns the
/// digits round, so such a number does not read as it is written.
fn number_between_marks(text: Letters<'_>, at: usize) -> Option<(Segment<'_>, usize)> {
    let mut closers = Vec::new();
    let mut from = at;
    while closers.len() <= DEEPEST {
        match text.at(from) {
            Some('\u{202A}' | '\u{202B}' | '\u{202D}') => closers.push('\u{202C}'),
            Some('\u{2066}'..='\u{2068}') => closers.push('\u{2069}'),
            _ => break,
        }
        from = after_harmless(text, from + 1);
    }
    let found = number_at(text, from)?;
    let mut end = found.end;
    if closers.is_empty() {
        return None;
    }
    while let Some(closer) = closers.pop() {
        end = after_harmless(text, end);
        if text.at(end) != Some(closer) {
            return None;
        }
        end += 1;
    }
    let kind = found.kind.unwrap_or(NumberKind::Amount);
    let text = text.slice(from, found.end);
    let joined = false;
    Some((Segment::Number { kind, text, joined }, end))
}

fn after_harmless(text: Letters<'_>, at: usize) -> usize {
    let is_harmless =
        |letter| is_space(letter) || matches!(letter, '\u{61C}' | '\u{200E}' | '\u{200F}');
    let mut next = at;
    while next - at < DEEPEST && text.is(next, is_harmless) {
        next += 1;
    }
    next
}

/// `@name`: the sign stays before its name.
fn handle_at(text: Letters<'_>, at: usize) -> Option<(Segment<'_>, usize)> {
    let is_letter = |letter: char| letter.is_ascii_alphabetic();
    let follows_word = text.before(at).is_some_and(is_word);
    let end =
        (text.is(at + 1, is_letter) && !follows_word).then(|| latin_word_end(text, at + 1))?;
    Some((Segment::Address(text.slice(at, end)), end))
}

/// A link or a mail address that begins at a place: a word in Latin that says so.
fn address_at(text: Letters<'_>, at: usize) -> Option<(Segment<'_>, usize)> {
    if text
        .before(at)
        .is_some_and(|before| before.is_ascii_alphanumeric())
    {
        return None;
    }
    let mut end = at;
    while text.is(end, |letter| {
        letter.is_ascii_graphic() && !matches!(letter, '<' | '>' | '"')
    }) {
        end += 1;
    }
    while end > at && text.before(end).is_some_and(ends_sentence) {
        if text.before(end) == Some(')') && closes_its_own(text.slice(at, end)) {
            break;
        }
        end -= 1;
    }
    let word: String = text
        .slice(at, end)
        .iter()
        .collect::<String>()
        .to_ascii_lowercase();
    let is_link = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| word.starts_with(scheme) && word.len() > scheme.len());
    let is_host = word
        .strip_prefix("www.")
        .is_some_and(|host| host.contains('.'));
    let is_mail = word.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty() && domain.contains('.') && !domain.contains('@')
    });
    (is_link || is_host || is_mail || is_bare_address(&word))
        .then(|| (Segment::Address(text.slice(at, end)), end))
}

/// An address that no program opens: one without a scheme but with a path (`wa.me/218…`), or with another scheme.
fn is_bare_address(word: &str) -> bool {
    let Some((host, _)) = word.split_once('/') else {
        return false;
    };
    let is_label = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-');
    if !word.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        return false;
    }
    if let Some((scheme, rest)) = word.split_once("://") {
        return !rest.is_empty() && scheme.chars().all(|letter| letter.is_ascii_alphanumeric());
    }
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    host.rsplit_once('.').is_some_and(|(_, last)| {
        last.len() > 1 && last.chars().all(|letter| letter.is_ascii_alphabetic())
    }) && host.chars().all(is_label)
}

fn ends_sentence(letter: char) -> bool {
    letter.is_ascii_punctuation() && letter != '/'
}

/// Whether the bracket at the end of an address closes one that the address opened.
fn closes_its_own(address: &[char]) -> bool {
    let count = |wanted| address.iter().filter(|letter| **letter == wanted).count();
    count('(') >= count(')')
}
