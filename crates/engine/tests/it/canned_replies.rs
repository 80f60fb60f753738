//! Canned replies: those that come with the program, the user's own, and files of them.
use crate::common::*;
use engine::{
    Engine, FileFault, FileRefusal, ImportedReplies, ReplyFault, ReplyFileFormat, SavedReply,
};

async fn signed_in() -> (Engine, Computer, impl Sized) {
    let (backend, _) = with_customer(backend::Dialect::Live).await;
    let computer = Computer::new();
    let engine = computer.start_signed_in(&backend.url()).await;
    (engine, computer, backend)
}

/// Signed in, without the replies that come with the program.
async fn without_replies() -> (Engine, Computer, impl Sized) {
    let (engine, computer, backend) = signed_in().await;
    for reply in engine.canned_replies().await.unwrap().replies {
        engine.delete_canned_reply(&reply.id).await.unwrap();
    }
    (engine, computer, backend)
}

async fn import(engine: &Engine, file: &[u8]) -> ImportedReplies {
    engine.import_canned_replies(file).await.unwrap()
}

fn refused(fault: FileFault, line: Option<u32>) -> ImportedReplies {
    let refusal = FileRefusal { fault, line };
    ImportedReplies::Refused { refusal }
}

/// Shortcut, category and text of each.
async fn kept(engine: &Engine) -> Vec<[String; 3]> {
    let replies = engine.canned_replies().await.unwrap().replies;
    let rows = replies.into_iter();
    rows.map(|reply| [reply.shortcut, reply.category, reply.text])
        .collect()
}

#[tokio::test]
async fn the_first_look_finds_replies_in_both_languages() {
    let (engine, _computer, _backend) = signed_in().await;
    let replies = engine.canned_replies().await.unwrap().replies;
    for shortcut in ["تأخير", "شكر", "late", "thanks"] {
        assert!(
            replies.iter().any(|reply| reply.shortcut == shortcut),
            "/{shortcut} is there"
        );
    }
    for reply in &replies {
        engine.delete_canned_reply(&reply.id).await.unwrap();
    }
    assert!(
        kept(&engine).await.is_empty(),
        "what was deleted does not come again"
    );
    engine.shutdown().await;
}

#[tokio::test]
async fn a_reply_is_tidied_and_refused_with_its_reason() {
    let (engine, _computer, _backend) = without_replies().await;
    let save = async |shortcut: &str, text: &str| {
        let (shortcut, text) = (shortcut.to_owned(), text.to_owned());
        engine
            .save_canned_reply(None, shortcut, "  بعد   البيع ".to_owned(), text)
            .await
            .unwrap()
    };
    let SavedReply::Saved { reply } = save(" /Late  Order", " نعتذر \n").await else {
        panic!("it was not kept");
    };
    assert_eq!(
        [&*reply.shortcut, &reply.category, &reply.text],
        ["late-order", "بعد البيع", "نعتذر"]
    );
    for (shortcut, text, fault) in [
        (" / ", "x", ReplyFault::ShortcutEmpty),
        ("x", " \n", ReplyFault::TextEmpty),
        ("late-order", "x", ReplyFault::ShortcutTaken),
        (&"x".repeat(33), "x", ReplyFault::ShortcutTooLong),
        ("x", &"x".repeat(5_001), ReplyFault::TextTooLong),
    ] {
        assert_eq!(save(shortcut, text).await, SavedReply::Refused { fault });
    }
    assert_eq!(kept(&engine).await.len(), 1);
    engine.shutdown().await;
}

#[tokio::test]
async fn tables_are_read_in_every_form_that_excel_writes() {
    let (engine, _computer, _backend) = without_replies().await;
    let table =
        "shortcut;category;text\r\nتأخير;التوصيل;\"نعتذر; سطر\r\nثانٍ \"\"هنا\"\"\"\r\n;;\r\n";
    let wanted = [["تأخير", "التوصيل", "نعتذر; سطر\r\nثانٍ \"هنا\""].map(str::to_owned)];
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(table.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let forms: [(&str, Vec<u8>); 6] = [
        ("UTF-8", table.into()),
        ("UTF-8 with its mark", format!("\u{feff}{table}").into()),
        ("UTF-16", utf16),
        (
            "cp1256",
            encoding_rs::WINDOWS_1256.encode(table).0.into_owned(),
        ),
        (
            "commas",
            "text,الاختصار,Category\n\"نعتذر; سطر\r\nثانٍ \"\"هنا\"\"\",/تأخير,التوصيل\n".into(),
        ),
        (
            "tabs",
            "الاختصار\tالتصنيف\tالنص\nتأخير\tالتوصيل\t\"نعتذر; سطر\r\nثانٍ \"\"هنا\"\"\"".into(),
        ),
    ];
    for (form, file) in forms {
        let imported = import(&engine, &file).await;
        assert_eq!(
            imported,
            ImportedReplies::Imported {
                added: 1,
                changed: 0
            },
            "{form}"
        );
        assert_eq!(kept(&engine).await, wanted, "{form}");
        let again = import(&engine, &file).await;
        assert_eq!(
            again,
            ImportedReplies::Imported {
                added: 0,
                changed: 0
            },
            "{form} again"
        );
        for reply in engine.canned_replies().await.unwrap().replies {
            engine.delete_canned_reply(&reply.id).await.unwrap();
        }
    }
    engine.shutdown().await;
}

#[tokio::test]
async fn a_bad_file_is_refused_with_its_line_and_changes_nothing() {
    let (engine, _computer, _backend) = without_replies().await;
    let good = "shortcut;text\nok;حاضر\n";
    import(&engine, good.as_bytes()).await;
    let large = vec![b'x'; 3 * 1024 * 1024];
    let long = format!("shortcut;text\na;1\n{};2\n", "s".repeat(40));
    let bad: [(&[u8], FileFault, Option<u32>); 13] = [
        (b"", FileFault::Empty, None),
        (b"shortcut;text\n\n", FileFault::Empty, None),
        (&large, FileFault::TooLarge, None),
        (b"\x89PNG\r\n\x1a\n\0\0\0", FileFault::NotText, None),
        (b"name;phone\na;b\n", FileFault::ColumnsUnnamed, Some(1)),
        (
            b"shortcut;text\nnew;1\nmore;x; y\n",
            FileFault::ColumnsTooMany,
            Some(3),
        ),
        (
            b"shortcut;text\nnew;1\nopen;\"x\nnext;y\n",
            FileFault::QuoteOpen,
            Some(3),
        ),
        (
            b"shortcut;text\nnew;\"1\n2\"\nempty;\n",
            FileFault::TextEmpty,
            Some(4),
        ),
        (
            b"shortcut;text\nnew;1\n;x\n",
            FileFault::ShortcutEmpty,
            Some(3),
        ),
        (
            b"shortcut;text\nnew;1\n/NEW;2\n",
            FileFault::ShortcutTwice,
            Some(3),
        ),
        (long.as_bytes(), FileFault::ShortcutTooLong, Some(3)),
        (
            b"[\n{\"shortcut\": \"new\", \"text\": \"1\"},\n{\"shortcut\": \"x\"}]",
            FileFault::JsonUnreadable,
            Some(3),
        ),
        (
            b"[\n{\"shortcut\": \"new\",\n\"text\": \"1\"},\n{\"shortcut\": ",
            FileFault::JsonUnreadable,
            Some(4),
        ),
    ];
    for (file, fault, line) in bad {
        assert_eq!(import(&engine, file).await, refused(fault, line));
        assert_eq!(kept(&engine).await.len(), 1, "after {fault:?}");
    }
    engine.shutdown().await;
}

#[tokio::test]
async fn an_export_is_read_back_as_it_was() {
    let (engine, _computer, _backend) = signed_in().await;
    let before = kept(&engine).await;
    for format in [ReplyFileFormat::Csv, ReplyFileFormat::Json] {
        let file = engine.export_canned_replies(format).await.unwrap();
        for reply in engine.canned_replies().await.unwrap().replies {
            engine.delete_canned_reply(&reply.id).await.unwrap();
        }
        let added = u32::try_from(before.len()).unwrap();
        let imported = import(&engine, &file).await;
        assert_eq!(
            imported,
            ImportedReplies::Imported { added, changed: 0 },
            "{format:?}"
        );
        assert_eq!(kept(&engine).await, before, "{format:?}");
    }
    engine.shutdown().await;
}

#[tokio::test]
async fn an_import_changes_the_reply_of_a_known_shortcut() {
    let (engine, _computer, _backend) = without_replies().await;
    import(&engine, "shortcut;text\nشكر;شكراً\nلحظة;لحظة\n".as_bytes()).await;
    let imported = import(
        &engine,
        "shortcut;text\nجديد;نعم\nلحظة;لحظة من فضلك\n".as_bytes(),
    )
    .await;
    assert_eq!(
        imported,
        ImportedReplies::Imported {
            added: 1,
            changed: 1
        }
    );
    let texts: Vec<String> = kept(&engine)
        .await
        .into_iter()
        .map(|[_, _, text]| text)
        .collect();
    assert_eq!(texts, ["شكراً", "لحظة من فضلك", "نعم"]);
    engine.shutdown().await;
}

#[tokio::test]
async fn a_file_of_many_short_replies_is_read_in_linear_time() {
    let (engine, _computer, _backend) = without_replies().await;
    let replies = (0..60_000).map(|number| format!(r#"{{"shortcut":"{number}","text":"a"}}"#));
    let file = format!("[{}]", replies.collect::<Vec<_>>().join(","));
    assert!(file.len() <= 2 * 1024 * 1024, "the file is small enough");
    let began = std::time::Instant::now();
    let imported = import(&engine, file.as_bytes()).await;
    let took = began.elapsed();
    assert!(
        matches!(&imported, ImportedReplies::Refused { refusal } if refusal.fault == FileFault::TooMany),
        "{imported:?}"
    );
    // Looked through anew for each reply, the file would take minutes.
    assert!(took.as_secs() < 20, "it took {took:?}");
    engine.shutdown().await;
}
