//! What was typed, as it is looked for: for each word the spellings of which one has to be there.

use crate::model::folding::fold;
use crate::model::keyboard::other_readings;

/// Letters of which people choose one or the other under a hamza (مسؤول, مسئول).
const HAMZA_SEATS: [char; 2] = ['ؤ', 'ئ'];

/// The words of a search. Each holds at least one spelling.
#[derive(Clone, Debug, Default)]
pub(super) struct Words(Vec<Vec<String>>);

impl Words {
    /// Reads words as typed. One of which folding leaves nothing is left out.
    pub(super) fn read<T: AsRef<str>>(typed: &[T]) -> Self {
        let words = typed.iter().map(|word| spellings(word.as_ref()));
        Self(words.filter(|spellings| !spellings.is_empty()).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[String]> {
        self.0.iter().map(Vec::as_slice)
    }

    pub(super) fn into_spellings(self) -> Vec<Vec<String>> {
        self.0
    }

    /// Whether a folded text holds every word.
    pub(super) fn are_in(&self, folded: &str) -> bool {
        self.iter()
            .all(|spellings| spellings.iter().any(|one| folded.contains(one.as_str())))
    }

    /// The word that is in the fewest texts, by its length.
    pub(super) fn rarest(&self) -> Option<&[String]> {
        self.iter().max_by_key(|spellings| {
            let lengths = spellings.iter().map(|one| one.chars().count());
            lengths.min()
        })
    }
}

fn spellings(word: &str) -> Vec<String> {
    let word = word.trim_matches(['#', '＃', '"', '«', '»']);
    let mut typed = vec![word.to_owned()];
    if word.contains(HAMZA_SEATS) {
        typed.push(word.replace('ؤ', "ئ"));
        typed.push(word.replace('ئ', "ؤ"));
        typed.push(word.replace(HAMZA_SEATS, "ء"));
    }
    typed.extend(other_readings(word));
    let mut spellings: Vec<String> = Vec::new();
    for spelling in typed.iter().map(|word| fold(word)) {
        if !spelling.is_empty() && !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}
