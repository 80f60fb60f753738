//! The user's own views: conditions that all hold, kept beside what the user wrote.
use crate::support::*;
use protocol::{Conversation, OrderId, SupportType, UtcMs};
use store::limits::MOST_VIEWS;
use store::{InboxFilter, InboxSort, OwnView, Store, ViewWrite};

fn view(id: &str, filters: &[InboxFilter], words: &str) -> OwnView {
    OwnView {
        id: id.into(),
        name: format!("عرض {id}"),
        filters: filters.to_vec(),
        words: words.into(),
        tags: Vec::new(),
        sort: InboxSort::Newest,
    }
}

fn order_chat(id: &str, subject: &str, at: i64) -> Conversation {
    Conversation {
        subject: Some(Some(subject.into())),
        support_type: Some(SupportType::Order),
        related_order: OrderId::new(format!("66f2a1b3c4d5e6f70819{at:04}")),
        updated_at: Some(UtcMs(START + at)),
        ..whole(id, START + at)
    }
}

async fn with_chats(home: &Home) -> Store {
    let store = home.open().await;
    let general = Conversation {
        subject: Some(Some("فاتورة الشهر".into())),
        ..whole("general", START + 1)
    };
    let chats = vec![
        general,
        order_chat("late", "تأخّر الطلب", 2),
        order_chat("cold", "وصل بارداً", 3),
    ];
    apply(&store, records(chats)).await;
    store.star(&chat("late")).await.expect("starred");
    store
}

async fn shown(store: &Store, view: &OwnView) -> (Vec<String>, u32) {
    let written = store.put_own_view(view).await.expect("written");
    assert_eq!(written, ViewWrite::Written);
    let inbox = store.inbox_of_own_view(&view.id, 10).await.expect("read");
    let views = store.own_views().await.expect("read").views;
    let counted = views.iter().find(|one| one.view.id == view.id);
    let ids = inbox.rows.into_iter().map(|row| row.id.into_string());
    (ids.collect(), counted.expect("it is listed").count)
}

#[tokio::test]
async fn an_own_view_shows_what_all_its_conditions_hold_for() {
    let home = Home::new();
    let store = with_chats(&home).await;
    use InboxFilter::{All, Closed, Open, Orders, Starred};
    for (at, (filters, words, ids)) in [
        (&[Orders][..], "", &["cold", "late"][..]),
        (&[Orders, Starred], "", &["late"]),
        (&[Open, Orders], "تاخر", &["late"]),
        (&[All], "الفاتوره", &[]),
        (&[], "فاتوره", &["general"]),
        (&[Orders], "0003", &["cold"]),
        (&[Orders, Closed], "", &[]),
        (&[], "", &["cold", "late", "general"]),
    ]
    .into_iter()
    .enumerate()
    {
        let (found, count) = shown(&store, &view(&at.to_string(), filters, words)).await;
        assert_eq!(found, ids, "{filters:?} «{words}»");
        assert_eq!(
            count as usize,
            ids.len(),
            "the count of {filters:?} «{words}»"
        );
    }
}

#[tokio::test]
async fn an_own_view_has_its_order_and_its_window() {
    let home = Home::new();
    let store = with_chats(&home).await;
    apply(
        &store,
        events(vec![protocol::Message {
            conversation: chat("general"),
            ..message("m1", START + 9, "سلام")
        }]),
    )
    .await;
    for (sort, ids) in [
        (InboxSort::Newest, ["general", "cold"]),
        (InboxSort::Oldest, ["late", "cold"]),
        (InboxSort::Waiting, ["general", "cold"]),
    ] {
        let one = OwnView {
            sort,
            ..view("one", &[], "")
        };
        store.put_own_view(&one).await.expect("written");
        let inbox = store.inbox_of_own_view("one", 2).await.expect("read");
        let found: Vec<&str> = inbox.rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!((found, inbox.more), (ids.to_vec(), true), "{sort:?}");
    }
}

#[tokio::test]
async fn own_views_are_bounded_renamed_and_removed() {
    let home = Home::new();
    let store = home.open().await;
    for at in 0..MOST_VIEWS {
        let written = store.put_own_view(&view(&at.to_string(), &[], "")).await;
        assert_eq!(written.expect("written"), ViewWrite::Written);
    }
    let refused = store.put_own_view(&view("more", &[], "")).await;
    assert_eq!(refused.expect("answered"), ViewWrite::TooMany);
    let taken = OwnView {
        name: "عرض 1".into(),
        ..view("0", &[], "")
    };
    let refused = store.put_own_view(&taken).await;
    assert_eq!(refused.expect("answered"), ViewWrite::NameTaken);
    let renamed = OwnView {
        name: "عاجل".into(),
        ..view("0", &[InboxFilter::Unread], "")
    };
    store.put_own_view(&renamed).await.expect("renamed");
    store.delete_own_view("1").await.expect("removed");
    store.close().await.expect("closed");
    let store = home.open().await;
    let views = store.own_views().await.expect("read").views;
    assert_eq!(views.len(), MOST_VIEWS - 1);
    assert_eq!(views[0].view, renamed, "it keeps its place");
    assert_eq!(views[1].view.id, "2", "the removed one is gone");
    let gone = store.inbox_of_own_view("1", 10).await.expect("read");
    assert!(gone.rows.is_empty());
}

#[tokio::test]
async fn own_views_outlive_a_damaged_cache_and_a_lost_file() {
    let home = Home::new();
    let store = home.open().await;
    let kept = view("one", &[InboxFilter::Unread], "بيتزا");
    store.put_own_view(&kept).await.expect("written");
    store.close().await.expect("closed");
    std::fs::write(&home.paths().cache, b"no database").expect("damaged");
    std::fs::remove_file(&home.paths().user).expect("removed");
    let store = home.open().await;
    let views = store.own_views().await.expect("read").views;
    let views: Vec<OwnView> = views.into_iter().map(|one| one.view).collect();
    assert_eq!(views, [kept]);
}

#[tokio::test]
async fn a_views_tags_all_have_to_be_there_in_any_spelling() {
    let home = Home::new();
    let store = with_chats(&home).await;
    let tag = async |id: &str, tags: &[&str]| {
        let tags: Vec<String> = tags.iter().map(|&tag| tag.to_owned()).collect();
        store.set_tags(&chat(id), &tags).await.expect("tagged");
    };
    tag("late", &["شركة", "VIP"]).await;
    tag("cold", &["شركه الأمل", "vip"]).await;
    for (at, (tags, words, ids)) in [
        (&["vip"][..], "", &["cold", "late"][..]),
        (&["VIP", "شركة"], "", &["late"]),
        (&["شركة"], "", &["late"]),
        (&["vip"], "بارد", &["cold"]),
        (&["vip", "nobody"], "", &[]),
        (&["v"], "", &[]),
    ]
    .into_iter()
    .enumerate()
    {
        let tagged = OwnView {
            tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
            ..view(&at.to_string(), &[], words)
        };
        let count = u32::try_from(ids.len()).expect("few");
        let (shown, counted) = shown(&store, &tagged).await;
        assert_eq!(
            (shown, counted),
            (ids.iter().map(|&id| id.to_owned()).collect(), count),
            "{tags:?}"
        );
    }
    tag("cold", &[]).await;
    let again = store.inbox_of_own_view("0", 10).await.expect("read");
    assert_eq!(again.rows.len(), 1, "without the tag it is gone");
    store.close().await.expect("closed");
    let store = home.open().await;
    let kept = store.own_views().await.expect("read").views;
    assert_eq!(kept[1].view.tags, ["VIP", "شركة"], "as it was made");
}
