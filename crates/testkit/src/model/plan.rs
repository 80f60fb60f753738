//! The reference: what is certain whatever the parts under test do. It decides what may happen next,
//! and what the user must find at any moment.

use proptest::prelude::*;
use proptest_state_machine::ReferenceStateMachine;

use super::act::{self, Act, CHATS};

/// What is certain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Whether the line is up.
    pub up: bool,
    /// How many texts were queued: each of them is acknowledged, and has to be found for ever.
    pub queued: usize,
    /// The draft of each chat, as the number of its word.
    pub drafts: [Option<usize>; CHATS],
}

/// The machine that makes walks.
#[derive(Debug)]
pub struct Walks;

impl ReferenceStateMachine for Walks {
    type State = Plan;
    type Transition = Act;

    fn init_state() -> BoxedStrategy<Plan> {
        Just(Plan {
            up: true,
            ..Plan::default()
        })
        .boxed()
    }

    fn transitions(plan: &Plan) -> BoxedStrategy<Act> {
        act::next(plan)
    }

    fn preconditions(plan: &Plan, act: &Act) -> bool {
        match act {
            Act::Edit { entry, .. }
            | Act::Discard { entry }
            | Act::Restore { entry }
            | Act::Retry { entry }
            | Act::Confirm { entry } => *entry < plan.queued,
            Act::Connect => !plan.up,
            Act::Cut
            | Act::Work
            | Act::CatchUp
            | Act::Hear { .. }
            | Act::HearTwice { .. }
            | Act::HearAll
            | Act::FetchOlder { .. }
            | Act::FillGap { .. } => plan.up,
            _ => true,
        }
    }

    fn apply(mut plan: Plan, act: &Act) -> Plan {
        plan.note(act);
        plan
    }
}

impl Plan {
    /// What is certain after an act.
    pub fn note(&mut self, act: &Act) {
        match *act {
            Act::Queue { chat, .. } => {
                self.queued += 1;
                self.set_draft(chat, None);
            }
            Act::Draft { chat, word } => self.set_draft(chat, word),
            Act::Cut | Act::Crash | Act::Restart | Act::LoseCache => self.up = false,
            Act::Connect => self.up = true,
            _ => {}
        }
    }

    fn set_draft(&mut self, chat: usize, word: Option<usize>) {
        if let Some(draft) = self.drafts.get_mut(chat) {
            *draft = word;
        }
    }
}
