//! Whether a database has the schema that its migrations make.

use sha2::{Digest as _, Sha256};
use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::db::connection::{self, Kind};

#[cfg(test)]
#[path = "../../tests/unit/schema.rs"]
mod tests;

/// The digest of what all migrations of `user.db` make, so that a start need not make it to compare: that takes longer
/// than all else that is read there. A test holds it to the migrations. One that is outdated costs that time, no more.
const NEWEST_USER_SCHEMA: &str = "eb4d10a9e9c70c710377ffdb9c5fb33da9894ec6daaac6220df52fedd64cb08c";

/// What a database says of its schema and of the migrations that made it: a bent word in either would be refused as a
/// mistake of the program's.
#[derive(Debug, PartialEq, Eq)]
struct Schema {
    /// Each table, index and view: its name and its SQL.
    objects: Vec<(String, String)>,
    /// Each migration: its version, whether it succeeded, its checksum.
    applied: Vec<(i64, bool, Vec<u8>)>,
}

impl Schema {
    async fn load(conn: &mut SqliteConnection) -> Result<Self, StoreError> {
        let objects = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
        let applied = "SELECT version, success, checksum FROM _sqlx_migrations ORDER BY version";
        Ok(Self {
            objects: sqlx::query_as(objects).fetch_all(&mut *conn).await?,
            applied: sqlx::query_as(applied).fetch_all(conn).await?,
        })
    }

    /// What migrations make, up to this one.
    async fn made_by_migrations(kind: Kind, version: i64) -> Result<Self, StoreError> {
        let mut conn = SqliteConnection::connect("sqlite::memory:").await?;
        let migrated = connection::migrate_to(kind, &mut conn, version).await;
        let made = match migrated {
            Ok(()) => Self::load(&mut conn).await,
            Err(error) => Err(error),
        };
        drop(conn.close().await);
        made
    }

    /// A SHA-256 of all of it. Each part is preceded by its length, so that none can pass for two.
    fn digest(&self) -> String {
        let mut digest = Sha256::new();
        let mut add = |part: &[u8]| {
            digest.update(part.len().to_le_bytes());
            digest.update(part);
        };
        for (name, sql) in &self.objects {
            add(name.as_bytes());
            add(sql.as_bytes());
        }
        for (version, success, checksum) in &self.applied {
            add(&version.to_le_bytes());
            add(&[u8::from(*success)]);
            add(checksum);
        }
        let digest = digest.finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Whether the schema is the one that the migrations up to this one make.
pub(crate) async fn is_ours(
    kind: Kind,
    conn: &mut SqliteConnection,
    version: i64,
) -> Result<bool, StoreError> {
    if !connection::is_migration(kind, version) {
        return Ok(false);
    }
    let found = Schema::load(conn).await?;
    if kind == Kind::User && found.digest() == NEWEST_USER_SCHEMA {
        return Ok(true);
    }
    Ok(found == Schema::made_by_migrations(kind, version).await?)
}
