//! A page of messages is read record by record: what is wrong with one record costs that record.
use crate::common::{conversation_id, text};
use protocol::{
    DecodeError, MessagePage,
    decode::{self, MAX_MESSAGE_BYTES, MAX_PAGE_BYTES, MAX_PAGE_RECORDS, MAX_PAYLOAD_BYTES},
};

/// A page with a record between two good ones.
fn page_around(bad: &str) -> MessagePage {
    let body = format!(
        r#"{{"messages":[{{"_id":"1","content":"a"}},{bad},{{"_id":"3","content":"c"}}],"total":3}}"#
    );
    decode::messages_in(body.as_bytes(), &conversation_id("c"))
        .unwrap_or_else(|error| panic!("{}…: {error}", &bad[..bad.len().min(40)]))
}

#[test]
fn a_record_that_nobody_can_read_does_not_hide_the_page() {
    let deep = format!(
        r#"{{"_id":"2","content":"b","more":{}{}}}"#,
        "[".repeat(300),
        "]".repeat(300)
    );
    let long = format!(
        r#"{{"_id":"2","content":"{}"}}"#,
        "x".repeat(MAX_MESSAGE_BYTES)
    );
    let huge_number = r#"{"_id":"2","content":"b","fileSize":1e999}"#;
    for bad in [deep.as_str(), &long, huge_number, "1e999", "[[[]]]"] {
        let page = page_around(bad);
        assert_eq!(page.messages, [text("1", "c", "a"), text("3", "c", "c")]);
        assert_eq!((page.records, page.skipped.len()), (3, 1));
        assert_eq!(page.total, Some(3));
    }
}

#[test]
fn fifty_of_the_longest_messages_are_a_page() {
    let content = "م".repeat(52_000);
    let records: Vec<String> = (0..50)
        .map(|number| format!(r#"{{"_id":"{number}","content":"{content}"}}"#))
        .collect();
    let body = format!("[{}]", records.join(","));
    assert!(body.len() > MAX_PAYLOAD_BYTES, "it is more than a payload");
    let page = decode::messages_in(body.as_bytes(), &conversation_id("c")).expect("it is read");
    assert_eq!((page.messages.len(), page.skipped.len()), (50, 0));
}

#[test]
fn a_page_has_so_many_bytes_and_records() {
    let large = vec![b' '; MAX_PAGE_BYTES];
    let many = format!("[{}1]", "1,".repeat(MAX_PAGE_RECORDS));
    for body in [large.as_slice(), many.as_bytes()] {
        let refused = Err(DecodeError::TooLarge { bytes: body.len() });
        assert_eq!(decode::messages(body).map(drop), refused);
    }
}

#[test]
fn wrappers_lie_in_one_another_a_few_deep() {
    let wrapped = |depth: usize| {
        let open = r#"{"data":"#.repeat(depth);
        format!(r#"{open}[]{}"#, "}".repeat(depth))
    };
    assert!(decode::messages(wrapped(3).as_bytes()).is_ok());
    let endless = decode::messages(wrapped(100_000).as_bytes());
    assert!(
        matches!(endless, Err(DecodeError::WrongShape { .. })),
        "{endless:?}"
    );
}

#[test]
fn a_broken_character_in_a_wrapper_does_not_hide_the_page() {
    let body = br#"{"note \ud83d":"","messages":[{"_id":"1","conversation":"c","content":"a"}]}"#;
    let page = decode::messages(body).expect("it is read");
    assert_eq!(page.messages, [text("1", "c", "a")]);
}
