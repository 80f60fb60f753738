//! What of a message a search looks at, folded.

use crate::limits::SEARCHED_CHARS;
use crate::model::folding;

/// What follows each text in the index, so that its last two letters begin a three as well. No folded text has it.
const END: &str = "\u{1}\u{1}";

/// The text of a message that a search looks at: a file's or picture's name, otherwise the words. The content of a
/// message with a file is an address.
pub(crate) fn searched<'a>(kind: &str, content: &'a str, file_name: Option<&'a str>) -> &'a str {
    let text = match (kind, file_name) {
        (_, Some(name)) => name,
        ("image" | "file", None) => "",
        (_, None) => content,
    };
    let end = text.char_indices().nth(SEARCHED_CHARS);
    end.and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// The text as the index takes it.
pub(crate) fn indexed(text: &str) -> String {
    let mut folded = folding::fold(text);
    folded.push_str(END);
    folded
}
