//! Files that are sent: uploaded once, then said once; cancelled, refused and lost without a loss.
use std::sync::atomic::Ordering::SeqCst;

use crate::common::*;
use backend::{Dialect, Server, UploadLimits};
use engine::{Config, Engine, Error, FileError, ImageSize};
use protocol::{ConversationId, MessageKind};
use store::{DeliveryState, LocalId, MessageRow, OutboxState};

struct Scene {
    backend: Server,
    proxy: Proxy,
    /// The backend's folder.
    data: tempfile::TempDir,
    computer: Computer,
    engine: Engine,
    salma: Person,
    chat: ConversationId,
}

/// Whether the backend has the upload route, and how large a file may be.
async fn scene(dialect: Dialect, uploads: Option<u64>) -> Scene {
    let data = tempfile::TempDir::new().expect("a folder");
    let mut kept = settings(dialect);
    kept.data = Some(data.path().to_owned());
    kept.uploads = uploads.map(|file_bytes| UploadLimits {
        file_bytes,
        ..UploadLimits::default()
    });
    let backend = backend_with_people(kept).await;
    let salma = person_at(&backend.url(), "salma").await;
    let proxy = Proxy::to_address(backend.address()).await.unwrap();
    let chat = salma.open_chat("سؤال").await.unwrap();
    let computer = Computer {
        upload_endpoint: "/uploads".to_owned(),
        ..Computer::new()
    };
    let engine = computer.start_signed_in(&proxy.url()).await;
    Scene {
        backend,
        proxy,
        data,
        computer,
        engine,
        salma,
        chat,
    }
}

impl Scene {
    async fn send(&self, name: &str, bytes: Vec<u8>) -> LocalId {
        let sent = self
            .engine
            .send_file(&self.chat, name, "application/pdf", bytes)
            .await;
        sent.expect("the file is queued")
    }

    /// How many files the server was given.
    fn uploaded(&self) -> usize {
        std::fs::read_dir(self.data.path().join("uploads")).map_or(0, Iterator::count)
    }

    async fn sent(&self, id: &LocalId) -> MessageRow {
        until(&self.engine, "the file is sent", || async {
            let row = self.engine.local_message(id).await.expect("read")?;
            (row.delivery == DeliveryState::Sent).then_some(row)
        })
        .await
    }

    /// The customer has one message. An engine that has started anew no longer tells a sent one by its local id.
    async fn heard_once(&self) {
        until(&self.engine, "the customer has it", || async {
            let heard = self.salma.messages(&self.chat).await.expect("read");
            (!heard.is_empty()).then_some(())
        })
        .await;
        let heard = self.salma.messages(&self.chat).await.expect("read");
        assert_eq!(heard.len(), 1, "the customer has it once");
    }

    async fn failed(&self, id: &LocalId) -> String {
        until(&self.engine, "the file fails", || async {
            let rows = self.engine.outbox().await.expect("read").rows;
            let row = rows.into_iter().find(|row| row.local_id == *id)?;
            match row.state {
                OutboxState::Failed { code, .. } => Some(code),
                _ => None,
            }
        })
        .await
    }
}

/// A picture with pixels, which is decoded in the end.
fn drawn_picture() -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    let drawn = image::DynamicImage::new_rgb8(40, 30);
    drawn.write_to(&mut file, image::ImageFormat::Png).unwrap();
    file.into_inner()
}

#[tokio::test]
async fn a_picture_is_uploaded_and_said_and_its_copy_goes() {
    for dialect in BOTH {
        let scene = scene(dialect, Some(1_000_000)).await;
        let picture = drawn_picture();
        let id = scene.send("../صورة\u{202e}.png", picture).await;
        let row = scene.sent(&id).await;
        assert_eq!(
            row.kind,
            MessageKind::Image,
            "{dialect:?}: told by its content"
        );
        assert_eq!(row.key, id.0, "{dialect:?}: it keeps its key");
        let heard = scene.salma.messages(&scene.chat).await.unwrap();
        assert_eq!(heard.len(), 1, "{dialect:?}: the customer has it once");
        assert!(
            heard[0].text.contains("/uploads/"),
            "{dialect:?}: {}",
            heard[0].text
        );
        let message = row.id.expect("the server has it");
        let shown = scene.engine.image(&message, ImageSize::Thumbnail).await;
        assert!(
            shown.is_ok(),
            "{dialect:?}: and it can be looked at: {shown:?}"
        );
        // Its event may come before the answer that ends its entry.
        until(&scene.engine, "nothing waits any more", || async {
            let copy = scene.engine.waiting_image(&id, ImageSize::Thumbnail).await;
            matches!(copy, Err(Error::NotFound(_))).then_some(())
        })
        .await;
        scene.engine.shutdown().await;
    }
}

#[tokio::test]
async fn another_file_is_sent_as_one_with_its_name_and_size() {
    let scene = scene(Dialect::Live, Some(1_000_000)).await;
    let id = scene.send("فاتورة.pdf", b"%PDF-1.7 bill".to_vec()).await;
    let row = scene.sent(&id).await;
    let file = row.file.expect("it carries a file");
    assert_eq!(
        (row.kind, file.name.as_deref(), file.size),
        (MessageKind::File, Some("فاتورة.pdf"), Some(13))
    );
    scene.engine.shutdown().await;
}

#[tokio::test]
async fn a_lost_answer_to_the_message_is_settled_without_a_second_upload() {
    for dialect in BOTH {
        let scene = scene(dialect, Some(1_000_000)).await;
        scene.proxy.faults.swallow_answers.store(true, SeqCst);
        let id = scene.send("a.png", testkit_net::pictures::png(4, 3)).await;
        // The answer to the upload may be lost as well: then the file is uploaded again, and nobody sees that.
        until(&scene.engine, "the message reaches the server", || async {
            (!scene.salma.messages(&scene.chat).await.unwrap().is_empty()).then_some(())
        })
        .await;
        let uploaded = scene.uploaded();
        scene.proxy.faults.swallow_answers.store(false, SeqCst);
        scene.sent(&id).await;
        assert_eq!(
            scene.salma.messages(&scene.chat).await.unwrap().len(),
            1,
            "{dialect:?}: said once"
        );
        assert_eq!(
            scene.uploaded(),
            uploaded,
            "{dialect:?}: not uploaded again"
        );
        scene.engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_retry_and_a_restart_send_what_was_uploaded_before() {
    let scene = scene(Dialect::Documented, Some(1_000_000)).await;
    *scene.proxy.faults.denied.lock() = Some("post /support/messages".to_owned());
    let id = scene.send("a.png", testkit_net::pictures::png(4, 3)).await;
    scene.failed(&id).await;
    assert_eq!(
        scene.uploaded(),
        1,
        "the file is there, its message was refused"
    );
    scene.engine.shutdown().await;
    *scene.proxy.faults.denied.lock() = None;
    let engine = scene.computer.start().await;
    online(&engine).await;
    engine.retry(&id).await.expect("retried");
    let scene = Scene { engine, ..scene };
    scene.heard_once().await;
    assert_eq!(scene.uploaded(), 1, "and was not uploaded again");
    scene.engine.shutdown().await;
}

#[tokio::test]
async fn what_was_queued_offline_is_uploaded_after_the_restart() {
    let scene = scene(Dialect::Documented, Some(1_000_000)).await;
    scene.proxy.faults.hang_calls.store(true, SeqCst);
    scene.proxy.faults.stall.store(true, SeqCst);
    scene.send("a.png", testkit_net::pictures::png(4, 3)).await;
    scene.engine.shutdown().await;
    scene.proxy.faults.hang_calls.store(false, SeqCst);
    scene.proxy.faults.stall.store(false, SeqCst);
    let engine = scene.computer.start().await;
    let scene = Scene { engine, ..scene };
    scene.heard_once().await;
    scene.engine.shutdown().await;
}

#[tokio::test]
async fn an_upload_can_be_cancelled_and_what_follows_goes_out() {
    let scene = scene(Dialect::Documented, Some(1_000_000)).await;
    scene.proxy.faults.hang_calls.store(true, SeqCst);
    let id = scene.send("a.png", testkit_net::pictures::png(4, 3)).await;
    let mut uploads = scene.engine.subscribe_uploads();
    let begun = uploads
        .wait_for(|all| all.iter().any(|one| one.local_id == id))
        .await;
    let total = begun.expect("told")[0].total;
    assert!(total > 0, "its progress is told");
    scene
        .engine
        .discard(&id)
        .await
        .expect("cancelled while it is under way");
    uploads
        .wait_for(Vec::is_empty)
        .await
        .expect("it is broken off");
    scene.proxy.faults.hang_calls.store(false, SeqCst);
    scene
        .engine
        .send(&scene.chat, "بعدها")
        .await
        .expect("queued");
    sent(&scene.engine, &scene.chat, "بعدها").await;
    let heard = scene.salma.messages(&scene.chat).await.unwrap();
    assert_eq!(heard.len(), 1, "the cancelled file was never said");
    scene.engine.shutdown().await;
}

#[tokio::test]
async fn each_refusal_says_why_and_loses_nothing() {
    let scene = scene(Dialect::Documented, Some(1_000)).await;
    let empty = scene
        .engine
        .send_file(&scene.chat, "a.png", "image/png", Vec::new())
        .await;
    assert_eq!(empty, Err(Error::File(FileError::Empty)));
    let forty = vec![0; 40_000_000];
    let large = scene
        .engine
        .send_file(&scene.chat, "a.png", "image/png", forty)
        .await;
    assert_eq!(large, Err(Error::File(FileError::TooLarge)));

    let id = scene.send("a.bin", vec![1; 1_001]).await;
    assert_eq!(scene.failed(&id).await, "file-too-large-for-server", "413");
    scene.engine.discard(&id).await.expect("cancelled");
    let page = scene
        .engine
        .send_file(&scene.chat, "a.html", "text/html", b"<p>".to_vec())
        .await;
    assert_eq!(
        scene.failed(&page.expect("queued")).await,
        "file-type-refused",
        "415"
    );

    scene.engine.set_upload_endpoint("/nowhere");
    let id = scene.send("b.bin", vec![1; 10]).await;
    assert_eq!(scene.failed(&id).await, "no-upload-endpoint", "404");
    scene.engine.set_upload_endpoint("/uploads");
    scene
        .engine
        .retry(&id)
        .await
        .expect("retried where there is one");
    scene.sent(&id).await;

    scene.engine.set_upload_endpoint("");
    let nowhere = scene
        .engine
        .send_file(&scene.chat, "c.bin", "", vec![1])
        .await;
    assert_eq!(nowhere, Err(Error::File(FileError::NoEndpoint)));
    scene.engine.shutdown().await;
}

#[tokio::test]
async fn a_copy_that_is_not_what_was_queued_is_not_sent() {
    let scene = scene(Dialect::Documented, Some(1_000)).await;
    scene.proxy.faults.hang_calls.store(true, SeqCst);
    let id = scene.send("a.bin", vec![1; 10]).await;
    scene.engine.shutdown().await;
    scene.proxy.faults.hang_calls.store(false, SeqCst);
    let mut folders = vec![scene.computer.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false if entry.file_name().to_string_lossy() == id.0 => {
                    std::fs::write(entry.path(), b"less").unwrap();
                }
                false => {}
            }
        }
    }
    let engine = scene.computer.start().await;
    let scene = Scene { engine, ..scene };
    assert_eq!(scene.failed(&id).await, "file-missing");
    assert_eq!(scene.uploaded(), 0, "nothing of it left");
    scene.engine.shutdown().await;
}

#[tokio::test]
async fn the_token_goes_to_the_accounts_server_alone() {
    let computer = Computer::new();
    let engine = Engine::start(Config {
        upload_endpoint: "/uploads".to_owned(),
        ..computer.config()
    })
    .await
    .expect("the engine starts");
    for good in [
        "",
        "uploads",
        "/v1/files?kind=support",
        "https://files.example.com/in",
    ] {
        assert_eq!(engine.check_upload_endpoint(good), Ok(()), "{good}");
    }
    for bad in [
        "http://files.example.com/in",
        "ftp://a.example/x",
        "https://me@files.example.com/in",
        "https://",
        "/",
    ] {
        let refused = engine.check_upload_endpoint(bad);
        assert_eq!(refused, Err(Error::File(FileError::BadEndpoint)), "{bad}");
    }
    engine.shutdown().await;

    // Another server that takes files gets this account's file and never its token: it refuses what has none.
    let other = backend_with_people(backend::Settings {
        uploads: Some(UploadLimits::default()),
        ..settings(Dialect::Documented)
    })
    .await;
    let scene = scene(Dialect::Documented, Some(1_000)).await;
    scene
        .engine
        .set_upload_endpoint(&format!("{}/uploads", other.url()));
    let foreign = scene
        .engine
        .send_file(&scene.chat, "a.bin", "", vec![1])
        .await;
    assert_eq!(
        foreign,
        Err(Error::File(FileError::BadEndpoint)),
        "http is for the account's own server"
    );
    scene.engine.shutdown().await;
    drop(scene.backend);
}

#[tokio::test]
async fn a_picture_is_sent_by_its_address() {
    let scene = scene(Dialect::Documented, None).await;
    for bad in [
        "http://a.example/x.png",
        "https://localhost/x.png",
        "https://10.0.0.1/x.png",
        "x",
    ] {
        let refused = scene.engine.send_picture_link(&scene.chat, bad).await;
        assert!(
            matches!(refused, Err(Error::BadAddress(_))),
            "{bad}: {refused:?}"
        );
    }
    let url = "https://img.example.com/menu.png";
    let id = scene
        .engine
        .send_picture_link(&scene.chat, url)
        .await
        .expect("queued");
    let row = scene.sent(&id).await;
    assert_eq!((row.kind, row.content.as_str()), (MessageKind::Image, url));
    scene.engine.shutdown().await;
}
