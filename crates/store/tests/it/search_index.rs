//! The index says what the messages say, however they came, changed or went.
use protocol::UtcMs;
use sqlx::ConnectOptions as _;
use store::{RetentionPass, RetentionStep, Store};

use crate::search::{found, search};
use crate::support::{Home, START, apply, events, keys, message, newest_page, records, run, whole};

#[tokio::test]
async fn a_changed_text_is_found_by_its_new_words_alone() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, events(vec![message("m1", START, "الأولى")])).await;
    let mut changed = message("m1", START, "الثانية");
    changed.updated_at = Some(UtcMs(START + 5));
    apply(&store, events(vec![changed.clone()])).await;
    assert!(found(&store, "اولي").await.is_empty());
    assert_eq!(found(&store, "ثانيه").await, ["m1"]);
    // Again, as a page brings it, and read meanwhile.
    changed.is_read = true;
    newest_page(&store, vec![changed], true).await;
    assert_eq!(found(&store, "ثانيه").await, ["m1"]);
    assert_index_agrees(&home, store).await;
}

#[tokio::test]
async fn a_message_that_comes_twice_at_once_is_found_once() {
    let home = Home::new();
    let store = home.open().await;
    let mut later = message("m1", START, "بعد التعديل");
    later.updated_at = Some(UtcMs(START + 5));
    let both = vec![
        message("m1", START, "قبل"),
        later,
        message("m2", START + 1, "غيرها"),
    ];
    apply(&store, events(both)).await;
    assert_eq!(found(&store, "تعديل").await, ["m1"]);
    assert!(found(&store, "قبل").await.is_empty());
    assert_index_agrees(&home, store).await;
}

#[tokio::test]
async fn what_retention_removes_is_not_found() {
    let home = Home::new();
    let store = home.open().await;
    let old = (0..10).map(|at| {
        let mut old = message(&format!("m{at}"), START + at, &format!("كلمة{at}"));
        old.is_read = true;
        old
    });
    apply(&store, records(vec![whole("k", START)])).await;
    newest_page(&store, old.collect(), true).await;
    home.pass(1_000);
    let mut pass = RetentionPass::new(store.clone(), UtcMs(START + 5));
    while pass.step(&[]).await.expect("a step") != RetentionStep::Finished {}
    assert!(found(&store, "كلمة3").await.is_empty());
    assert_eq!(found(&store, "كلمة7").await, ["m7"]);
    assert_index_agrees(&home, store).await;
}

#[tokio::test]
async fn a_cleared_cache_finds_nothing_and_goes_on() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, events(vec![message("m1", START, "الطلب")])).await;
    store.clear_cache().await.expect("cleared");
    assert!(found(&store, "طلب").await.is_empty());
    apply(&store, events(vec![message("m2", START, "الطلب")])).await;
    assert_eq!(found(&store, "طلب").await, ["m2"]);
    assert_index_agrees(&home, store).await;
}

#[tokio::test]
async fn an_old_cache_is_indexed_beside_everything_else() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    let said = (0..3_000).map(|at| message(&format!("m{at}"), START + at, &format!("كلمة{at}")));
    apply(&store, events(said.collect())).await;
    store.close().await.expect("closed");
    // As a version without an index left it.
    run(
        &home.paths().cache,
        "UPDATE messages SET number = -number;
         UPDATE messages SET number = counted.place
             FROM (SELECT number AS old, row_number() OVER (ORDER BY number DESC) AS place FROM messages) AS counted
             WHERE messages.number = counted.old;
         INSERT INTO message_index (message_index) VALUES ('delete-all');
         DELETE FROM search_names; DELETE FROM conversation_members;
         UPDATE search_state SET indexed_from = 3001, conversations_until = '', people_until = '';",
    )
    .await;
    let store = home.open().await;
    let before = search(&store, "كلمة5").await.not_covered;
    assert!(before <= 3_000, "{before}");
    apply(
        &store,
        events(vec![message("new", START + 9_000, "كلمة جديدة")]),
    )
    .await;
    indexed(&store).await;
    assert_eq!(found(&store, "كلمة2999").await, ["m2999"]);
    assert_eq!(found(&store, "جديده").await, ["new"]);
    assert_eq!(search(&store, "مشكله").await.conversations.len(), 1);
    assert_eq!(search(&store, "محمد").await.people.len(), 1);
    assert_index_agrees(&home, store).await;
}

#[tokio::test]
async fn an_index_made_by_other_rules_is_made_anew() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, events(vec![message("m1", START, "الطلب")])).await;
    store.close().await.expect("closed");
    run(
        &home.paths().cache,
        "INSERT INTO message_index (message_index) VALUES ('delete-all');
         UPDATE search_state SET folding = 0;",
    )
    .await;
    let store = home.open().await;
    indexed(&store).await;
    assert_eq!(found(&store, "طلب").await, ["m1"]);
    assert_index_agrees(&home, store).await;
}

#[tokio::test]
async fn a_search_says_how_many_messages_are_left_and_never_more_than_before() {
    let home = Home::new();
    let store = home.open().await;
    let said = (0..9_000).map(|at| message(&format!("m{at}"), START + at, "الطلب"));
    apply(&store, events(said.collect())).await;
    store.close().await.expect("closed");
    run(&home.paths().cache, "UPDATE search_state SET folding = 0").await;
    let store = home.open().await;
    let mut left = 9_000;
    while left > 0 {
        let now = search(&store, "طلب").await.not_covered;
        assert!(now <= left, "{now} after {left}");
        assert!(
            now == 0 || now == left || (left - now).is_multiple_of(2_000),
            "each step takes as many as it says: {now} after {left}"
        );
        left = now;
        tokio::task::yield_now().await;
    }
    assert_index_agrees(&home, store).await;
}

/// Waits until the index of an old cache is whole.
async fn indexed(store: &Store) {
    let whole = async {
        while search(store, "محمد").await.not_covered > 0
            || search(store, "محمد").await.conversations.is_empty()
                && store
                    .inbox(store::InboxFilter::All, 9)
                    .await
                    .expect("read")
                    .rows
                    .iter()
                    .any(|row| !row.participants.is_empty() && row.subject.is_some())
        {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(120), whole)
        .await
        .expect("the index becomes whole");
}

/// Closes the store. Each message is in the index with all threes of its text, and nothing else is.
async fn assert_index_agrees(home: &Home, store: Store) {
    use sqlx::Connection as _;
    store.close().await.expect("closed");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(home.paths().cache);
    let mut conn = options.connect().await.expect("opens");
    let rows: Vec<(i64, String)> =
        sqlx::query_as("SELECT number, COALESCE(file_name, content) FROM messages")
            .fetch_all(&mut conn)
            .await
            .expect("messages");
    sqlx::raw_sql(
        "CREATE VIRTUAL TABLE temp.expected USING fts5(
             folded, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1');
         CREATE VIRTUAL TABLE temp.expected_terms USING fts5vocab('temp', 'expected', 'instance');
         CREATE VIRTUAL TABLE temp.actual_terms USING fts5vocab('main', 'message_index', 'instance');",
    )
    .execute(&mut conn)
    .await
    .expect("an index to compare with");
    for (number, text) in rows {
        sqlx::query("INSERT INTO temp.expected (rowid, folded) VALUES (?, ?)")
            .bind(number)
            .bind(format!("{}\u{1}\u{1}", store::fold(&text)))
            .execute(&mut conn)
            .await
            .expect("indexed");
    }
    for (one, other) in [("actual", "expected"), ("expected", "actual")] {
        let sql = format!(
            "SELECT term || '@' || doc FROM temp.{one}_terms
             EXCEPT SELECT term || '@' || doc FROM temp.{other}_terms"
        );
        let differ: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .fetch_all(&mut conn)
            .await
            .expect("compared");
        assert!(differ.is_empty(), "only {one}: {differ:?}");
    }
    conn.close().await.expect("closed");
}

// A message stands at the last number of the span of `START`, one at the last of as many behind all others.
#[tokio::test]
async fn a_full_span_and_a_full_rest_take_more_messages() {
    let home = Home::new();
    let store = home.open().await;
    apply(&store, records(vec![whole("k", START)])).await;
    let first = [
        message("m1", START + 1, "أول"),
        message("m2", START + 2, "ثان"),
    ];
    apply(&store, events(first.to_vec())).await;
    store.close().await.expect("the store closes");
    run(
        &home.paths().cache,
        "UPDATE messages SET number = (((1700000000000 >> 22) + 2) << 17) - 1 WHERE id = 'm1';
         UPDATE messages SET number = (1 << 57) + (1 << 17) - 1 WHERE id = 'm2';",
    )
    .await;
    let store = home.open().await;
    for at in 3..9 {
        let more = message(&format!("m{at}"), START + at, "المزيد");
        apply(&store, events(vec![more])).await;
    }
    let kept = keys(&store).await;
    assert_eq!(
        kept.len(),
        8,
        "each has a number of its own, and no file counts as damaged: {kept:?}"
    );
}
