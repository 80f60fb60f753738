//! The digits of what the program itself says: in one text, and on one line, all numbers are written in the digits that
//! the user chose. What people typed is not changed. The window's half of the rule is `i18n.inDigits`.

use crate::preferences::{Digits, Language};

/// The digits that are shown: the choice concerns Arabic alone.
pub(crate) fn shown(language: Language, chosen: Digits) -> Digits {
    match language {
        Language::Ar => chosen,
        Language::En => Digits::Latin,
    }
}

/// The same text with its Latin digits in the chosen ones.
pub(crate) fn write_in(digits: Digits, text: &str) -> String {
    let zero = match digits {
        Digits::Latin => return text.to_owned(),
        Digits::Arabic => u32::from('٠'),
    };
    let written = text.chars().map(|letter| {
        let digit = letter.to_digit(10).map(|digit| zero + digit);
        digit.and_then(char::from_u32).unwrap_or(letter)
    });
    written.collect()
}
