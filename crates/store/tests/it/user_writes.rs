//! Every write to `user.db` goes through the one door: after each operation the journal alone makes the
//! same tables as the database.

use std::path::Path;

use crate::support::*;
use protocol::UtcMs;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use store::{CannedReply, Hold, LocalId, ReconcileOutcome, Store};

/// A store, and the tables as they were after its last operation.
struct Checked {
    home: Home,
    store: Store,
    tables: Vec<String>,
}

impl Checked {
    async fn new() -> Self {
        let home = Home::new();
        let store = home.open().await;
        store.run_maintenance().await;
        apply(&store, records(vec![whole("k", START)])).await;
        Self {
            tables: tables(&killed(&home).paths().user).await,
            home,
            store,
        }
    }

    /// The operation has changed the tables, and the journal knows all of it.
    async fn check(&mut self, operation: &str) {
        let (whole, bare) = (killed(&self.home), killed(&self.home));
        for name in ["user.db", "user.db-wal"] {
            std::fs::remove_file(bare.paths().user.with_file_name(name)).unwrap();
        }
        let tables = tables(&whole.paths().user).await;
        assert_ne!(tables, self.tables, "{operation} changed nothing");
        self.tables = tables;
        let (whole, bare) = (reopened(&whole).await, reopened(&bare).await);
        assert_eq!(bare, whole, "{operation}");
    }

    async fn queue(&mut self, text: &str) -> LocalId {
        let id = queue(&self.store, text).await;
        self.check("queue_message").await;
        id
    }

    /// An entry whose answer was lost.
    async fn lost(&mut self, text: &str) -> LocalId {
        let id = self.queue(text).await;
        assert!(self.store.mark_sending(&id).await.unwrap());
        assert!(self.store.mark_unknown(&id).await.unwrap());
        id
    }
}

/// The tables after one more opening has done its part.
async fn reopened(home: &Home) -> Vec<String> {
    home.opened().await.store.close().await.unwrap();
    tables(&home.paths().user).await
}

/// Every row of every table.
async fn tables(database: &Path) -> Vec<String> {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database);
    let mut conn = options.connect().await.unwrap();
    let columns: Vec<(String, String)> = sqlx::query_as(
        "SELECT entry.name, group_concat(quote(info.name) || ', ' || info.name, ', ')
         FROM sqlite_schema AS entry JOIN pragma_table_info(entry.name) AS info
         WHERE entry.type = 'table' AND entry.name <> '_sqlx_migrations'
         GROUP BY entry.name ORDER BY entry.name",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    let mut rows = Vec::new();
    for (table, columns) in columns {
        let sql = format!("SELECT '{table} ' || json_object({columns}) FROM {table} ORDER BY 1");
        let found: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_all(&mut conn)
            .await
            .unwrap();
        rows.extend(found);
    }
    conn.close().await.unwrap();
    rows
}

#[tokio::test]
async fn stars_drafts_and_receipts_are_in_the_journal() {
    let mut checked = Checked::new().await;
    let (store, k) = (checked.store.clone(), chat("k"));
    store.star(&k).await.unwrap();
    checked.check("star").await;
    store.unstar(&k).await.unwrap();
    checked.check("unstar").await;
    store.save_draft(&k, "كنت أكتب").await.unwrap();
    checked.check("save_draft").await;
    store.save_draft(&k, "").await.unwrap();
    checked.check("save_draft of nothing").await;
    apply(&store, events(vec![message("m1", START + 1, "أين طلبي؟")])).await;
    store.mark_read(&k).await.unwrap();
    checked.check("mark_read").await;
    let read = store.pending_reads().await.unwrap().remove(0);
    store.complete_read(&read).await.unwrap();
    checked.check("complete_read").await;
}

#[tokio::test]
async fn canned_replies_and_their_uses_are_in_the_journal() {
    let mut checked = Checked::new().await;
    let store = checked.store.clone();
    let reply = |id: &str| CannedReply {
        id: id.to_owned(),
        shortcut: id.to_owned(),
        category: String::new(),
        text: "حاضر".to_owned(),
    };
    store
        .put_canned_replies(&[reply("a"), reply("b")])
        .await
        .unwrap();
    checked.check("put_canned_replies").await;
    store.order_canned_replies(&["b".to_owned()]).await.unwrap();
    checked.check("order_canned_replies").await;
    store
        .record_reply_use("a", &["type:order".to_owned()])
        .await
        .unwrap();
    checked.check("record_reply_use").await;
    store.delete_canned_reply("a").await.unwrap();
    checked.check("delete_canned_reply").await;
    store.add_starter_set("first", &[reply("c")]).await.unwrap();
    checked.check("add_starter_set").await;
}

#[tokio::test]
async fn each_transition_of_an_entry_is_in_the_journal() {
    let mut checked = Checked::new().await;
    let store = checked.store.clone();
    let id = checked.queue("نعم").await;
    assert!(store.edit(&id, "لا").await.unwrap());
    checked.check("edit").await;
    assert!(store.mark_sending(&id).await.unwrap());
    checked.check("mark_sending").await;
    assert!(store.mark_unknown(&id).await.unwrap());
    checked.check("mark_unknown").await;
    assert!(store.back_to_pending(&id, UtcMs(START)).await.unwrap());
    checked.check("back_to_pending").await;
    assert!(store.hold(&id, Hold::ConversationClosed).await.unwrap());
    checked.check("hold").await;
    apply(&store, records(vec![whole("k", START + 1)])).await;
    checked.check("apply of an open conversation").await;
    assert!(store.mark_failed(&id, "forbidden", None).await.unwrap());
    checked.check("mark_failed").await;
    assert!(store.retry(&id).await.unwrap());
    checked.check("retry").await;
    assert!(store.discard(&id).await.unwrap());
    checked.check("discard").await;
    assert!(store.restore(&id).await.unwrap());
    checked.check("restore").await;
}

#[tokio::test]
async fn each_way_to_be_sent_is_in_the_journal() {
    let mut checked = Checked::new().await;
    let store = checked.store.clone();
    let id = checked.queue("واحد").await;
    assert!(store.mark_sending(&id).await.unwrap());
    let answer = mine("m1", START + 1, "واحد");
    store.complete_send(&id, answer).await.unwrap();
    checked.check("complete_send").await;
    let id = checked.lost("اثنان").await;
    apply(&store, events(vec![mine("m2", START + 2, "اثنان")])).await;
    let outcome = store.reconcile(&id).await.unwrap();
    assert_eq!(outcome, ReconcileOutcome::Matched);
    checked.check("reconcile").await;
    let id = checked.lost("ثلاثة").await;
    let twice = ["m3", "m4"].map(|id| mine(id, START + 3, "ثلاثة"));
    apply(&store, events(twice.to_vec())).await;
    let outcome = store.reconcile(&id).await.unwrap();
    assert_eq!(outcome, ReconcileOutcome::Ambiguous);
    checked.check("reconcile of an ambiguous one").await;
    assert!(store.confirm_sent(&id).await.unwrap());
    checked.check("confirm_sent").await;
    let id = checked.lost("أربعة").await;
    leave_free(&checked.home.paths(), 0);
    let answer = mine("m5", START + 5, "أربعة");
    store.complete_send(&id, answer).await.unwrap_err();
    make_room();
    checked.check("complete_send without room").await;
}

#[tokio::test]
async fn the_next_start_forgets_what_was_deleted() {
    let home = Home::new();
    let journal = home.paths().user.with_extension("journal");
    let has_secret = || {
        let text = std::fs::read_to_string(&journal).unwrap();
        text.contains("secret")
    };
    let store = home.open().await;
    store.save_draft(&chat("k"), "secret").await.unwrap();
    store.save_draft(&chat("k"), "").await.unwrap();
    store.close().await.unwrap();
    assert!(has_secret(), "until then it is there");
    home.open().await.close().await.unwrap();
    assert!(!has_secret());
}
