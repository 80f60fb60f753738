//! What narrows a search.
use protocol::{Message, MessageKind};
use store::SearchRequest;

use crate::search::request;
use crate::support::{Home, START, apply, chat, events, message, person, records, whole};

#[tokio::test]
async fn filters_narrow_a_search() {
    let home = Home::new();
    home.pass(400_000_000);
    let store = home.open().await;
    let of = |id: &str, at: i64, who: &str, kind: MessageKind| Message {
        sender: Some(person(who, None, None)),
        kind,
        ..message(id, START + at, "الطلب")
    };
    let picture = Message {
        content: "https://e.org/p.jpg".into(),
        ..of("m3", 300_000_000, "c", MessageKind::Image)
    };
    let elsewhere = Message {
        conversation: chat("other"),
        ..of("m4", 4, "c", MessageKind::Text)
    };
    apply(&store, records(vec![whole("k", START)])).await;
    let said = vec![
        of("m1", 1, "c", MessageKind::Text),
        of("m2", 2, "me", MessageKind::Text),
    ];
    apply(&store, events(said)).await;
    apply(&store, events(vec![picture, elsewhere])).await;
    let ids = async |request: SearchRequest| {
        let found = store.search(&request).await.expect("searched");
        assert!(
            found.conversations.is_empty(),
            "only messages are asked for"
        );
        let ids = found.messages.into_iter().map(|one| one.id.into_string());
        ids.collect::<Vec<_>>()
    };
    let from = |name: &str| SearchRequest {
        from: vec![name.to_owned()],
        ..request("طلب")
    };
    assert_eq!(ids(from("محمّد")).await, ["m4", "m1"]);
    assert_eq!(ids(from("مدير")).await, ["m2"]);
    assert!(ids(from("سالم")).await.is_empty());
    let within = SearchRequest {
        within: Some("مشكلة".into()),
        ..request("طلب")
    };
    assert_eq!(ids(within).await, ["m2", "m1"]);
    let pictures = SearchRequest {
        has_image: true,
        ..request("")
    };
    assert_eq!(ids(pictures).await, ["m3"]);
    let time = |at: i64| Some(protocol::UtcMs(START + at));
    let after = SearchRequest {
        after: time(2),
        before: time(200),
        ..request("طلب")
    };
    assert_eq!(ids(after).await, ["m4", "m2"]);
    let old = SearchRequest {
        before: time(2),
        ..request("")
    };
    assert_eq!(ids(old).await, ["m1"]);
}

#[tokio::test]
async fn a_tag_lists_its_conversations_and_narrows_what_is_said() {
    let home = Home::new();
    let store = home.open().await;
    let chats = ["k", "other", "third"].iter().zip(START..);
    apply(
        &store,
        records(chats.map(|(id, at)| whole(id, at)).collect()),
    )
    .await;
    let said = ["k", "other", "third"]
        .iter()
        .zip(1..)
        .map(|(id, at)| Message {
            conversation: chat(id),
            ..message(&format!("m{at}"), START + at, "الطلب")
        });
    apply(&store, events(said.collect())).await;
    for (id, tags) in [("k", ["زبون مهم", "vip"]), ("other", ["VIP", "شركة"])] {
        let tags = tags.map(str::to_owned);
        store.set_tags(&chat(id), &tags).await.expect("tagged");
    }
    let ids = async |words: &str, tags: &[&str]| {
        let asked = SearchRequest {
            tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
            ..request(words)
        };
        let found = store.search(&asked).await.expect("searched");
        assert!(
            found.people.is_empty() && found.orders.is_empty(),
            "{tags:?}"
        );
        let conversations = found
            .conversations
            .into_iter()
            .map(|row| row.id.into_string());
        let messages = found.messages.into_iter().map(|one| one.id.into_string());
        (
            conversations.collect::<Vec<_>>().join(" "),
            messages.collect::<Vec<_>>().join(" "),
        )
    };
    let of = |conversations: &str, messages: &str| (conversations.to_owned(), messages.to_owned());
    assert_eq!(
        ids("", &["Vip"]).await,
        of("other k", ""),
        "the most active first, no message"
    );
    assert_eq!(ids("", &["vi"]).await, of("other k", ""), "as it is typed");
    assert_eq!(
        ids("", &["vip", "شركه"]).await,
        of("other", ""),
        "every tag, in any spelling"
    );
    assert_eq!(ids("", &["nobody"]).await, of("", ""));
    assert_eq!(
        ids("طلب", &["زبون مهم"]).await,
        of("k", "m1"),
        "the subject and what was said"
    );
    let pictures = SearchRequest {
        has_image: true,
        tags: vec!["vip".to_owned()],
        ..request("")
    };
    let found = store.search(&pictures).await.expect("searched");
    assert!(found.conversations.is_empty(), "pictures are messages");
}
