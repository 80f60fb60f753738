//! Which SQLite is linked.
use crate::support::Home;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;

/// The first version in which a reset of the WAL cannot lose a commit.
const FIRST_SOUND: [u32; 3] = [3, 51, 3];

#[tokio::test]
async fn the_linked_sqlite_has_the_fix_of_the_wal_reset() {
    let home = Home::new();
    home.open().await.close().await.expect("the store closes");
    let options = SqliteConnectOptions::new().filename(home.paths().cache);
    let mut cache = options.connect().await.expect("the cache opens");
    let version: String = sqlx::query_scalar("SELECT sqlite_version()")
        .fetch_one(&mut cache)
        .await
        .expect("it says its version");
    let parts: Vec<u32> = version
        .split('.')
        .map(|part| part.parse().expect("a number"))
        .collect();
    assert!(
        parts.as_slice() >= FIRST_SOUND.as_slice(),
        "SQLite {version} is linked; the first sound one is {FIRST_SOUND:?}"
    );
}
