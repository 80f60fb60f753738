use crate::support::*;
use protocol::{Conversation, Message, Role};

#[tokio::test]
async fn a_name_learned_anywhere_improves_a_sender_named_by_id() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, events(vec![message("m1", START, "سلام")])).await;
    assert_eq!(
        rows(&store).await[0].sender,
        Some(only_id("c")),
        "only the id is known yet"
    );
    let change = apply(&store, records(vec![whole("k", START + 5)])).await;
    assert_eq!(
        change.messages,
        vec![chat("k")],
        "the message's row has to be drawn again"
    );
    let after = rows(&store).await;
    assert_eq!(
        after[0].sender,
        Some(customer("c")),
        "the record named the sender"
    );
    assert_eq!(
        after[0].revision, change.revision,
        "the row is newer than the one without a name"
    );
}

#[tokio::test]
async fn a_record_by_id_only_forgets_no_name() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    let live = Conversation {
        participants: Some(vec![only_id("c"), only_id("me")]),
        ..partial("k", START + 10)
    };
    apply(&store, records(vec![live])).await;
    assert_eq!(row(&store).await.people, vec![customer("c")]);
}

#[tokio::test]
async fn an_older_record_does_not_bring_an_old_name_back() {
    let home = Home::new();
    let store = home.open().await;
    let said = |name: &str, id: &str, at| Message {
        sender: Some(person("c", Some(name), None)),
        ..message(id, at, "سلام")
    };
    apply(&store, events(vec![said("سارة أحمد", "m2", START + 10)])).await;
    apply(&store, events(vec![said("سارة", "m1", START)])).await;
    let people = store.people().await.expect("readable");
    let sara = people
        .iter()
        .find(|person| person.id.as_str() == "c")
        .expect("she is known");
    assert_eq!(sara.name.as_deref(), Some("سارة أحمد"));
}

#[tokio::test]
async fn the_customer_stands_first_and_supports_side_last() {
    let home = Home::new();
    let store = home.open().await;
    let record = Conversation {
        participants: Some(vec![
            admin("other"),
            person("r", Some("مطعم"), Some(Role::Restaurant)),
            admin("me"),
            customer("c"),
        ]),
        ..whole("k", START)
    };
    apply(&store, records(vec![record])).await;
    let row = row(&store).await;
    let ids = |people: &[protocol::Participant]| -> Vec<String> {
        people
            .iter()
            .map(|person| person.id.as_str().to_owned())
            .collect()
    };
    assert_eq!(
        ids(&row.people),
        ["c", "r", "other"],
        "everybody but me, the customer first"
    );
    assert_eq!(row.participants.len(), 4, "me included");
}

#[tokio::test]
async fn a_bounded_number_of_people_is_listed() {
    let home = Home::new();
    let store = home.open().await;
    let most = usize::try_from(store::limits::LISTED_PEOPLE).expect("a count");
    let chats = (0..=most / 100).map(|chat| {
        let people = (0..100).map(|number| {
            let id = format!("{chat}-{number}");
            person(&id, Some(&format!("سلمى {id}")), None)
        });
        Conversation {
            participants: Some(people.collect()),
            ..whole(&format!("k{chat}"), START)
        }
    });
    apply(&store, records(chats.collect())).await;
    let listed = store.people().await.expect("readable");
    assert_eq!(listed.len(), most, "the window holds all that are listed");
}
