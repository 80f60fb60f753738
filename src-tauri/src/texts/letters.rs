//! Classes of characters.

/// The direction in which a letter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// As Arabic.
    RightToLeft,
    /// As Latin.
    LeftToRight,
}

/// A text of which any place can be asked, also those outside it.
#[derive(Clone, Copy)]
pub(super) struct Letters<'a>(pub(super) &'a [char]);

impl<'a> Letters<'a> {
    pub(super) fn at(self, place: usize) -> Option<char> {
        self.0.get(place).copied()
    }

    pub(super) fn before(self, place: usize) -> Option<char> {
        self.at(place.checked_sub(1)?)
    }

    pub(super) fn is(self, place: usize, test: impl Fn(char) -> bool) -> bool {
        self.at(place).is_some_and(test)
    }

    pub(super) fn slice(self, from: usize, to: usize) -> &'a [char] {
        self.0.get(from..to).unwrap_or_default()
    }
}

/// A digit of those in use here: Latin, Arabic, Persian.
pub(super) fn is_digit(letter: char) -> bool {
    matches!(letter, '0'..='9' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}')
}

/// Where the digits from a place on end.
pub(super) fn digits_end(text: Letters<'_>, at: usize) -> usize {
    let mut end = at;
    while text.is(end, is_digit) {
        end += 1;
    }
    end
}

/// The value of a digit.
pub(super) fn digit_value(letter: char) -> u32 {
    let code = u32::from(letter);
    code - match code {
        0x6F0.. => 0x6F0,
        0x660.. => 0x660,
        _ => 0x30,
    }
}

/// A Latin letter or digit, or what makes one word of two.
pub(super) fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// A space within a line.
pub(super) fn is_space(letter: char) -> bool {
    matches!(
        letter,
        ' ' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}'
    )
}

pub(super) fn is_dash(letter: char) -> bool {
    matches!(
        letter,
        '-' | '\u{2010}'
            ..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
    )
}

/// The direction of a letter; none for what is no letter, vowel signs among them.
pub(super) fn letter_direction(letter: char) -> Option<Direction> {
    if !letter.is_alphabetic() || is_vowel_sign(letter) {
        return None;
    }
    Some(match letter {
        '\u{590}'..='\u{8FF}'
        | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFC}'
        | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}' => Direction::RightToLeft,
        _ => Direction::LeftToRight,
    })
}

fn is_vowel_sign(letter: char) -> bool {
    matches!(
        letter,
        '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6ED}'
    )
}
