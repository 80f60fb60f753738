//! How much room the store's files take: asked when the settings are opened.

use std::fs;
use std::path::Path;

use crate::db::files;
use crate::model::storage_usage::StorageUsage;
use crate::{Store, StoreError};

/// What a file of the store belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Cache,
    User,
    Attachments,
    Reserve,
}

impl Store {
    /// Measures the files, and counts what the cache holds.
    pub async fn storage_usage(&self) -> Result<StorageUsage, StoreError> {
        let paths = self.inner.paths.clone();
        let measured = tokio::task::spawn_blocking(move || measure(files::folder_of(&paths.cache)));
        let mut usage = measured.await.unwrap_or_default();
        let mut cache = self.read_cache().await?;
        let counted = sqlx::query!(
            r#"SELECT (SELECT COUNT(*) FROM conversations) AS "conversations!: u32",
                   (SELECT COUNT(*) FROM messages) AS "messages!: u32""#
        )
        .fetch_one(&mut *cache)
        .await;
        let counted = self.report_errors(counted)?;
        let free = "SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size";
        let free: Result<i64, _> = sqlx::query_scalar(free).fetch_one(&mut *cache).await;
        usage.free_bytes = u64::try_from(self.report_errors(free)?).unwrap_or_default();
        usage.conversations = counted.conversations.into();
        usage.messages = counted.messages.into();
        Ok(usage)
    }
}

/// Adds the files' sizes up. What cannot be read counts as nothing.
fn measure(folder: &Path) -> StorageUsage {
    let mut usage = StorageUsage::default();
    let Ok(entries) = fs::read_dir(folder) else {
        return usage;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(part) = part_of(&name.to_string_lossy()) else {
            continue;
        };
        let size = match part {
            Part::Attachments => size_within(&entry.path()),
            _ => entry.metadata().map_or(0, |file| file.len()),
        };
        match part {
            Part::Cache => usage.cache_bytes += size,
            Part::User | Part::Attachments => usage.user_bytes += size,
            Part::Reserve => usage.reserve_bytes += size,
        }
    }
    usage
}

fn size_within(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .filter_map(|file| Some(file.metadata().ok()?.len()))
        .sum()
}

/// What a file belongs to, by its name: what lies beside a database is called after it.
fn part_of(name: &str) -> Option<Part> {
    match name {
        _ if name.starts_with("cache.db") => Some(Part::Cache),
        _ if name.starts_with("user.reserve") => Some(Part::Reserve),
        "attachments" => Some(Part::Attachments),
        _ if name.starts_with("user.") => Some(Part::User),
        _ => None,
    }
}
