//! The reference: what is certain whatever the parts under test do. It decides what may happen next,
//! and what the user must find at any moment.

use proptest::prelude::*;
use proptest_state_machine::ReferenceStateMachine;

use super::action::{self, Action, CHATS};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    pub up: bool,
    /// How many texts were queued: each of them is acknowledged, and has to be found for ever.
    pub queued: usize,
    /// The draft of each chat, as the number of its word.
    pub drafts: [Option<usize>; CHATS],
}

#[derive(Debug)]
pub struct ReferenceMachine;

impl ReferenceStateMachine for ReferenceMachine {
    type State = Reference;
    type Transition = Action;

    fn init_state() -> BoxedStrategy<Reference> {
        Just(Reference {
            up: true,
            ..Reference::default()
        })
        .boxed()
    }

    fn transitions(reference: &Reference) -> BoxedStrategy<Action> {
        action::next(reference)
    }

    fn preconditions(reference: &Reference, act: &Action) -> bool {
        match act {
            Action::Edit { entry, .. }
            | Action::Discard { entry }
            | Action::Restore { entry }
            | Action::Retry { entry }
            | Action::Confirm { entry } => *entry < reference.queued,
            Action::Connect => !reference.up,
            Action::Cut
            | Action::Work
            | Action::CatchUp
            | Action::Deliver { .. }
            | Action::DeliverTwice { .. }
            | Action::DeliverAll
            | Action::FetchOlder { .. }
            | Action::FillGap { .. } => reference.up,
            _ => true,
        }
    }

    fn apply(mut reference: Reference, act: &Action) -> Reference {
        reference.note(act);
        reference
    }
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
