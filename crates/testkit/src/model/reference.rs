//! The reference: what is certain whatever the parts under test do, and what the user must find at any
//! moment.

use super::action::{Action, CHATS};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    pub up: bool,
    /// How many texts were queued: each of them is acknowledged, and has to be found for ever.
    pub queued: usize,
    /// The draft of each chat, as the number of its word.
    pub drafts: [Option<usize>; CHATS],
}

impl Reference {
    /// What is certain after an act.
    pub fn note(&mut self, act: &Action) {
        match *act {
            Action::Queue { chat, .. } => {
                self.queued += 1;
                self.set_draft(chat, None);
            }
            Action::Draft { chat, word } => self.set_draft(chat, word),
            Action::Cut | Action::Crash | Action::Restart | Action::LoseCache => self.up = false,
            Action::Connect => self.up = true,
            _ => {}
        }
    }

    fn set_draft(&mut self, chat: usize, word: Option<usize>) {
        if let Some(draft) = self.drafts.get_mut(chat) {
            *draft = word;
        }
    }
}
