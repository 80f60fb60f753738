//! The wrong keyboard: what was typed on the Latin layout while Arabic was meant, and the other way round. Arabic 101
//! and 102 differ in one key (ذ), which is read at both places. The window's composer turns words round by the same
//! keys (`ui/src/lib/format/text/keyboard.ts`); both are held to `fixtures/texts/keyboard.json`.

/// Each key: what it types on the Latin layout, and on the Arabic ones.
const KEYS: &[(char, &str)] = &[
    ('`', "ذ"),
    ('\\', "ذ"),
    ('q', "ض"),
    ('w', "ص"),
    ('e', "ث"),
    ('r', "ق"),
    ('t', "ف"),
    ('y', "غ"),
    ('u', "ع"),
    ('i', "ه"),
    ('o', "خ"),
    ('p', "ح"),
    ('[', "ج"),
    (']', "د"),
    ('a', "ش"),
    ('s', "س"),
    ('d', "ي"),
    ('f', "ب"),
    ('g', "ل"),
    ('h', "ا"),
    ('j', "ت"),
    ('k', "ن"),
    ('l', "م"),
    (';', "ك"),
    ('\'', "ط"),
    ('z', "ئ"),
    ('x', "ء"),
    ('c', "ؤ"),
    ('v', "ر"),
    ('b', "لا"),
    ('n', "ى"),
    ('m', "ة"),
    (',', "و"),
    ('.', "ز"),
    ('/', "ظ"),
    ('~', "ّ"),
    ('|', "ّ"),
    ('Q', "َ"),
    ('W', "ً"),
    ('E', "ُ"),
    ('R', "ٌ"),
    ('T', "لإ"),
    ('Y', "إ"),
    ('P', "؛"),
    ('A', "ِ"),
    ('S', "ٍ"),
    ('G', "لأ"),
    ('H', "أ"),
    ('J', "ـ"),
    ('K', "،"),
    ('X', "ْ"),
    ('B', "لآ"),
    ('N', "آ"),
    ('?', "؟"),
];

/// What else a word may be that was typed on the wrong layout. None for a word of both scripts, or of neither. Two for
/// an Arabic word with لا, which is a key of its own (`b`) and also two (`gh`).
#[must_use]
pub fn other_readings(word: &str) -> Vec<String> {
    let latin = word.chars().any(|letter| letter.is_ascii_alphabetic());
    let arabic = word.chars().any(is_arabic);
    match (latin, arabic) {
        (true, false) => vec![to_arabic(word)],
        (false, true) => {
            let mut readings = vec![to_latin(word, LamAlef::OneKey)];
            if word.contains("لا") {
                readings.push(to_latin(word, LamAlef::TwoKeys));
            }
            readings
        }
        _ => Vec::new(),
    }
}

fn is_arabic(letter: char) -> bool {
    ('\u{621}'..='\u{64A}').contains(&letter)
}

/// How لا was typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LamAlef {
    OneKey,
    TwoKeys,
}

fn to_arabic(word: &str) -> String {
    // With caps lock on, the Arabic layout types the same letters.
    let is_shouted = word.chars().filter(char::is_ascii_alphabetic).count() > 1
        && !word.chars().any(|letter| letter.is_ascii_lowercase());
    let mut arabic = String::new();
    for letter in word.chars() {
        let shouted = letter.to_ascii_lowercase();
        let key = if is_shouted { shouted } else { letter };
        let typed = |key| KEYS.iter().find(|(latin, _)| *latin == key);
        match typed(key).or_else(|| typed(shouted)) {
            Some((_, other)) => arabic.push_str(other),
            None => arabic.push(letter),
        }
    }
    arabic
}

fn to_latin(word: &str, lam_alef: LamAlef) -> String {
    let mut latin = String::new();
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        // The longest first: لا before ل.
        let key = KEYS
            .iter()
            .filter(|(_, arabic)| rest.starts_with(arabic))
            .filter(|(_, arabic)| *arabic != "لا" || lam_alef == LamAlef::OneKey)
            .max_by_key(|(key, arabic)| (arabic.len(), *key == '`'));
        let typed = match key {
            Some((key, arabic)) => {
                latin.push(*key);
                arabic.len()
            }
            None => {
                latin.push(letter);
                letter.len_utf8()
            }
        };
        rest = rest.get(typed..).unwrap_or_default();
    }
    latin
}
