//! Retention: old messages leave the cache, and the cache knows that they are not here.
use crate::support::*;
use protocol::{Message, UtcMs};
use store::{InboxFilter, Older, RetentionPass, RetentionStep, Store};

/// Messages from before this time are removed.
const CUTOFF: i64 = START + 500;

fn theirs(from: i64, to: i64) -> Vec<Message> {
    (from..=to)
        .rev()
        .map(|n| message(&format!("m{n:04}"), START + n, "نص"))
        .collect()
}

/// A chat that was fetched whole and read, with messages at these times after the start.
async fn read_chat(home: &Home, messages: Vec<Message>) -> Store {
    let store = home.open().await;
    let newest = messages.iter().max_by_key(|one| one.created_at).unwrap();
    let record = listed(newest.created_at.unwrap().0, newest, 0);
    apply(&store, records(vec![record])).await;
    newest_page(&store, messages, true).await;
    assert_eq!(row(&store).await.unread, 0, "the chat is read");
    store
}

/// Runs a pass to its end; answers how many messages each step removed.
async fn removed(store: &Store) -> Vec<usize> {
    let mut pass = RetentionPass::new(store.clone(), UtcMs(CUTOFF));
    let mut steps = Vec::new();
    while let RetentionStep::Removed(count) = pass.step(&[]).await.unwrap() {
        steps.push(count);
    }
    steps
}

fn gaps(rows: &[store::MessageRow]) -> Vec<&str> {
    let with_gap = rows.iter().filter(|row| row.gap_before);
    with_gap.map(|row| row.key.as_str()).collect()
}

#[tokio::test]
async fn old_messages_are_removed_and_told_of() {
    let home = Home::new();
    let store = read_chat(&home, theirs(490, 510)).await;
    let mut changes = store.changes();
    assert_eq!(removed(&store).await, [10]);
    let left = window(&store, 100).await;
    let keys: Vec<&str> = left.rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!((keys[0], keys.len()), ("m0500", 11));
    assert_eq!(
        left.older,
        Older::OnServer,
        "the chat says that more is there"
    );
    let told = changes.recv().await.unwrap();
    assert_eq!(told.messages, [chat("k")]);
    assert!(told.new_messages.is_empty(), "nothing has arrived");
}

#[tokio::test]
async fn a_removed_part_is_fetched_again_without_a_gap() {
    let home = Home::new();
    let store = read_chat(&home, theirs(490, 510)).await;
    removed(&store).await;
    let place = store.oldest(&chat("k")).await.unwrap().unwrap();
    assert_eq!(place, position(START + 500, "m0500"));
    let page = older_page(&store, place, theirs(490, 499), true).await;
    assert_eq!(page.new, 10);
    let whole = window(&store, 100).await;
    assert_eq!(
        (whole.rows.len(), whole.older, gaps(&whole.rows).len()),
        (21, Older::Nothing, 0)
    );
}

#[tokio::test]
async fn the_newest_message_stays_however_old_it_is() {
    let home = Home::new();
    let store = read_chat(&home, theirs(1, 30)).await;
    let (before, complete) = (
        row(&store).await,
        store.complete_until(&chat("k")).await.unwrap(),
    );
    assert_eq!(removed(&store).await, [29]);
    assert_eq!(keys(&store).await, ["m0030"]);
    let after = row(&store).await;
    assert_eq!(after.last_message, before.last_message);
    assert_eq!(after.activity_at, before.activity_at);
    assert_eq!(store.complete_until(&chat("k")).await.unwrap(), complete);
    assert_eq!(
        store.stale_heads().await.unwrap(),
        [],
        "catching up has no reason to fetch it"
    );
    assert_eq!(
        removed(&store).await,
        Vec::<usize>::new(),
        "the next pass does not even look at it"
    );
}

#[tokio::test]
async fn what_i_wrote_stays_with_gaps_around_it() {
    let home = Home::new();
    let mut messages = theirs(1, 9);
    for n in [3, 6] {
        messages[9 - n as usize] = mine(&format!("m{n:04}"), START + n, "مني");
    }
    messages.insert(0, message("new", CUTOFF, "جديدة"));
    let store = read_chat(&home, messages).await;
    assert_eq!(removed(&store).await, [7]);
    let left = window(&store, 100).await;
    let keys: Vec<&str> = left.rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(keys, ["m0003", "m0006", "new"]);
    assert_eq!(
        gaps(&left.rows),
        ["m0006", "new"],
        "nothing says that the chat is whole"
    );
    assert_eq!(left.older, Older::OnServer);
    older_page(&store, position(CUTOFF, "new"), theirs(5, 9), false).await;
    assert_eq!(
        gaps(&rows(&store).await),
        ["m0005"],
        "a page fills as far as it reaches"
    );
}

#[tokio::test]
async fn chats_with_a_star_a_draft_or_an_entry_stay_whole() {
    let home = Home::new();
    let store = read_chat(&home, theirs(1, 30)).await;
    store.star(&chat("k")).await.unwrap();
    assert_eq!(removed(&store).await, [0], "it has a star");
    store.unstar(&chat("k")).await.unwrap();
    store.save_draft(&chat("k"), "لم يكتمل").await.unwrap();
    assert_eq!(removed(&store).await, [0], "it has a draft");
    store.save_draft(&chat("k"), "").await.unwrap();
    let id = queue(&store, "في الانتظار").await;
    assert_eq!(removed(&store).await, [0], "it has a message that waits");
    assert!(store.discard(&id).await.unwrap());
    assert_eq!(
        removed(&store).await,
        [0],
        "its message may still be restored"
    );
    assert_eq!(rows(&store).await.len(), 30);
}

#[tokio::test]
async fn unread_messages_stay_and_their_count_with_them() {
    let home = Home::new();
    let store = home.open().await;
    let messages = theirs(1, 30);
    apply(&store, records(vec![listed(START + 30, &messages[0], 4)])).await;
    newest_page(&store, messages, true).await;
    assert_eq!(removed(&store).await, [26]);
    assert_eq!(keys(&store).await, ["m0027", "m0028", "m0029", "m0030"]);
    assert_eq!(row(&store).await.unread, 4);
    assert_eq!(inbox(&store, InboxFilter::Unread).await, ["k"]);
}

#[tokio::test]
async fn the_shown_chat_is_passed_over() {
    let home = Home::new();
    let store = read_chat(&home, theirs(1, 30)).await;
    let mut pass = RetentionPass::new(store.clone(), UtcMs(CUTOFF));
    let shown = chat("k");
    assert_eq!(
        pass.step(std::slice::from_ref(&shown)).await.unwrap(),
        RetentionStep::Removed(0)
    );
    assert_eq!(
        pass.step(std::slice::from_ref(&shown)).await.unwrap(),
        RetentionStep::Finished
    );
    assert_eq!(rows(&store).await.len(), 30);
}

#[tokio::test]
async fn a_step_is_bounded_and_others_write_between_steps() {
    const COUNT: usize = 2 * RetentionPass::MESSAGES_PER_STEP + 100;
    let home = Home::new();
    let old = (0..COUNT).map(|n| message(&format!("m{n:04}"), START - 10_000 + n as i64, "نص"));
    let store = read_chat(&home, old.collect()).await;
    let mut pass = RetentionPass::new(store.clone(), UtcMs(CUTOFF));
    let most = RetentionPass::MESSAGES_PER_STEP;
    assert_eq!(
        pass.step(&[]).await.unwrap(),
        RetentionStep::Removed(most),
        "no step removes more"
    );
    assert_eq!(rows(&store).await.len(), COUNT - most);
    // The pass holds nothing now: what the user writes goes in at once, and keeps the rest.
    queue(&store, "انتظر").await;
    assert_eq!(pass.step(&[]).await.unwrap(), RetentionStep::Removed(0));
    assert_eq!(pass.step(&[]).await.unwrap(), RetentionStep::Finished);
    assert_eq!(rows(&store).await.len(), COUNT - most + 1);
}

#[tokio::test]
async fn a_pass_walks_all_chats_and_a_later_one_starts_over() {
    const COUNT: usize = 2 * RetentionPass::MESSAGES_PER_STEP + 100;
    let home = Home::new();
    let old = (0..COUNT).map(|n| message(&format!("m{n:04}"), START - 10_000 + n as i64, "نص"));
    let store = read_chat(&home, old.collect()).await;
    for id in ["a", "z"] {
        let messages = ["1", "2"].map(|n| Message {
            conversation: chat(id),
            is_read: true,
            ..message(&format!("{id}{n}"), START, "نص")
        });
        apply(&store, records(vec![whole(id, START)])).await;
        apply(&store, events(messages.to_vec())).await;
    }
    let most = RetentionPass::MESSAGES_PER_STEP;
    assert_eq!(removed(&store).await, [1, most, most, 99, 1]);
    assert_eq!(removed(&store).await, Vec::<usize>::new());
    store.close().await.unwrap();
    let store = home.open().await;
    assert_eq!(keys(&store).await.len(), 1, "they stay removed");
    assert_eq!(window(&store, 10).await.older, Older::OnServer);
}
