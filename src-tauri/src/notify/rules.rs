//! Which changes are worth a notification, as plain state without clock, window or network.
//!
//! - A message of somebody else that was unread, and a conversation that was not there before, are;
//!   unless that very chat is on screen and the window in front.
//! - Nothing of the first catch-up after a start or sign-in is: the inbox shows it. After a later
//!   reconnect it is, gathered by conversation.
//! - A burst in one chat is one notification that counts; bursts in more than [`MANY`] chats at once
//!   are a single one for all.
//! - What I began myself is never one.

use std::collections::{BTreeMap, HashMap, HashSet};

use protocol::{ConversationId, MessageId};
use store::ChangeSet;

/// From more chats than this at once, one notification stands for all of them.
pub const MANY: usize = 5;

/// Where the user is looking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gaze {
    /// Whether the window is in front.
    pub window: InFront,
    /// The chat that is open in it.
    pub chat: Option<ConversationId>,
}

/// Whether the window has the user's attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InFront {
    /// It is in front.
    Yes,
    /// It is behind others, folded away or hidden.
    #[default]
    No,
}

impl Gaze {
    fn rests_on(&self, conversation: &ConversationId) -> bool {
        self.window == InFront::Yes && self.chat.as_ref() == Some(conversation)
    }
}

/// What is due to be notified of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// News of one conversation.
    News(News),
    /// News of too many to name.
    Many {
        /// How many messages.
        messages: u32,
        /// How many conversations.
        conversations: u32,
    },
}

/// News of one conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// Which.
    pub conversation: ConversationId,
    /// The last message that came, if any did.
    pub newest: Option<MessageId>,
    /// How many messages came since the user last looked.
    pub count: u32,
    /// Whether the conversation itself is new.
    pub opened: bool,
}

/// Gathers changes until they are due.
#[derive(Debug, Default)]
pub struct Gathering {
    caught_up: bool,
    waiting: BTreeMap<ConversationId, Fresh>,
    unseen: HashMap<ConversationId, u32>,
    mine: HashSet<ConversationId>,
}

#[derive(Debug, Default)]
struct Fresh {
    newest: Option<MessageId>,
    count: u32,
    opened: bool,
}

impl Gathering {
    /// Nothing heard yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The first catch-up is over: from here on changes are news.
    pub fn caught_up(&mut self) {
        self.caught_up = true;
    }

    /// Whether changes are news already.
    #[must_use]
    pub fn hears(&self) -> bool {
        self.caught_up
    }

    /// I began this conversation myself.
    pub fn began(&mut self, conversation: ConversationId) {
        self.waiting.remove(&conversation);
        self.mine.insert(conversation);
    }

    /// Takes a change in. Answers whether something waits to be notified of.
    pub fn hear(&mut self, change: &ChangeSet) -> bool {
        if self.caught_up {
            for arrived in change.arrived.iter().filter(|arrived| arrived.unread) {
                let fresh = self
                    .waiting
                    .entry(arrived.conversation.clone())
                    .or_default();
                fresh.newest = Some(arrived.id.clone());
                fresh.count += 1;
            }
            for opened in change
                .opened
                .iter()
                .filter(|opened| !self.mine.contains(opened))
            {
                self.waiting.entry(opened.clone()).or_default().opened = true;
            }
        }
        !self.waiting.is_empty()
    }

    /// The user looks at a chat: what was counted there is seen.
    pub fn look(&mut self, conversation: &ConversationId) {
        self.unseen.remove(conversation);
        self.waiting.remove(conversation);
    }

    /// What is due now, given where the user is looking.
    pub fn due(&mut self, gaze: &Gaze) -> Vec<Due> {
        let waiting = std::mem::take(&mut self.waiting);
        let news: Vec<News> = waiting
            .into_iter()
            .filter(|(conversation, _)| !gaze.rests_on(conversation))
            .map(|(conversation, fresh)| self.count(conversation, fresh))
            .collect();
        if news.len() <= MANY {
            return news.into_iter().map(Due::News).collect();
        }
        vec![Due::Many {
            messages: news.iter().map(|one| one.count).sum(),
            conversations: u32::try_from(news.len()).unwrap_or(u32::MAX),
        }]
    }

    fn count(&mut self, conversation: ConversationId, fresh: Fresh) -> News {
        let unseen = self.unseen.entry(conversation.clone()).or_default();
        *unseen = unseen.saturating_add(fresh.count);
        News {
            conversation,
            newest: fresh.newest,
            count: *unseen,
            opened: fresh.opened,
        }
    }
}
