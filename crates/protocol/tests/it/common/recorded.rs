//! The people and messages of the live recordings.

use protocol::{Attachment, Message, MessageKind, Participant, Role};

use crate::common::{at, live, only, text};

pub const LIVE_CHAT: &str = "6b0310681f635d03634ef05d";
pub const LIVE_ADMIN: &str = "640000000000000000000001";
pub const LIVE_USER: &str = "640000000000000000000004";

pub fn admin() -> Participant {
    live(LIVE_ADMIN, "admin", Role::Admin, "091000001")
}

pub fn customer() -> Participant {
    live(LIVE_USER, "user", Role::User, "091000004")
}

pub fn invoice() -> Message {
    Message {
        sender: Some(only(LIVE_ADMIN)),
        kind: MessageKind::File,
        file: Some(Attachment {
            url: "https://files.example/invoice-1234.pdf".to_owned(),
            name: Some("invoice-1234.pdf".to_owned()),
            size: Some(48_213),
        }),
        created_at: at("2026-11-22T15:55:20.763Z"),
        updated_at: at("2026-11-22T15:55:20.763Z"),
        ..text("6b0310681f635d03634ef071", LIVE_CHAT, "الفاتورة")
    }
}

pub fn answer() -> Message {
    Message {
        sender: Some(only(LIVE_ADMIN)),
        created_at: at("2026-11-22T15:55:20.758Z"),
        updated_at: at("2026-11-22T15:55:20.758Z"),
        ..text(
            "6b0310681f635d03634ef070",
            LIVE_CHAT,
            "حاضر، طلبك في الطريق",
        )
    }
}

pub fn greeting() -> Message {
    Message {
        sender: Some(customer()),
        created_at: at("2026-11-22T15:55:20.743Z"),
        updated_at: at("2026-11-22T15:55:20.743Z"),
        ..text("6b0310681f635d03634ef06f", LIVE_CHAT, "أهلا")
    }
}
