//! Makes rows for a screen out of both databases.

use std::collections::HashMap;

use protocol::{
    Attachment, ConversationId, ConversationStatus, MessageId, MessageKind, OrderId, Participant,
    Role, SupportType, UtcMs,
};

use crate::StoreError;
use crate::limits;
use crate::model::excerpt::{excerpt, visible_excerpt};
use crate::model::order_number::short_number;
use crate::model::outbox_entry::OutboxState;
use crate::model::outbox_file::OutboxFile;
use crate::model::positions::sort_key;
use crate::model::rows::{
    Collision, CollisionKind, ConversationRow, DeliveryState, LocalId, MessageRow, Position,
    Preview,
};
use crate::query::snapshot::{Outgoing, Snapshot};
use crate::tables::askers::{Askers, Meaning, answers_for_support};
use crate::tables::conversations::ConversationRecord;
use crate::tables::messages::{self, MessageRecord};
use crate::tables::outbox::{OutboxRecord, state};
use crate::tables::people::PeopleLookup;

/// Everything that rows are made with.
pub(crate) struct RowBuilder<'a> {
    people: PeopleLookup,
    me: Option<&'a Participant>,
    outgoing: &'a Outgoing,
    /// The newest messages of the conversations, by id.
    heads: HashMap<String, MessageRecord>,
    /// The highest revision that a row may claim.
    ceiling: u64,
}

impl<'a> RowBuilder<'a> {
    /// Reads what the rows of these conversations need.
    pub(crate) async fn for_conversations(
        snapshot: &'a mut Snapshot,
        records: &[ConversationRecord],
    ) -> Result<Self, StoreError> {
        let conn = &mut snapshot.cache;
        let ids =
            crate::db::json::to_array(records.iter().filter_map(|row| row.head_id.as_deref()));
        let heads = messages::load_by_ids(conn, &ids).await?;
        let participants: Vec<String> = records
            .iter()
            .flat_map(ConversationRecord::participant_ids)
            .collect();
        let senders = records.iter().filter_map(|row| row.head_sender.as_deref());
        let people =
            PeopleLookup::load(conn, participants.iter().map(String::as_str).chain(senders))
                .await?;
        Ok(Self {
            heads: heads.into_iter().map(|row| (row.id.clone(), row)).collect(),
            ..Self::with(people, snapshot)
        })
    }

    /// Reads what the rows of these messages need.
    pub(crate) async fn for_messages(
        snapshot: &'a mut Snapshot,
        records: &[MessageRecord],
    ) -> Result<Self, StoreError> {
        let senders = records.iter().filter_map(|row| row.sender.as_deref());
        let people = PeopleLookup::load(&mut snapshot.cache, senders).await?;
        Ok(Self::with(people, snapshot))
    }

    fn with(people: PeopleLookup, snapshot: &'a Snapshot) -> Self {
        Self {
            people,
            me: snapshot.me.as_ref(),
            outgoing: &snapshot.outgoing,
            heads: HashMap::new(),
            ceiling: snapshot.revision,
        }
    }

    fn is_me(&self, id: Option<&str>) -> bool {
        self.me.is_some_and(|me| Some(me.id.as_str()) == id)
    }

    /// Whether I wrote it. What the server says of a chat is nobody's words, whoever's deed it tells of.
    fn is_mine(&self, sender: Option<&str>, kind: &MessageKind) -> bool {
        *kind != MessageKind::System && self.is_me(sender)
    }

    fn revision(&self, revision: i64) -> u64 {
        u64::try_from(revision)
            .unwrap_or_default()
            .min(self.ceiling)
    }

    /// A conversation's row.
    pub(crate) fn conversation(&self, record: &ConversationRecord) -> Option<ConversationRow> {
        let participants = self.people(record);
        let entries = self.outgoing.entries_of(&record.id);
        let failed = entries.iter().filter(|entry| entry.state == state::FAILED);
        let failed = failed.count();
        let for_later = entries.iter().filter(|entry| entry.is_for_later()).count();
        let people = participants
            .iter()
            .map(|person| self.people.revision(person.id.as_str()));
        let revision = people.max().unwrap_or(0).max(record.revision);
        let support_type = record.support_type.as_deref().map(SupportType::from_word);
        let order = record.related_order.as_deref();
        let marks = &self.outgoing.marks;
        Some(ConversationRow {
            id: ConversationId::new(record.id.clone())?,
            people: participants
                .iter()
                .filter(|person| !self.is_me(Some(person.id.as_str())))
                .cloned()
                .collect(),
            participants,
            subject: record
                .subject
                .as_deref()
                .and_then(|subject| visible_excerpt(subject, limits::PREVIEW_LETTERS)),
            status: shown_status(record.status.as_deref()),
            support_type: support_type.unwrap_or(if record.is_order {
                SupportType::Order
            } else {
                SupportType::General
            }),
            related_order: record.related_order.clone().and_then(OrderId::new),
            order_number: order.map(short_number),
            unread: count(record.unread),
            last_message: self.preview(record, entries),
            draft: self.outgoing.drafts.get(&record.id).cloned(),
            waiting: count(entries.len() - failed - for_later),
            failed: count(failed),
            starred: marks.starred.contains(&record.id),
            note: marks.notes.get(&record.id).cloned(),
            tags: marks.tags.get(&record.id).cloned().unwrap_or_default(),
            reminder: marks.reminders.all.get(&record.id).copied(),
            snoozed_until: marks.snoozed.get(&record.id).copied().map(UtcMs),
            unanswered_since: record
                .unanswered_since
                .filter(|_| record.is_open && !self.outgoing.answers(&record.id))
                .map(UtcMs),
            collision: self.collision(record),
            created_at: record.created_at.map(UtcMs),
            activity_at: (record.activity_at != 0).then_some(UtcMs(record.activity_at)),
            revision: self.revision(revision),
        })
    }

    /// What somebody else of support did last. Who answered is said by the newest message; who opened it, by nobody.
    fn collision(&self, record: &ConversationRecord) -> Option<Collision> {
        if !record.is_open || !answers_for_support(record, self.me) {
            return None;
        }
        if let Some(since) = record.unanswered_since {
            // Whoever opened it earlier has not seen what waits now.
            let at = record.opened_at.filter(|at| *at >= since)?;
            return Some(Collision {
                kind: CollisionKind::Opened,
                at: UtcMs(at),
                by: None,
            });
        }
        let sender = record.head_sender.as_deref()?;
        let kind = record.head_kind.as_deref()?;
        let is_answer = kind != MessageKind::System.as_word()
            && !self.is_me(Some(sender))
            && Askers::of(record, self.me).meaning(Some(sender), kind) == Meaning::Answers;
        let at = record.head_at.filter(|at| is_answer && *at > i64::MIN)?;
        Some(Collision {
            kind: CollisionKind::Answered,
            at: UtcMs(at),
            by: self.people.person(sender),
        })
    }

    /// Everybody in a conversation: the customer first, support's side last, admins last of all.
    fn people(&self, record: &ConversationRecord) -> Vec<Participant> {
        let side = record.support_ids();
        let mut ids = record.participant_ids();
        if ids.is_empty() {
            // Where only a message of the conversation is known, its sender is a participant.
            ids.extend(record.head_sender.clone());
        }
        let mut people: Vec<Participant> =
            ids.iter().filter_map(|id| self.people.person(id)).collect();
        people.sort_by_key(|person| {
            let support = side.iter().any(|id| id == person.id.as_str());
            (support, role_order(person.role.as_ref()))
        });
        people
    }

    /// The newest message: one that waits, or has failed since, before what the server has.
    fn preview(&self, record: &ConversationRecord, entries: &[OutboxRecord]) -> Option<Preview> {
        let waiting = entries.iter().rev().find(|entry| {
            !entry.is_for_later()
                && (entry.state != state::FAILED
                    || record.head_at.is_none_or(|head| head <= entry.created_at))
        });
        if let Some(entry) = waiting {
            return Some(Preview {
                kind: entry.kind(),
                content: excerpt(&entry.text, limits::PREVIEW_LETTERS),
                mine: true,
                sender: self.me.cloned(),
                state: delivery(entry),
                created_at: Some(UtcMs(entry.created_at)),
            });
        }
        let kind = MessageKind::from_word(record.head_kind.as_deref().unwrap_or("text"));
        let mine = self.is_mine(record.head_sender.as_deref(), &kind);
        let is_read = record
            .head_id
            .as_ref()
            .and_then(|id| self.heads.get(id))
            .is_some_and(|message| message.is_read);
        Some(Preview {
            content: excerpt(record.head_content.as_deref()?, limits::PREVIEW_LETTERS),
            kind,
            mine,
            sender: record
                .head_sender
                .as_deref()
                .and_then(|id| self.people.person(id)),
            state: sent(mine, is_read),
            created_at: record.head_at.filter(|at| *at != i64::MIN).map(UtcMs),
        })
    }

    /// The row of a message that the server has.
    pub(crate) fn message(
        &self,
        record: &MessageRecord,
        read: Option<&Position>,
        layout: i64,
    ) -> Option<MessageRow> {
        let kind = MessageKind::from_word(&record.kind);
        let mine = self.is_mine(record.sender.as_deref(), &kind);
        let read_here = read.is_some_and(|read| sort_key(&record.position()) <= sort_key(read));
        let person_revision = record
            .sender
            .as_deref()
            .map_or(0, |id| self.people.revision(id));
        let shown_as = self.outgoing.entry_shown_as(&record.id);
        let local_id = record
            .local_id
            .as_ref()
            .or(shown_as.map(|entry| &entry.local_id));
        let layout = layout.max(shown_as.map_or(0, |entry| entry.revision));
        Some(MessageRow {
            key: local_id.unwrap_or(&record.id).clone(),
            id: Some(MessageId::new(record.id.clone())?),
            local_id: local_id.cloned().map(LocalId),
            conversation: ConversationId::new(record.conversation.clone())?,
            sender: record
                .sender
                .as_deref()
                .and_then(|id| self.people.person(id)),
            mine,
            kind,
            content: record.content.clone(),
            file: record.file_url.clone().map(|url| Attachment {
                url,
                name: record.file_name.clone(),
                size: record.file_size.and_then(|size| u64::try_from(size).ok()),
            }),
            delivery: sent(mine, record.is_read),
            schedule: None,
            is_read: record.is_read || (!mine && read_here),
            created_at: Some(UtcMs(record.sort_time)),
            gap_before: false,
            revision: self.revision(record.revision.max(person_revision).max(layout)),
        })
    }

    /// The rows of a conversation's messages that are still in the outbox, oldest first.
    pub(crate) fn waiting(&self, conversation: &str) -> impl Iterator<Item = MessageRow> {
        let entries = self.outgoing.entries_of(conversation).iter();
        entries.filter_map(|entry| self.waiting_message(entry))
    }

    fn waiting_message(&self, entry: &OutboxRecord) -> Option<MessageRow> {
        Some(MessageRow {
            key: entry.local_id.clone(),
            id: None,
            local_id: Some(LocalId(entry.local_id.clone())),
            conversation: ConversationId::new(entry.conversation.clone())?,
            sender: self.me.cloned(),
            mine: true,
            kind: entry.kind(),
            content: entry.text.clone(),
            file: entry.file().map(OutboxFile::into_attachment),
            delivery: delivery(entry),
            schedule: entry.schedule().filter(|_| entry.state == state::PENDING),
            is_read: false,
            created_at: Some(UtcMs(entry.created_at)),
            gap_before: false,
            revision: self.revision(entry.revision),
        })
    }
}

/// A conversation whose status nobody has told is open.
pub(crate) fn shown_status(word: Option<&str>) -> ConversationStatus {
    word.map_or(ConversationStatus::Open, ConversationStatus::from_word)
}

fn count(number: impl TryInto<u32>) -> u32 {
    number.try_into().unwrap_or_default()
}

/// The order of people in a row: the customer first, admins last.
fn role_order(role: Option<&Role>) -> u8 {
    match role {
        Some(Role::User) => 0,
        None | Some(Role::Other(_)) => 1,
        Some(Role::Delivery | Role::Driver) => 2,
        Some(Role::Market | Role::Pharmacy) => 3,
        Some(Role::Restaurant) => 4,
        Some(Role::Admin) => 5,
    }
}

fn sent(mine: bool, is_read: bool) -> DeliveryState {
    match (mine, is_read) {
        (false, _) => DeliveryState::Received,
        (true, false) => DeliveryState::Sent,
        (true, true) => DeliveryState::Read,
    }
}

fn delivery(entry: &OutboxRecord) -> DeliveryState {
    match entry.state() {
        // A cancelled entry is not shown.
        OutboxState::Pending | OutboxState::Cancelled { .. } => DeliveryState::Pending,
        OutboxState::Sending => DeliveryState::Sending,
        OutboxState::Checking => DeliveryState::Checking,
        OutboxState::Failed { code, detail } => DeliveryState::Failed { code, detail },
    }
}
