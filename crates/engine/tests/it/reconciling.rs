//! Messages whose answer was lost: settled by looking, never sent twice, never forgotten.
use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use crate::common::*;
use backend::{Dialect, Server};
use engine::{Engine, Error};
use protocol::ConversationId;
use store::{DeliveryState, OutboxState};

const SETTLED: Duration = Duration::from_secs(1);

/// A chat of Salma's with an admin whose line can be broken, and whose engine does what it is told.
pub(crate) struct Scene {
    _backend: Server,
    pub(crate) proxy: Proxy,
    computer: Computer,
    clock: ManualClock,
    pub(crate) engine: Engine,
    pub(crate) salma: Person,
    /// The admin, at another computer.
    pub(crate) elsewhere: Person,
    pub(crate) chat: ConversationId,
}

impl Scene {
    pub(crate) async fn new(dialect: Dialect) -> Self {
        let (backend, proxy, salma) = behind_proxy(dialect).await;
        let elsewhere = person_at(&backend.url(), "mudir").await;
        let chat = salma.open_chat("سؤال").await.unwrap();
        let (computer, clock) = Computer::with_manual_clock();
        let engine = computer.start_on_request_as(&proxy.url(), "mudir").await;
        Self {
            _backend: backend,
            proxy,
            computer,
            clock,
            engine,
            salma,
            elsewhere,
            chat,
        }
    }

    fn posts(&self) -> usize {
        self.proxy.faults.counts.posts.load(SeqCst)
    }

    pub(crate) async fn work(&self) -> usize {
        self.engine.work_outbox_once().await.expect("worked")
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, time: Duration) {
        self.clock.advance(time);
    }

    pub(crate) async fn standing(&self) -> OutboxState {
        waiting_row(&self.engine).await.state
    }
}

#[tokio::test]
async fn a_message_is_resent_only_after_the_settle_time() {
    for dialect in BOTH {
        let mut scene = Scene::new(dialect).await;
        scene.proxy.faults.swallow_messages.store(true, SeqCst);
        scene
            .engine
            .send(&scene.chat, "ضائعة")
            .await
            .expect("queued");
        assert_eq!(scene.work().await, 1);
        assert_eq!(scene.standing().await, OutboxState::Checking);
        scene.proxy.faults.swallow_messages.store(false, SeqCst);
        for _ in 0..5 {
            assert_eq!(scene.work().await, 1, "{dialect:?}: it is looked for");
            assert_eq!(scene.standing().await, OutboxState::Checking);
        }
        assert_eq!(scene.posts(), 1, "{dialect:?}: and not sent again");
        // The time passes while the server cannot be asked: that settles nothing.
        scene.clock.advance(SETTLED);
        scene.proxy.faults.asleep.store(true, SeqCst);
        scene.work().await;
        assert_eq!(scene.standing().await, OutboxState::Checking);
        assert_eq!(scene.posts(), 1, "{dialect:?}: it could not be looked for");
        scene.proxy.faults.asleep.store(false, SeqCst);
        // A restart knows nothing of the time that has passed.
        scene.engine.shutdown().await;
        scene.engine = scene.computer.start_on_request().await;
        scene.work().await;
        assert_eq!(scene.standing().await, OutboxState::Checking);
        assert_eq!(scene.posts(), 1, "{dialect:?}: the time begins anew");
        scene.clock.advance(SETTLED);
        scene.work().await;
        assert_eq!(
            scene.standing().await,
            OutboxState::Pending,
            "{dialect:?}: it is not there"
        );
        scene.work().await;
        assert_eq!(scene.posts(), 2, "{dialect:?}: so it is sent again");
        assert!(scene.engine.outbox().await.expect("read").rows.is_empty());
        assert_eq!(scene.salma.count_of(&scene.chat, "ضائعة").await.unwrap(), 1);
        scene.engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_lost_or_cut_answer_is_reconciled_by_one_lookup() {
    for dialect in BOTH {
        let scene = Scene::new(dialect).await;
        let faults = &scene.proxy.faults;
        for (text, fault) in [
            ("بلا جواب", &faults.swallow_answers),
            ("نصف جواب", &faults.truncate_answers),
        ] {
            fault.store(true, SeqCst);
            let local = scene.engine.send(&scene.chat, text).await.expect("queued");
            scene.work().await;
            fault.store(false, SeqCst);
            assert_eq!(scene.standing().await, OutboxState::Checking);
            // The looking is shown, and the message once.
            let shown = rows(&scene.engine, &scene.chat).await;
            let mine = shown.iter().filter(|row| row.content == text);
            assert_eq!(mine.count(), 1, "{dialect:?}: {shown:?}");
            scene.work().await;
            let row = sent(&scene.engine, &scene.chat, text).await;
            assert_eq!(row.local_id, Some(local), "{dialect:?}: it kept its key");
            assert_eq!(scene.salma.count_of(&scene.chat, text).await.unwrap(), 1);
        }
        assert_eq!(scene.posts(), 2, "{dialect:?}: each was posted once");
        scene.engine.shutdown().await;
    }
}

#[tokio::test]
async fn two_identical_texts_in_a_row_are_two_messages() {
    for dialect in BOTH {
        let scene = Scene::new(dialect).await;
        scene.proxy.faults.swallow_answers.store(true, SeqCst);
        let first = scene.engine.send(&scene.chat, "نعم").await.expect("queued");
        let second = scene.engine.send(&scene.chat, "نعم").await.expect("queued");
        for _ in 0..2 {
            scene.work().await; // Sent, and the answer lost.
            scene.work().await; // Looked for, and found.
        }
        assert_eq!(
            scene.salma.count_of(&scene.chat, "نعم").await.unwrap(),
            2,
            "{dialect:?}"
        );
        let shown = rows(&scene.engine, &scene.chat).await;
        let keys: Vec<_> = shown
            .iter()
            .filter_map(|row| row.local_id.clone())
            .collect();
        assert_eq!(keys, vec![first, second], "{dialect:?}: in order");
        assert!(shown.iter().all(|row| row.delivery == DeliveryState::Sent));
        scene.engine.shutdown().await;
    }
}

#[tokio::test]
async fn what_was_said_elsewhere_before_is_not_taken_for_it() {
    for dialect in BOTH {
        let scene = Scene::new(dialect).await;
        // The engine has not heard of this when it sends.
        scene
            .elsewhere
            .send_message(&scene.chat, "تم")
            .await
            .unwrap();
        scene.proxy.faults.swallow_messages.store(true, SeqCst);
        scene.engine.send(&scene.chat, "تم").await.expect("queued");
        scene.work().await;
        scene.proxy.faults.swallow_messages.store(false, SeqCst);
        scene.work().await;
        assert_eq!(
            scene.standing().await,
            OutboxState::Checking,
            "{dialect:?}: that one was there before"
        );
        scene.clock.advance(SETTLED);
        scene.work().await;
        scene.work().await;
        assert_eq!(
            scene.salma.count_of(&scene.chat, "تم").await.unwrap(),
            2,
            "{dialect:?}: it was said twice"
        );
        assert_eq!(texts(&scene.engine, &scene.chat).await, vec!["تم", "تم"]);
        scene.engine.shutdown().await;
    }
}

#[tokio::test]
async fn the_user_is_asked_only_when_several_could_be_it() {
    for dialect in BOTH {
        for there in [true, false] {
            let scene = Scene::new(dialect).await;
            scene.proxy.faults.swallow_answers.store(true, SeqCst);
            let local = scene
                .engine
                .send(&scene.chat, "حاضر")
                .await
                .expect("queued");
            scene.work().await;
            scene.proxy.faults.swallow_answers.store(false, SeqCst);
            scene
                .elsewhere
                .send_message(&scene.chat, "حاضر")
                .await
                .unwrap();
            scene.work().await;
            assert!(
                matches!(scene.standing().await, OutboxState::Failed { code, .. } if code == "ambiguous-send"),
                "{dialect:?}: the user is asked"
            );
            scene.clock.advance(SETTLED);
            assert_eq!(scene.work().await, 0, "{dialect:?}: and nothing goes on");
            let times = if there {
                scene.engine.confirm_sent(&local).await.expect("confirmed");
                2
            } else {
                scene.engine.retry(&local).await.expect("sent again");
                scene.work().await;
                3
            };
            assert!(scene.engine.outbox().await.expect("read").rows.is_empty());
            assert_eq!(
                scene.salma.count_of(&scene.chat, "حاضر").await.unwrap(),
                times
            );
            let shown = texts(&scene.engine, &scene.chat).await;
            assert_eq!(shown.len(), times, "{dialect:?}: each once: {shown:?}");
            let row = scene.engine.local_message(&local).await.expect("read");
            assert_eq!(row.map(|row| row.delivery), Some(DeliveryState::Sent));
            scene.engine.shutdown().await;
        }
    }
}

#[tokio::test]
async fn an_edit_accepted_before_the_send_is_what_is_sent() {
    for dialect in BOTH {
        let scene = Scene::new(dialect).await;
        let local = scene.engine.send(&scene.chat, "قديم").await;
        let local = local.expect("queued");
        let mut pages = scene.proxy.hold_pages();
        let edits = async {
            let page = pages.recv().await.expect("the chat is looked at");
            scene.engine.edit(&local, "جديد").await.expect("accepted");
            page.send(()).expect("it waits");
            drop(pages);
        };
        tokio::join!(scene.work(), edits);
        work_off(&scene.engine).await;
        let times = |text| scene.salma.count_of(&scene.chat, text);
        assert_eq!(
            times("جديد").await.unwrap(),
            1,
            "{dialect:?}: what was accepted"
        );
        assert_eq!(
            times("قديم").await.unwrap(),
            0,
            "{dialect:?}: and nothing else"
        );
        scene.engine.shutdown().await;
    }
}

#[tokio::test]
async fn what_the_server_fails_at_again_and_again_is_left_to_the_user() {
    let scene = Scene::new(Dialect::Live).await;
    let faults = &scene.proxy.faults;
    *faults.failing.lock() = Some("post /support/messages".to_owned());
    let local = scene.engine.send(&scene.chat, "عسيرة").await;
    let local = local.expect("queued");
    until(&scene.engine, "it is left to the user", || async {
        scene.work().await;
        scene.clock.advance(SETTLED);
        let standing = scene.standing().await;
        matches!(standing, OutboxState::Failed { code, .. } if code == "server-failed")
            .then_some(())
    })
    .await;
    assert_eq!(
        faults.counts.failures.load(SeqCst),
        8,
        "and not without end"
    );
    *faults.failing.lock() = None;
    scene.engine.retry(&local).await.expect("once more");
    until(&scene.engine, "it is looked for, and sent", || async {
        scene.work().await;
        scene.clock.advance(SETTLED);
        let left = scene.engine.unsent().await.expect("counted");
        (left.messages() == 0).then_some(())
    })
    .await;
    assert_eq!(scene.salma.count_of(&scene.chat, "عسيرة").await.unwrap(), 1);
    scene.engine.shutdown().await;
}

#[tokio::test]
async fn a_message_nobody_can_look_for_is_left_to_the_user() {
    for dialect in BOTH {
        let scene = Scene::new(dialect).await;
        let faults = &scene.proxy.faults;
        faults.swallow_answers.store(true, SeqCst);
        let local = scene
            .engine
            .send(&scene.chat, "حاضر")
            .await
            .expect("queued");
        scene.work().await;
        faults.swallow_answers.store(false, SeqCst);
        scene.work().await;
        let pages = format!("get /support/conversations/{}/messages", scene.chat);
        *faults.denied.lock() = Some(pages);
        let second = scene
            .engine
            .send(&scene.chat, "ثم هذا")
            .await
            .expect("queued");
        assert_ne!(local, second);
        faults.swallow_messages.store(true, SeqCst);
        scene.work().await;
        faults.swallow_messages.store(false, SeqCst);
        for _ in 0..3 {
            scene.work().await;
            scene.clock.advance(SETTLED);
        }
        let standing = scene.standing().await;
        assert!(
            matches!(&standing, OutboxState::Failed { code, .. } if code == "unsettled-send"),
            "{dialect:?}: {standing:?}"
        );
        let confirmed = scene.engine.confirm_sent(&second).await;
        assert!(
            matches!(confirmed, Err(Error::UnsettledSend(_))),
            "{dialect:?}: nothing could be it: {confirmed:?}"
        );
        let restored = scene.engine.restore(&second).await;
        assert!(
            matches!(restored, Err(Error::TooLate)),
            "{dialect:?}: it was not cancelled: {restored:?}"
        );
        *faults.denied.lock() = None;
        scene.engine.retry(&second).await.expect("again");
        work_off(&scene.engine).await;
        for text in ["حاضر", "ثم هذا"] {
            assert_eq!(
                scene.salma.count_of(&scene.chat, text).await.unwrap(),
                1,
                "{dialect:?}"
            );
        }
        scene.engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_look_goes_back_over_hundreds_of_messages_to_what_was_known() {
    let scene = Scene::new(Dialect::Live).await;
    scene.proxy.faults.swallow_answers.store(true, SeqCst);
    let local = scene
        .engine
        .send(&scene.chat, "قبل الزحام")
        .await
        .expect("queued");
    scene.work().await;
    scene.proxy.faults.swallow_answers.store(false, SeqCst);
    for number in 0..230 {
        scene
            .salma
            .send_message(&scene.chat, &format!("{number}"))
            .await
            .unwrap();
    }
    scene.clock.advance(SETTLED);
    scene.work().await;
    scene.work().await;
    let row = sent(&scene.engine, &scene.chat, "قبل الزحام").await;
    assert_eq!(row.local_id, Some(local));
    assert_eq!(scene.posts(), 1, "it was found, not sent again");
    assert_eq!(scene.salma.messages(&scene.chat).await.unwrap().len(), 231);
    scene.engine.shutdown().await;
}
