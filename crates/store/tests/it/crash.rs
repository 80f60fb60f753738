//! A process that is killed in the middle of writing loses nothing that was acknowledged.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::*;
use store::{LocalId, Store, StorePaths, system_clock};

/// Names the folder to a second process, which is this very test.
const FOLDER: &str = "AVVENTO_STORE_CRASH_FOLDER";
const MESSAGES: usize = 25;

#[tokio::test]
async fn what_was_acknowledged_outlives_a_killed_process() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        write_until_killed(Path::new(&folder)).await;
    }
    let home = Home::new();
    let acknowledged = acknowledged_before_the_kill(home.folder.path());
    let opened = home.opened().await;
    assert!(opened.notices.is_empty(), "nothing is damaged");
    let kept: Vec<LocalId> = opened
        .store
        .outbox()
        .await
        .unwrap()
        .entries
        .into_iter()
        .map(|entry| entry.local_id)
        .collect();
    for id in &acknowledged {
        assert!(kept.contains(id), "{} was acknowledged and is gone", id.0);
    }
    assert_eq!(
        kept[..acknowledged.len()],
        acknowledged[..],
        "in the order in which they were written"
    );
    let shown = keys(&opened.store).await;
    assert_eq!(shown.len(), kept.len(), "and each is shown");
}

/// Starts the second process, and kills it once enough was acknowledged.
fn acknowledged_before_the_kill(folder: &Path) -> Vec<LocalId> {
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "crash::what_was_acknowledged_outlives_a_killed_process",
            "--nocapture",
        ])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the test starts itself");
    let lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    let acknowledged = lines
        .map_while(Result::ok)
        .filter_map(|line| Some(LocalId(line.strip_prefix("queued ")?.to_owned())))
        .take(MESSAGES)
        .collect();
    writer.kill().expect("the writer is killed");
    writer.wait().unwrap();
    acknowledged
}

#[allow(
    clippy::print_stdout,
    reason = "the first process hears of each message"
)]
async fn write_until_killed(folder: &Path) {
    let paths = StorePaths::in_folder(&folder.join("profile"));
    let store = Store::open(paths, system_clock()).await.unwrap().store;
    store.set_me(admin("me")).await.unwrap();
    loop {
        let id = queue(&store, "لا تضيعني").await;
        println!("\nqueued {}", id.0);
    }
}
