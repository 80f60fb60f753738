//! Records to JSON, in either dialect (CONTRACT sections 2 to 4).
//!
//! The live dialect names people by bare ids in some places and by objects in others; it does so here
//! exactly where the fixtures do.

use protocol::{MessageKind, Role, UserId};
use serde_json::{Map, Value, json};

use crate::Dialect;
use crate::records::{ConversationRecord, Member, MessageRecord, Person};
use crate::tables::messages::Page;
use crate::uploads::UPLOADS;

/// Where the pictures of the demo data are served.
pub(crate) const IMAGES: &str = "/demo/images/";

/// Turns records into the payloads of a dialect.
#[derive(Clone, Debug)]
pub(crate) struct Payloads {
    dialect: Dialect,
    /// `http://ADDRESS`: pictures and uploads are stored without it, since the port may change.
    origin: String,
}

impl Payloads {
    pub(crate) fn new(dialect: Dialect, origin: String) -> Self {
        Self { dialect, origin }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// `http://ADDRESS`, where our own pictures are.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// A conversation as REST answers it to `viewer`.
    pub(crate) fn conversation(&self, record: &ConversationRecord, viewer: &UserId) -> Value {
        let mut object = self.conversation_core(record);
        let last = record.last_message.as_ref();
        match self.dialect {
            Dialect::Documented => {
                object.insert(
                    "lastMessage".into(),
                    last.map_or(Value::Null, |m| self.brief(m)),
                );
                let unread = record.member(viewer).map_or(0, |member| member.unread);
                object.insert("unreadCount".into(), json!(unread));
            }
            Dialect::Live => {
                let written = last.map(|message| self.message(message));
                object.insert("lastMessage".into(), written.unwrap_or_default());
                object.insert(
                    "lastMessageAt".into(),
                    json!(last.map(|m| m.created_at.to_iso())),
                );
                let (support, participant) = unread_by_side(&record.members);
                object.insert("unreadCountSupport".into(), json!(support));
                object.insert("unreadCountParticipant".into(), json!(participant));
                object.insert("__v".into(), json!(0));
            }
        }
        Value::Object(object)
    }

    /// The event `new-conversation`: documented without `lastMessage` and `unreadCount`.
    pub(crate) fn new_conversation(&self, record: &ConversationRecord, viewer: &UserId) -> Value {
        match self.dialect {
            Dialect::Documented => Value::Object(self.conversation_core(record)),
            Dialect::Live => self.conversation(record, viewer),
        }
    }

    /// The event `conversation-updated`: live, only a part of the record.
    pub(crate) fn updated(&self, record: &ConversationRecord, viewer: &UserId) -> Value {
        match self.dialect {
            Dialect::Documented => self.conversation(record, viewer),
            Dialect::Live => json!({
                "conversationId": record.id,
                "status": record.status,
                "lastMessage": record.last_message.as_ref().map(|m| self.message(m)),
                "updatedAt": record.updated_at.to_iso(),
            }),
        }
    }

    /// A message as REST answers it.
    pub(crate) fn message(&self, record: &MessageRecord) -> Value {
        let mut object = self.message_core(record);
        if self.dialect == Dialect::Live {
            object.insert("conversation".into(), json!({ "_id": record.conversation }));
            object.insert("sender".into(), json!(record.sender.id));
            object.insert("__v".into(), json!(0));
        }
        Value::Object(object)
    }

    /// The event `new-message`.
    pub(crate) fn new_message(&self, record: &MessageRecord) -> Value {
        Value::Object(self.message_core(record))
    }

    pub(crate) fn page(&self, messages: &[MessageRecord], total: i64, page: Page) -> Value {
        let messages: Vec<Value> = messages
            .iter()
            .map(|message| self.message(message))
            .collect();
        json!({ "messages": messages, "total": total, "page": page.page, "limit": page.limit })
    }

    /// The answer to a sign-in (CONTRACT section 1).
    pub(crate) fn sign_in(&self, person: &Person, phone_checked: bool, token: &str) -> Value {
        json!({
            "success": true,
            "user": {
                "_id": person.id,
                "username": person.username,
                "phone": person.phone,
                "role": person.role,
                "name": person.name,
                "isVerified": phone_checked,
            },
            "token": token,
        })
    }

    fn conversation_core(&self, record: &ConversationRecord) -> Map<String, Value> {
        let mut object = Map::new();
        object.insert("_id".into(), json!(record.id));
        match self.dialect {
            Dialect::Documented => {
                let people: Vec<Value> = record
                    .members
                    .iter()
                    .map(|member| self.person(&member.person))
                    .collect();
                object.insert("participants".into(), json!(people));
            }
            Dialect::Live => {
                let sides = Sides::from_members(&record.members);
                let written = |person: Option<&Person>| person.map(|person| self.person(person));
                object.insert("admin".into(), json!(written(sides.admin)));
                object.insert("restaurant".into(), json!(sides.restaurant.map(|p| &p.id)));
                object.insert("participant".into(), json!(written(sides.participant)));
            }
        }
        object.insert("subject".into(), json!(record.subject));
        object.insert("status".into(), json!(record.status));
        object.insert("supportType".into(), json!(self.support_type(record)));
        if let Some(order) = &record.related_order {
            object.insert("relatedOrder".into(), json!(order));
        }
        object.insert("createdAt".into(), json!(record.created_at.to_iso()));
        object.insert("updatedAt".into(), json!(record.updated_at.to_iso()));
        object
    }

    fn support_type(&self, record: &ConversationRecord) -> &'static str {
        let with_admin = record
            .members
            .iter()
            .any(|member| member.person.role == Role::Admin);
        match (self.dialect, &record.related_order) {
            (_, Some(_)) => "order",
            (Dialect::Documented, None) => "general",
            (Dialect::Live, None) if with_admin => "admin",
            (Dialect::Live, None) => "restaurant",
        }
    }

    fn message_core(&self, record: &MessageRecord) -> Map<String, Value> {
        let mut object = Map::new();
        object.insert("_id".into(), json!(record.id));
        object.insert("conversation".into(), json!(record.conversation));
        object.insert("sender".into(), self.person(&record.sender));
        object.insert("type".into(), json!(record.kind));
        object.insert("content".into(), json!(self.content(record)));
        if let Some(file) = &record.file {
            object.insert("fileUrl".into(), json!(self.address(&file.url)));
            object.insert("fileName".into(), json!(file.name));
            object.insert("fileSize".into(), json!(file.size));
        }
        object.insert("isRead".into(), json!(record.read_at.is_some()));
        if let Some(at) = record.read_at {
            object.insert("readAt".into(), json!(at.to_iso()));
        }
        object.insert("createdAt".into(), json!(record.created_at.to_iso()));
        let updated_at = record.read_at.unwrap_or(record.created_at);
        object.insert("updatedAt".into(), json!(updated_at.to_iso()));
        object
    }

    fn brief(&self, record: &MessageRecord) -> Value {
        json!({
            "_id": record.id,
            "content": self.content(record),
            "type": record.kind,
            "createdAt": record.created_at.to_iso(),
        })
    }

    fn content(&self, record: &MessageRecord) -> String {
        if record.kind == MessageKind::Image {
            self.address(&record.content)
        } else {
            record.content.clone()
        }
    }

    /// The address of a picture or file; ours are kept without the origin.
    fn address(&self, kept: &str) -> String {
        if kept.starts_with(IMAGES) || kept.starts_with(UPLOADS) {
            format!("{}{kept}", self.origin)
        } else {
            kept.to_owned()
        }
    }

    fn person(&self, person: &Person) -> Value {
        match self.dialect {
            Dialect::Documented => {
                json!({ "_id": person.id, "name": person.name, "role": person.role })
            }
            Dialect::Live => json!({
                "_id": person.id,
                "username": person.username,
                "phone": person.phone,
                "role": person.role,
            }),
        }
    }
}

/// Who fills which field of the live dialect, which has one field for each side.
struct Sides<'a> {
    admin: Option<&'a Person>,
    restaurant: Option<&'a Person>,
    participant: Option<&'a Person>,
}

impl<'a> Sides<'a> {
    fn from_members(members: &'a [Member]) -> Self {
        let first = |wanted: &dyn Fn(&Role) -> bool| {
            members
                .iter()
                .map(|member| &member.person)
                .find(|person| wanted(&person.role))
        };
        let admin = first(&|role| *role == Role::Admin);
        let restaurant = first(&|role| *role == Role::Restaurant);
        let other = first(&|role| !matches!(role, Role::Admin | Role::Restaurant));
        match other {
            Some(_) => Self {
                admin,
                restaurant,
                participant: other,
            },
            // A restaurant that talks with an admin is the one who asked for help.
            None if admin.is_some() => Self {
                admin,
                restaurant: None,
                participant: restaurant,
            },
            None => Self {
                admin,
                restaurant,
                participant: None,
            },
        }
    }
}

/// Unread on support's side and on the other: whoever of support read it, support has read it.
fn unread_by_side(members: &[Member]) -> (u32, u32) {
    let participant = Sides::from_members(members)
        .participant
        .map(|person| person.id.clone());
    let (other, support): (Vec<&Member>, Vec<&Member>) = members
        .iter()
        .partition(|member| Some(&member.person.id) == participant.as_ref());
    let least = |side: &[&Member]| side.iter().map(|member| member.unread).min().unwrap_or(0);
    (least(&support), least(&other))
}
