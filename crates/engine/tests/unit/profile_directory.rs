//! `profiles.json` by itself, with several who change it: a window, `desk`, a second start.

use std::collections::BTreeSet;

use super::*;

/// How many sign in at the same time, and how often each.
const WRITERS: usize = 2;
const EACH: usize = 40;

fn owner(name: &str) -> StoredAccount {
    StoredAccount {
        server: "https://avvento.example".to_owned(),
        me: Participant {
            id: UserId::new(name).expect("an id"),
            name: None,
            role: None,
            phone: None,
        },
        remembered: true,
    }
}

#[test]
fn people_who_sign_in_at_the_same_time_are_all_remembered() {
    let folder = tempfile::tempdir().expect("a folder");
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            // Each of its own, as in another process.
            let directory = ProfileDirectory::open(folder.path()).expect("opened");
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_time()
                    .build()
                    .expect("a runtime");
                runtime.block_on(async {
                    for at in 0..EACH {
                        let owner = owner(&format!("{writer}-{at}"));
                        directory.save_account(&owner).await.expect("remembered");
                    }
                });
            });
        }
    });
    let directory = ProfileDirectory::open(folder.path()).expect("opened");
    let known: BTreeSet<_> = directory
        .accounts()
        .into_iter()
        .map(|owner| owner.me.id.to_string())
        .collect();
    assert_eq!(known.len(), WRITERS * EACH, "some were lost: {known:?}");
}

#[tokio::test]
async fn who_holds_the_profiles_for_ever_is_not_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let directory = ProfileDirectory::open(folder.path()).expect("opened");
    directory.save_account(&owner("mudir")).await.expect("free");
    let held = directory.lock_file().await.expect("locked");
    let began = Instant::now();
    let refused = directory.save_account(&owner("salma")).await;
    assert!(matches!(refused, Err(Error::DiskFailed(_))), "{refused:?}");
    assert!(began.elapsed() <= PROFILES_WAIT * 2, "waited too long");
    assert_eq!(directory.accounts().len(), 1, "nothing was written");
    drop(held);
    directory.save_account(&owner("salma")).await.expect("free");
    assert_eq!(directory.accounts().len(), 2, "both are remembered");
}
