//! What the index is asked for: texts with the threes of characters of the words. They need not be neighbours there, so
//! what it names are candidates.

use crate::limits::THREES_ASKED;
use crate::query::search::words::Words;

/// How many characters the index holds together.
const THREE: usize = 3;

/// The expression for all words of which every spelling has three letters; none where no word has.
pub(super) fn for_words(words: &Words) -> Option<String> {
    let parts: Vec<String> = words.iter().filter_map(for_spellings).collect();
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

/// The expression for any of these threes.
pub(super) fn for_terms(terms: &[String]) -> Option<String> {
    let terms: Vec<String> = terms.iter().map(|term| quoted(term)).collect();
    (!terms.is_empty()).then(|| terms.join(" OR "))
}

fn for_spellings(spellings: &[String]) -> Option<String> {
    let parts: Option<Vec<String>> = spellings.iter().map(|word| for_spelling(word)).collect();
    Some(format!("({})", parts?.join(" OR ")))
}

/// Each of the word's letters is asked for once, those of its last three perhaps twice: the threes between say little
/// more, and each costs a walk through its texts.
fn for_spelling(word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let last = letters.windows(THREE).next_back();
    let rest = !letters.len().is_multiple_of(THREE);
    let threes: Vec<String> = letters
        .chunks_exact(THREE)
        .take(THREES_ASKED)
        .chain(last.filter(|_| rest))
        .map(|three| quoted(&String::from_iter(three)))
        .collect();
    (!threes.is_empty()).then(|| format!("({})", threes.join(" AND ")))
}

fn quoted(three: &str) -> String {
    format!("\"{}\"", three.replace('"', "\"\""))
}
