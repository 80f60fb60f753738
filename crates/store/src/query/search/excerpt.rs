//! The part of a message that a search shows: what was found, with what stands around it.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::limits::{FOUND_CONTEXT, FOUND_LETTERS, LETTER_CHARS};
use crate::model::folding::Folded;
use crate::model::search::Fragment;
use crate::query::search::words::Words;

/// A letter as people see it, in its place.
struct Letter<'t> {
    text: &'t str,
    found: bool,
}

/// The text around the first place where a word was found, in one line.
pub(super) fn around_found(text: &str, words: &Words) -> Vec<Fragment> {
    let found = places(text, words);
    let mut letters = letters(text, &found);
    let first = letters.iter().position(|letter| letter.found).unwrap_or(0);
    let start = first_shown(&letters, first);
    let cut = letters.len() > start + FOUND_LETTERS;
    letters.truncate(start + FOUND_LETTERS);
    let mut fragments = Vec::new();
    if start > 0 {
        push(&mut fragments, "…", false);
    }
    for letter in letters.iter().skip(start) {
        let end = letter.text.char_indices().nth(LETTER_CHARS);
        let shown = end.and_then(|(end, _)| letter.text.get(..end));
        push(&mut fragments, shown.unwrap_or(letter.text), letter.found);
    }
    if cut {
        push(&mut fragments, "…", false);
    }
    fragments
}

/// Some letters before what was found, from the beginning of a word on where one is near.
fn first_shown(letters: &[Letter<'_>], first: usize) -> usize {
    if first <= FOUND_CONTEXT {
        return 0;
    }
    let from = first - FOUND_CONTEXT;
    let before = letters.iter().enumerate().skip(from).take(FOUND_CONTEXT);
    let space = before
        .filter(|(_, letter)| letter.text == " ")
        .map(|(at, _)| at + 1);
    space.take(1).next().unwrap_or(from)
}

/// The letters of a text with white space as one space, each with whether it is in one of these places.
fn letters<'t>(text: &'t str, found: &[Range<usize>]) -> Vec<Letter<'t>> {
    let mut letters: Vec<Letter<'t>> = Vec::new();
    let mut next = found.iter().peekable();
    for (at, letter) in text.grapheme_indices(true) {
        let end = at + letter.len();
        while next.peek().is_some_and(|place| place.end <= at) {
            next.next();
        }
        let is_space = letter.chars().all(char::is_whitespace);
        if is_space && letters.last().is_none_or(|last| last.text == " ") {
            continue;
        }
        letters.push(Letter {
            text: if is_space { " " } else { letter },
            found: next.peek().is_some_and(|place| place.start < end),
        });
    }
    letters
}

/// Where in the text the words are, in order; places that overlap are one.
fn places(text: &str, words: &Words) -> Vec<Range<usize>> {
    let folded = Folded::new(text);
    let mut places: Vec<Range<usize>> = Vec::new();
    for spelling in words.iter().flatten() {
        let matches = folded.text.match_indices(spelling.as_str());
        places.extend(matches.map(|(at, part)| folded.origin(at, at + part.len())));
    }
    places.sort_unstable_by_key(|place| (place.start, place.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(places.len());
    for place in places {
        match joined.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => joined.push(place),
        }
    }
    joined
}

fn push(fragments: &mut Vec<Fragment>, text: &str, found: bool) {
    match fragments.last_mut() {
        Some(last) if last.found == found => last.text.push_str(text),
        _ => fragments.push(Fragment {
            text: text.to_owned(),
            found,
        }),
    }
}
