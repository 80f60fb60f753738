//! Somebody else of support is at a conversation: what the live server's counts and the messages show, and no more.
use crate::support::*;
use protocol::{Conversation, Message, MessageKind, UnreadCounts, UserId, UtcMs};
use store::{Collision, CollisionKind, Store};

const MINUTE: i64 = 60_000;

/// A record in the live dialect: how much support has not read up to a message.
fn live(at: i64, last: &Message, support: u32) -> Conversation {
    Conversation {
        unread: UnreadCounts {
            support: Some(support),
            participant: Some(0),
            ..UnreadCounts::default()
        },
        ..listed(at, last, 0)
    }
}

fn asked() -> Message {
    message("m1", START + 1, "أين الطلب؟")
}

/// The customer has asked, the server has told how much is unread, and time goes on.
async fn with_question(home: &Home) -> Store {
    let store = home.open().await;
    apply(&store, records(vec![live(START, &asked(), 1)])).await;
    apply(&store, events(vec![asked()])).await;
    home.pass(MINUTE);
    store
}

async fn collision(store: &Store) -> Option<Collision> {
    row(store).await.collision
}

fn opened(at: i64) -> Option<Collision> {
    Some(Collision {
        kind: CollisionKind::Opened,
        at: UtcMs(START + at),
        by: None,
    })
}

#[tokio::test]
async fn a_count_that_falls_without_me_is_a_colleague_who_opened_it() {
    let home = Home::new();
    let store = with_question(&home).await;
    assert_eq!(collision(&store).await, None, "nobody has read it");
    let fell = apply(&store, records(vec![live(START, &asked(), 0)])).await;
    assert_eq!(fell.conversations, [chat("k")], "its row is told");
    assert_eq!(collision(&store).await, opened(MINUTE));
    home.pass(MINUTE);
    let again = apply(&store, records(vec![live(START, &asked(), 0)])).await;
    assert!(again.conversations.is_empty(), "told twice it is no news");
    assert_eq!(
        collision(&store).await,
        opened(MINUTE),
        "the first time stays"
    );
}

#[tokio::test]
async fn an_opening_within_the_minute_of_the_message_is_seen_too() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    apply(&store, events(vec![asked()])).await;
    home.pass(MINUTE);
    apply(&store, records(vec![live(START, &asked(), 0)])).await;
    assert_eq!(
        collision(&store).await,
        opened(MINUTE),
        "no count above none was ever heard"
    );
}

#[tokio::test]
async fn the_records_own_time_says_when_where_it_can() {
    let home = Home::new();
    let store = with_question(&home).await;
    apply(&store, records(vec![live(START + 9_000, &asked(), 0)])).await;
    assert_eq!(collision(&store).await, opened(9_000));
}

#[tokio::test]
async fn after_a_night_without_a_connection_nothing_is_guessed() {
    let home = Home::new();
    let store = with_question(&home).await;
    home.pass(9 * 60 * MINUTE);
    apply(&store, records(vec![live(START, &asked(), 0)])).await;
    assert_eq!(
        collision(&store).await,
        None,
        "when it was is anybody's guess"
    );
    let home = Home::new();
    let store = with_question(&home).await;
    home.pass(9 * 60 * MINUTE);
    store.list_confirmed(UtcMs(START + 9 * 60 * MINUTE));
    apply(&store, records(vec![live(START, &asked(), 0)])).await;
    let since = (9 * 60 + 1) * MINUTE;
    assert_eq!(
        collision(&store).await,
        opened(since),
        "a list of a minute ago still counted it"
    );
}

#[tokio::test]
async fn what_i_read_myself_is_no_colleague() {
    let home = Home::new();
    let store = with_question(&home).await;
    store.mark_read(&chat("k")).await.unwrap();
    apply(&store, records(vec![live(START, &asked(), 0)])).await;
    assert_eq!(collision(&store).await, None, "read here");
    // A message that was on its way to the server when my receipt came there.
    let late = message("m2", START + MINUTE - 1, "؟");
    for read in store.pending_reads().await.unwrap() {
        store.complete_read(&read).await.unwrap();
    }
    apply(&store, events(vec![late.clone()])).await;
    apply(&store, records(vec![live(START + MINUTE - 1, &late, 0)])).await;
    assert_eq!(collision(&store).await, None, "my receipt marked it too");
    home.pass(MINUTE);
    let next = message("m3", START + 2 * MINUTE - 1, "؟");
    apply(&store, events(vec![next.clone()])).await;
    apply(
        &store,
        records(vec![live(START + 2 * MINUTE - 1, &next, 0)]),
    )
    .await;
    assert_eq!(
        collision(&store).await,
        opened(2 * MINUTE),
        "what came later was read by somebody else"
    );
}

#[tokio::test]
async fn the_documented_count_is_mine_and_says_nothing_of_colleagues() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![listed(START, &asked(), 1)])).await;
    apply(&store, events(vec![asked()])).await;
    home.pass(MINUTE);
    apply(&store, records(vec![listed(START, &asked(), 0)])).await;
    assert_eq!(collision(&store).await, None);
}

#[tokio::test]
async fn a_list_from_before_the_message_opens_nothing() {
    let home = Home::new();
    let store = with_question(&home).await;
    let newer = message("m2", START + 2, "؟");
    apply(&store, events(vec![newer])).await;
    apply(&store, records(vec![live(START, &asked(), 0)])).await;
    assert_eq!(
        collision(&store).await,
        None,
        "it does not speak of the newest message"
    );
}

#[tokio::test]
async fn an_answer_of_a_colleague_is_told_with_their_name() {
    for kind in [MessageKind::Text, MessageKind::Image] {
        let home = Home::new();
        let store = with_question(&home).await;
        apply(&store, records(vec![live(START, &asked(), 0)])).await;
        let answer = Message {
            sender: Some(person("a2", Some("سلمى"), None)),
            kind,
            ..message("m2", START + MINUTE, "حاضر")
        };
        apply(&store, events(vec![answer])).await;
        let told = collision(&store).await.expect("answered");
        assert_eq!(told.kind, CollisionKind::Answered);
        assert_eq!(told.at, UtcMs(START + MINUTE));
        assert_eq!(told.by.and_then(|by| by.name).as_deref(), Some("سلمى"));
        let again = message("m3", START + 2 * MINUTE, "شكراً، وأين هو الآن؟");
        apply(&store, events(vec![again])).await;
        assert_eq!(
            collision(&store).await,
            None,
            "what was opened before is not what waits now"
        );
    }
}

#[tokio::test]
async fn neither_i_elsewhere_nor_the_server_is_a_colleague() {
    let line = Message {
        kind: MessageKind::System,
        sender: Some(only_id("a2")),
        ..message("m2", START + 2, "أُغلقت")
    };
    for said in [mine("m2", START + 2, "حاضر"), line, asked()] {
        let home = Home::new();
        let store = with_question(&home).await;
        apply(&store, events(vec![said.clone()])).await;
        assert_eq!(collision(&store).await, None, "{said:?}");
    }
}

#[tokio::test]
async fn only_who_answers_for_support_has_colleagues() {
    let home = Home::new();
    let store = home.opened().await.store;
    let me = person("me", Some("البركة"), Some(protocol::Role::Restaurant));
    store.set_me(me.clone()).await.unwrap();
    let order = |support| Conversation {
        participants: Some(vec![customer("c"), me.clone(), admin("boss")]),
        support_side: vec![UserId::new("me").unwrap(), UserId::new("boss").unwrap()],
        ..live(START, &asked(), support)
    };
    apply(&store, records(vec![order(1)])).await;
    apply(&store, events(vec![asked()])).await;
    home.pass(MINUTE);
    apply(&store, records(vec![order(0)])).await;
    assert_eq!(
        collision(&store).await,
        None,
        "a restaurant is asked itself"
    );
}
