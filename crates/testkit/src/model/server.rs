//! The server of a walk, as CONTRACT sections 2 and 3 describe it. It knows what it really stored and
//! for which entry of the outbox, which no client can know.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use protocol::{
    Conversation, ConversationId, ConversationStatus, LastMessage, Message, MessageId, MessageKind,
    Participant, Role, SupportType, UnreadCounts, UserId, UtcMs,
};

use store::{Batch, LocalId, Source};

use super::action::{CHATS, Reaction, TEXTS};
use super::environment::SimulatedTime;

/// How many messages a page has (CONTRACT section 3).
pub const PAGE: usize = 50;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// The client under test, by the entry with this number.
    Entry(usize),
    OtherDevice,
    Customer,
}

/// A message that the server has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub id: String,
    /// When it was stored (UTC, ms).
    pub at: i64,
    pub author: Author,
    /// What it says: trimmed, as servers do.
    pub text: String,
}

#[derive(Clone, Debug, Default)]
pub struct Chat {
    pub messages: Vec<Stored>,
    pub closed: bool,
    changed_at: i64,
}

/// An event on its way to the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A new message, by its chat and its place there.
    Message(usize, usize),
    /// A chat's record, as it was then.
    Chat(Box<Conversation>),
}

/// A message that the server was sent and has not stored yet.
#[derive(Clone, Debug)]
pub struct Pending {
    chat: usize,
    entry: usize,
    text: String,
    since: Duration,
}

#[derive(Debug)]
pub struct Server {
    pub chats: [Chat; CHATS],
    /// What becomes of the next messages that are posted.
    reactions: [VecDeque<Reaction>; CHATS],
    /// What the client is yet to hear.
    pub under_way: Vec<Event>,
    /// Whether the client has joined the rooms.
    pub joined: bool,
    /// How many of them others have overtaken.
    overtaken: usize,
    late: Vec<Pending>,
    shift: Option<usize>,
    time: SimulatedTime,
    ids: usize,
    /// The numbers of the entries, by their names here: what no server knows.
    pub numbers: HashMap<LocalId, usize>,
}

pub fn me() -> Option<Participant> {
    person("me", Role::Admin)
}

fn person(id: &str, role: Role) -> Option<Participant> {
    Some(Participant {
        id: UserId::new(id)?,
        name: Some(id.to_owned()),
        role: Some(role),
        phone: None,
    })
}

pub fn chat_id(chat: usize) -> Option<ConversationId> {
    ConversationId::new(format!("chat-{chat}"))
}

impl Server {
    /// A server with empty, open chats.
    pub fn new(time: SimulatedTime) -> Self {
        Self {
            chats: std::array::from_fn(|_| Chat {
                changed_at: time.true_now(),
                ..Chat::default()
            }),
            reactions: std::array::from_fn(|_| VecDeque::new()),
            under_way: Vec::new(),
            joined: false,
            overtaken: 0,
            late: Vec::new(),
            shift: None,
            time,
            ids: 0,
            numbers: HashMap::new(),
        }
    }

    /// Stores a message; those who joined hear of it.
    pub fn store(&mut self, chat: usize, author: Author, text: &str) -> Option<Message> {
        self.ids += 1;
        let now = self.time.true_now();
        let stored = Stored {
            id: format!("m{:05}", self.ids),
            at: now,
            author,
            text: text.trim().to_owned(),
        };
        let kept = self.chats.get_mut(chat)?;
        kept.changed_at = now.max(kept.changed_at);
        kept.messages.push(stored);
        let place = kept.messages.len() - 1;
        if self.joined {
            self.under_way.push(Event::Message(chat, place));
        }
        self.message(chat, place)
    }

    /// Closes a chat or opens it again.
    pub fn set_status(&mut self, chat: usize, status: ConversationStatus) {
        let Some(kept) = self.chats.get_mut(chat) else {
            return;
        };
        kept.closed = status == ConversationStatus::Closed;
        // Two changes in one millisecond could not be told apart by anybody.
        kept.changed_at = self.time.true_now().max(kept.changed_at + 1);
        if let (true, Some(record)) = (self.joined, self.record(chat)) {
            self.under_way.push(Event::Chat(Box::new(record)));
        }
    }

    /// Takes a message without answering; it is stored when it is time.
    pub fn delay(&mut self, chat: usize, entry: usize, text: &str) {
        self.late.push(Pending {
            chat,
            entry,
            text: text.to_owned(),
            since: self.time.steady(),
        });
    }

    /// Stores what it was late with. Answers with the entries of which it was later than the
    /// settle time.
    pub fn commit_late(&mut self, settle_after: Duration) -> Vec<usize> {
        let now = self.time.steady();
        let mut beyond = Vec::new();
        for late in std::mem::take(&mut self.late) {
            self.store(late.chat, Author::Entry(late.entry), &late.text);
            if now.saturating_sub(late.since) >= settle_after {
                beyond.push(late.entry);
            }
        }
        beyond
    }

    /// Decides what becomes of a message that is yet to be posted into a chat.
    pub fn expect(&mut self, chat: usize, reaction: Reaction) {
        if let Some(reactions) = self.reactions.get_mut(chat) {
            reactions.push_back(reaction);
        }
    }

    /// What becomes of the message that is being posted into a chat.
    pub fn next_reaction(&mut self, chat: usize) -> Reaction {
        let reactions = self.reactions.get_mut(chat);
        reactions
            .and_then(VecDeque::pop_front)
            .unwrap_or(Reaction::EventFirst)
    }

    /// How many messages a chat has.
    pub fn stored_in(&self, chat: usize) -> usize {
        self.chats.get(chat).map_or(0, |chat| chat.messages.len())
    }

    pub fn is_closed(&self, chat: usize) -> bool {
        self.chats.get(chat).is_some_and(|chat| chat.closed)
    }

    /// Takes the next event that is under way off the line.
    pub fn next_event(&mut self) -> Option<Event> {
        self.arrive(0)
    }

    /// Takes the event in this place off the line; it overtakes those before it.
    pub fn arrive(&mut self, place: usize) -> Option<Event> {
        if place >= self.under_way.len() {
            return None;
        }
        self.overtaken = if place < self.overtaken {
            self.overtaken - 1
        } else {
            place
        };
        Some(self.under_way.remove(place))
    }

    /// As [`Server::arrive`], and it will come again.
    pub fn arrive_twice(&mut self, place: usize) -> Option<Event> {
        let event = self.under_way.get(place).cloned()?;
        self.overtaken = self.overtaken.max(place);
        Some(event)
    }

    /// Takes the next event that others have overtaken off the line. The transport keeps order: what
    /// is overtaken is a moment behind, and not lost with what is still far away.
    pub fn next_overtaken(&mut self) -> Option<Event> {
        (self.overtaken > 0).then(|| self.arrive(0)).flatten()
    }

    pub fn batch(&self, event: Event) -> Batch {
        let mut batch = Batch {
            source: Source::Event,
            ..Batch::default()
        };
        match event {
            Event::Message(chat, place) => batch.messages.extend(self.message(chat, place)),
            Event::Chat(record) => batch.conversations.push(*record),
        }
        batch
    }

    pub fn forget_orders(&mut self) {
        self.reactions.iter_mut().for_each(VecDeque::clear);
        self.shift = None;
    }

    /// While the next pages of a chat are read, somebody says something in between.
    pub fn shift_pages(&mut self, chat: usize) {
        self.shift = Some(chat);
    }

    /// A page of messages, newest first, and how many there are.
    pub fn page(&mut self, chat: usize, number: usize) -> (Vec<Message>, usize) {
        let all = self.chats.get(chat).map_or(0, |chat| chat.messages.len());
        let newest = all.saturating_sub(number.saturating_sub(1) * PAGE);
        let oldest = newest.saturating_sub(PAGE);
        let page = (oldest..newest).rev();
        let page = page.filter_map(|place| self.message(chat, place)).collect();
        if self.shift == Some(chat) {
            self.shift = None;
            self.store(chat, Author::Customer, TEXTS[0]);
        }
        (page, all)
    }

    pub fn record(&self, chat: usize) -> Option<Conversation> {
        let kept = self.chats.get(chat)?;
        let status = if kept.closed {
            ConversationStatus::Closed
        } else {
            ConversationStatus::Open
        };
        Some(Conversation {
            id: chat_id(chat)?,
            participants: Some([person("customer", Role::User)?, me()?].into()),
            support_side: vec![UserId::new("me")?],
            subject: None,
            status: Some(status),
            support_type: Some(SupportType::General),
            related_order: None,
            last_message: Some(self.last_message(chat)),
            last_message_at: kept.messages.last().map(|last| UtcMs(last.at)),
            unread: UnreadCounts::default(),
            created_at: Some(UtcMs(super::environment::START)),
            updated_at: Some(UtcMs(kept.changed_at)),
        })
    }

    fn last_message(&self, chat: usize) -> Option<LastMessage> {
        let last = self.chats.get(chat)?.messages.len().checked_sub(1)?;
        let last = self.message(chat, last)?;
        Some(LastMessage {
            id: last.id,
            sender: last.sender,
            kind: Some(last.kind),
            content: Some(last.content),
            created_at: last.created_at,
        })
    }

    /// A message as the wire carries it.
    pub fn message(&self, chat: usize, place: usize) -> Option<Message> {
        let stored = self.chats.get(chat)?.messages.get(place)?;
        let sender = match stored.author {
            Author::Customer => person("customer", Role::User),
            Author::Entry(_) | Author::OtherDevice => me(),
        };
        Some(Message {
            id: MessageId::new(stored.id.clone())?,
            conversation: chat_id(chat)?,
            sender,
            kind: MessageKind::Text,
            content: stored.text.clone(),
            file: None,
            is_read: false,
            read_at: None,
            created_at: Some(UtcMs(stored.at)),
            updated_at: Some(UtcMs(stored.at)),
        })
    }
}
