//! What a search finds, and in which order.
use protocol::{Attachment, Message, MessageKind, OrderId, Participant, Role};
use store::{SearchRequest, SearchResults, Store, StoreError};

use crate::support::{
    Home, START, admin, apply, customer, events, message, person, records, whole,
};

pub fn request(typed: &str) -> SearchRequest {
    SearchRequest {
        words: typed.split_whitespace().map(str::to_owned).collect(),
        limit: 50,
        ..SearchRequest::default()
    }
}

pub async fn search(store: &Store, typed: &str) -> SearchResults {
    store.search(&request(typed)).await.expect("searched")
}

/// The ids of the messages that a search finds.
pub async fn found(store: &Store, typed: &str) -> Vec<String> {
    let messages = search(store, typed).await.messages;
    messages
        .into_iter()
        .map(|message| message.id.into_string())
        .collect()
}

async fn store_with(home: &Home, texts: &[&str]) -> Store {
    let store = home.open().await;
    let messages = texts
        .iter()
        .zip(1..)
        .map(|(text, at)| message(&format!("m{at}"), START + at, text));
    apply(&store, records(vec![whole("k", START)])).await;
    apply(&store, events(messages.collect())).await;
    store
}

#[tokio::test]
async fn a_message_is_found_by_any_part_of_a_word_in_any_spelling() {
    let home = Home::new();
    let store = store_with(
        &home,
        &["وين الطَّلَبِيّة؟ إتّصلت على ٠٩١٢٣٤", "Bonjour, café À LA crème"],
    )
    .await;
    for typed in [
        "طلبيه",
        "لبي",
        "اتصلت",
        "0912",
        "۰۹۱",
        "الطلبية وين",
        "ط",
        "ين",
        "؟",
    ] {
        assert_eq!(found(&store, typed).await, ["m1"], "«{typed}»");
    }
    for typed in ["CAFE", "onjo", "crème", "la"] {
        assert_eq!(found(&store, typed).await, ["m2"], "«{typed}»");
    }
    for typed in ["طلبيهم", "xyz", "ظ", "zz", "cafe طلبيه"] {
        assert!(found(&store, typed).await.is_empty(), "«{typed}»");
    }
}

#[tokio::test]
async fn threes_in_another_order_are_no_match() {
    let home = Home::new();
    let store = store_with(&home, &["abcx bcdx", "abcd"]).await;
    assert_eq!(found(&store, "abcd").await, ["m2"]);
}

#[tokio::test]
async fn hamza_seats_stand_for_one_another() {
    let home = Home::new();
    let store = store_with(&home, &["المسؤول", "المسئول", "فؤاد"]).await;
    assert_eq!(found(&store, "مسؤول").await, ["m2", "m1"]);
    assert_eq!(found(&store, "مسئول").await, ["m2", "m1"]);
    assert_eq!(found(&store, "فواد").await, ["m3"]);
}

#[tokio::test]
async fn what_was_typed_on_the_wrong_layout_is_found() {
    let home = Home::new();
    let store = store_with(&home, &["اللغة العربية", "say hello there"]).await;
    assert_eq!(found(&store, "hguvfdm").await, ["m1"]);
    assert_eq!(found(&store, "اثممخ").await, ["m2"]);
    assert_eq!(found(&store, "شغ").await, ["m2"], "two letters: «ay»");
}

#[tokio::test]
async fn messages_come_newest_first_however_they_came() {
    let home = Home::new();
    let store = home.open().await;
    let hour = 3_600_000;
    for at in [5, 1, 4, 2, 3] {
        let said = message(&format!("m{at}"), START + at * hour, "الطلب");
        apply(&store, events(vec![said])).await;
    }
    assert_eq!(found(&store, "طلب").await, ["m5", "m4", "m3", "m2", "m1"]);
    let two = SearchRequest {
        limit: 2,
        ..request("طلب")
    };
    let two = store.search(&two).await.expect("searched");
    let ids: Vec<&str> = two.messages.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["m5", "m4"]);
    assert!(two.more, "there are three more");
}

#[tokio::test]
async fn what_was_found_is_marked_in_the_original_text() {
    let home = Home::new();
    let long = format!("{} إنَّ الطَّلَبَ ناقصٌ\nجداً", "كلام ".repeat(30));
    let store = store_with(&home, &[&long, "ﻻ بأس", "👨‍👩‍👧 تمام"]).await;
    let marked = |results: SearchResults| {
        let parts = results.messages[0].excerpt.clone();
        let found: Vec<String> = parts
            .iter()
            .filter(|part| part.found)
            .map(|part| part.text.clone())
            .collect();
        let whole: String = parts.into_iter().map(|part| part.text).collect();
        (found, whole)
    };
    let (parts, whole) = marked(search(&store, "طلب ناقص").await);
    assert_eq!(parts, ["طَّلَبَ", "ناقصٌ"]);
    assert!(
        whole.starts_with("…كلام") && whole.ends_with("جداً"),
        "{whole}"
    );
    assert!(!whole.contains('\n'), "one line: {whole}");
    assert_eq!(marked(search(&store, "لا با").await).0, ["ﻻ", "بأ"]);
    assert_eq!(marked(search(&store, "👧").await).0, ["👨‍👩‍👧"]);
}

#[tokio::test]
async fn conversations_people_and_orders_are_found_by_name() {
    let home = Home::new();
    let store = home.open().await;
    let driver = Participant {
        phone: Some("+218 91 555".into()),
        ..person("d", Some("سالم الورفلي"), Some(Role::Driver))
    };
    let mut first = whole("k1", START);
    first.subject = Some(Some("تأخُّر التوصيل".into()));
    first.participants = Some(vec![customer("c"), admin("me")]);
    let mut second = whole("k2", START + 1);
    second.subject = Some(Some("فاتورة".into()));
    second.participants = Some(vec![driver, admin("me")]);
    second.related_order = OrderId::new("65fa10c2b7e41a0012d41234");
    apply(&store, records(vec![first, second])).await;
    let conversations = |results: &SearchResults| {
        let rows = results.conversations.iter();
        rows.map(|row| row.id.as_str().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(conversations(&search(&store, "تاخر").await), ["k1"]);
    let by_person = search(&store, "ورفلى").await;
    assert_eq!(conversations(&by_person), ["k2"]);
    assert_eq!(by_person.people[0].id.as_str(), "d");
    assert_eq!(search(&store, "91 555").await.people[0].id.as_str(), "d");
    for typed in [
        "#1234",
        "12",
        "١٢٣٤",
        "65fa10c2b7e41a0012d41234",
        "1a0012d4",
    ] {
        let orders = search(&store, typed).await.orders;
        assert_eq!(orders.len(), 1, "«{typed}»");
        assert_eq!(orders[0].id.as_str(), "k2");
    }
    assert!(
        search(&store, "41").await.orders.is_empty(),
        "the middle of an id"
    );
}

#[tokio::test]
async fn a_renamed_conversation_and_person_are_found_by_the_new_name() {
    let home = Home::new();
    let store = home.open().await;
    let mut record = whole("k", START);
    record.subject = Some(Some("القديم".into()));
    apply(&store, records(vec![record.clone()])).await;
    record.subject = Some(Some("الجديد".into()));
    record.participants = Some(vec![person("c", Some("هدى"), None), admin("me")]);
    record.updated_at = Some(protocol::UtcMs(START + 9));
    apply(&store, records(vec![record])).await;
    assert!(search(&store, "قديم").await.conversations.is_empty());
    assert_eq!(search(&store, "جديد").await.conversations.len(), 1);
    assert_eq!(search(&store, "هدي").await.people.len(), 1);
    assert_eq!(search(&store, "هدي").await.conversations.len(), 1);
    assert!(
        search(&store, "محمد").await.people.is_empty(),
        "his old name"
    );
}

#[tokio::test]
async fn a_file_is_found_by_its_name_and_no_address_is_searched() {
    let home = Home::new();
    let store = home.open().await;
    let file = Message {
        kind: MessageKind::File,
        content: "https://files.example/abc".into(),
        file: Some(Attachment {
            url: "https://files.example/abc".into(),
            name: Some("فاتورة-7.pdf".into()),
            size: None,
        }),
        ..message("m1", START, "")
    };
    let picture = Message {
        kind: MessageKind::Image,
        content: "https://files.example/abd".into(),
        ..message("m2", START + 1, "")
    };
    apply(&store, events(vec![file, picture])).await;
    assert_eq!(found(&store, "فاتوره").await, ["m1"]);
    assert!(found(&store, "example").await.is_empty());
}

#[tokio::test]
async fn a_search_for_nothing_finds_nothing_and_one_too_long_says_so() {
    let home = Home::new();
    let store = store_with(&home, &["نص"]).await;
    assert!(found(&store, "").await.is_empty());
    assert!(found(&store, "َُِ").await.is_empty(), "only marks");
    let long = store.search(&request(&"ن".repeat(10_000))).await;
    assert!(matches!(long, Err(StoreError::QueryTooLong)), "{long:?}");
    let quoted = found(&store, "\"نص\" OR * ( NEAR").await;
    assert!(
        quoted.is_empty(),
        "words are words, not the index's grammar"
    );
}

#[tokio::test]
async fn a_rare_letter_is_found_below_many_newer_messages() {
    let home = Home::new();
    let texts: Vec<String> = std::iter::once("ضوء".to_owned())
        .chain((0..1_500).map(|at| format!("كلام عادي {at}")))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let store = store_with(&home, &texts).await;
    assert_eq!(found(&store, "ض").await, ["m1"]);
    assert_eq!(found(&store, "ضو").await, ["m1"]);
}

#[tokio::test]
async fn the_last_searches_are_remembered_each_once() {
    let home = Home::new();
    let store = home.open().await;
    for text in ["أ", "ب", "ت", "ث", "ج", "ح", "خ", "د", "ذ", " أ ", "", "د"] {
        store.remember_search(text).await.expect("kept");
    }
    store.close().await.expect("closed");
    let store = home.open().await;
    let recent = store.recent_searches().await.expect("read");
    assert_eq!(recent, ["د", "أ", "ذ", "خ", "ح", "ج", "ث", "ت"]);
    store.forget_searches().await.expect("forgotten");
    assert!(store.recent_searches().await.expect("read").is_empty());
}
