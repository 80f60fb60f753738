//! Folding: a text without what people leave out or type for one another, so that both spellings are found. The
//! window folds names by the same rules (`ui/src/lib/format/peopleSearch.ts`); both are held to
//! `fixtures/texts/folding.json`.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Which rules these are. An index that was made by others is made anew.
pub(crate) const FOLDING: i64 = 1;

/// The folded text: lower case; no accents, vowel signs, Quranic marks, tatweel or invisible characters; one form of
/// alef, of ya, of kaf, of ta marbuta and ha; hamza only as its seat; `0`–`9` for digits of any script; one space
/// between words.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_letters(text, &mut |letter, _| folded.push(letter));
    folded
}

/// A folded text that knows where each part came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Folded {
    pub(crate) text: String,
    /// For each byte of the folded text, where its letter begins in the original.
    origins: Vec<usize>,
    /// How long the original is.
    length: usize,
}

impl Folded {
    pub(crate) fn new(original: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(original.len()),
            origins: Vec::with_capacity(original.len()),
            length: original.len(),
        };
        fold_letters(original, &mut |letter, origin| folded.push(letter, origin));
        folded
    }

    fn push(&mut self, letter: char, origin: usize) {
        self.text.push(letter);
        self.origins.resize(self.text.len(), origin);
    }

    /// The part of the original that a part of the folded text came from, with the marks behind it.
    pub(crate) fn origin(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        let at = |place: usize| self.origins.get(place).copied().unwrap_or(self.length);
        let start = at(from);
        let last = at(to.saturating_sub(1));
        // Of a letter that folds to several, all belong to the found part.
        let rest = self.origins.get(to..).unwrap_or_default();
        let end = rest.iter().find(|origin| **origin > last);
        start..end.copied().unwrap_or(self.length)
    }
}

/// Hands on the letters of the folded text, each with where its own begins in the original.
fn fold_letters(original: &str, push: &mut impl FnMut(char, usize)) {
    let mut space = None;
    let mut begun = false;
    for (at, letter) in original.char_indices() {
        fold_letter(letter, &mut |part| {
            if part == ' ' {
                space.get_or_insert(at);
                return;
            }
            if let Some(space) = space.take()
                && begun
            {
                push(' ', space);
            }
            begun = true;
            push(part, at);
        });
    }
}

/// Hands on what a letter is folded to: nothing, a letter, or several. White space is a space.
fn fold_letter(letter: char, push: &mut impl FnMut(char)) {
    match letter {
        '\u{21}'..='\u{7E}' => push(letter.to_ascii_lowercase()),
        '\u{621}'..='\u{669}' => fold_simple(letter, push),
        _ if letter.is_whitespace() => push(' '),
        _ => {
            for small in letter.to_lowercase() {
                decompose_compatible(small, |part| {
                    for part in part.to_lowercase() {
                        fold_simple(part, push);
                    }
                });
            }
        }
    }
}

/// A letter in lower case that was taken apart; the letters with hamza above or below are taken apart here too.
fn fold_simple(letter: char, push: &mut impl FnMut(char)) {
    let whole = match letter {
        'ا'..='غ' | 'ف'..='ي' | '\u{622}'..='\u{626}' => match letter {
            '\u{622}' | '\u{623}' | '\u{625}' => 'ا',
            '\u{624}' => 'و',
            '\u{626}' | 'ى' => 'ي',
            'ة' => 'ه',
            other => other,
        },
        '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' => {
            char::from_digit(u32::from(letter) & 0xF, 10).unwrap_or(letter)
        }
        '\u{671}' => 'ا',
        'ی' | 'ې' | 'ے' => 'ي',
        'ک' | 'گ' | 'ڭ' => 'ك',
        'ە' | 'ہ' | 'ھ' => 'ه',
        'ڤ' => 'ف',
        'ڨ' => 'ق',
        'پ' => 'ب',
        'چ' => 'ج',
        'ژ' => 'ز',
        'ß' => return "ss".chars().for_each(push),
        'æ' => return "ae".chars().for_each(push),
        'œ' => return "oe".chars().for_each(push),
        'ø' => 'o',
        'đ' => 'd',
        'ł' => 'l',
        'ı' => 'i',
        'ς' => 'σ',
        _ if letter.is_whitespace() => ' ',
        _ if is_left_out(letter) => return,
        other => other,
    };
    push(whole);
}

/// Marks, controls, format characters, tatweel, hamza by itself, and the Quranic signs that Unicode counts as letters
/// or symbols.
fn is_left_out(letter: char) -> bool {
    matches!(
        letter,
        '\u{621}' | '\u{640}' | '\u{674}' | '\u{6DE}' | '\u{6E5}' | '\u{6E6}' | '\u{6E9}'
    ) || letter.is_control()
        || is_format(letter)
        || is_combining_mark(letter)
}

/// Unicode's general category Cf.
fn is_format(letter: char) -> bool {
    matches!(
        letter,
        '\u{AD}'
            | '\u{600}'..='\u{605}'
            | '\u{61C}'
            | '\u{6DD}'
            | '\u{70F}'
            | '\u{890}'..='\u{891}'
            | '\u{8E2}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{110BD}'
            | '\u{110CD}'
            | '\u{13430}'..='\u{1343F}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0001}'
            | '\u{E0020}'..='\u{E007F}'
    )
}
