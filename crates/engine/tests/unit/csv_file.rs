//! A file of short lines costs no more than as many replies as there may be.
use super::*;

#[test]
fn no_more_rows_are_kept_than_say_that_there_are_too_many() {
    let text = format!("shortcut;text\n{}", "a;b\n".repeat(200_000));
    let kept = DELIMITERS.map(|delimiter| rows(&text, delimiter).len());
    assert_eq!(kept, [MOST_REPLIES + 2; 3], "of 200,000 lines");
    let replies = read(&text).expect("they are replies");
    assert!(replies.len() > MOST_REPLIES, "and too many of them");
}
