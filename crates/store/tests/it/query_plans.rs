//! How SQLite carries out the queries that were checked when the crate was compiled. What grows with the cache is
//! found through an index, whatever the table holds.
use std::fs;
use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Row as _, SqliteConnection};

use crate::support::Home;

/// The tables that grow with the cache.
const LARGE: [&str; 2] = ["messages", "conversations"];

/// Queries that read a whole table because that is what is asked, each with its reason.
const WHOLE_TABLE: &[(&str, &str)] = &[
    (
        "WHERE CASE ?1",
        "the inbox: walks the order of activity as far as its window",
    ),
    (
        "CASE filter.value",
        "an own view: its conditions are the user's, looked at row by row",
    ),
    (
        "COUNT(*) AS",
        "the inbox's counts: from an index of their own",
    ),
    (
        "json_each(conversations.participants)",
        "somebody's name has changed, which is rare",
    ),
    (
        "(SELECT COUNT(*) FROM messages)",
        "how many are kept: from an index, when the settings are opened",
    ),
    (
        "missing_head_id IS NOT last_id",
        "once for each catching up",
    ),
    (
        "SELECT activity_at FROM conversations ORDER BY activity_at DESC LIMIT 1",
        "stops at the first",
    ),
    (
        "SELECT sort_time FROM messages ORDER BY number DESC LIMIT 1",
        "stops at the first",
    ),
    ("SELECT id FROM conversations", "every id is asked for"),
    (
        "SELECT DISTINCT conversation FROM messages WHERE sender = ? AND kind <> 'system'",
        "once, when it becomes known who I am",
    ),
    (
        r#"SELECT revision, number AS "number!" FROM messages WHERE revision > ? ORDER BY revision"#,
        "only when `desk tail` is so far behind that the changes are forgotten",
    ),
    (
        "SELECT id FROM conversations EXCEPT SELECT conversation FROM fetched_ranges",
        "once, when `desk tail` begins",
    ),
];

/// Indexes of a few rows: to read all of one is what it is for.
const PARTIAL_INDEXES: [&str; 3] = [
    "conversations_unknown",
    "conversations_with_outbox_content",
    "conversations_unanswered",
];

#[tokio::test]
async fn no_query_reads_all_messages_or_conversations() {
    let home = Home::new();
    home.open().await.close().await.expect("the store closes");
    let paths = home.paths();
    let mut cache = connect(&paths.cache).await;
    let mut user = connect(&paths.user).await;
    let queries = checked_queries();
    assert!(queries.len() > 50, "found only {} queries", queries.len());
    let mut scans = Vec::new();
    for query in queries {
        let steps = match plan(&mut cache, &query).await {
            Ok(steps) => steps,
            Err(_) => plan(&mut user, &query)
                .await
                .unwrap_or_else(|error| panic!("neither file knows this query ({error}): {query}")),
        };
        let excused = WHOLE_TABLE.iter().any(|(part, _)| {
            query.trim() == *part || (!part.starts_with("SELECT") && query.contains(part))
        });
        for step in steps {
            let scanned = LARGE.iter().any(|table| {
                step.strip_prefix("SCAN ")
                    .is_some_and(|rest| rest.split(' ').next() == Some(table))
            }) && !PARTIAL_INDEXES.iter().any(|index| step.contains(index));
            if scanned && !excused {
                scans.push(format!("«{step}» in:\n{query}"));
            }
        }
    }
    assert!(scans.is_empty(), "{}", scans.join("\n\n"));
}

#[tokio::test]
async fn a_customers_chats_are_found_through_indexes() {
    let home = Home::new();
    home.open().await.close().await.expect("the store closes");
    let mut cache = connect(&home.paths().cache).await;
    let wanted = [
        (
            "MIN(conversations.created_at) OVER",
            "SEARCH conversation_members USING PRIMARY KEY (person=?)",
        ),
        (
            "messages AS newest",
            "SEARCH newest USING INDEX messages_by_time (conversation=?)",
        ),
    ];
    for (part, step) in wanted {
        let query = checked_queries()
            .into_iter()
            .find(|query| query.contains(part));
        let query = query.unwrap_or_else(|| panic!("a query has «{part}»"));
        let steps = plan(&mut cache, &query).await.expect("a plan");
        assert!(
            steps.iter().any(|one| one == step),
            "«{step}» is missing in {steps:#?}"
        );
        assert!(!steps.iter().any(|one| one.starts_with("SCAN messages") || one.starts_with("SCAN conversation")), "{steps:#?}");
    }
}

async fn connect(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path);
    options.connect().await.expect("the file opens")
}

async fn plan(conn: &mut SqliteConnection, query: &str) -> Result<Vec<String>, sqlx::Error> {
    let rows = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}")))
        .fetch_all(conn)
        .await?;
    Ok(rows.iter().map(|row| row.get("detail")).collect())
}

/// What the compiler wrote down of each query.
fn checked_queries() -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(".sqlx");
    let entries = fs::read_dir(folder).expect("the checked queries are there");
    entries
        .map(|entry| {
            let text = fs::read_to_string(entry.expect("an entry").path()).expect("a file");
            let checked: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            checked["query"].as_str().expect("a query").to_owned()
        })
        .collect()
}
