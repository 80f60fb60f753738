//! The reference as a state machine: which actions may come next in a walk, and how often.

use proptest::prelude::*;
use proptest::strategy::Union;
use proptest_state_machine::ReferenceStateMachine;

use super::action::{Action, CHATS, Reaction, TEXTS};
use super::reference::Reference;

#[derive(Debug)]
pub(super) struct ReferenceMachine;

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
        next_action(reference)
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

fn chat() -> std::ops::Range<usize> {
    0..CHATS
}

fn word() -> std::ops::Range<usize> {
    0..TEXTS.len()
}

fn reaction() -> impl Strategy<Value = Reaction> {
    prop_oneof![
        2 => Just(Reaction::Stored),
        3 => Just(Reaction::EventFirst),
        2 => Just(Reaction::AfterTwin),
        2 => Just(Reaction::RefusedAfterTwin),
        6 => Just(Reaction::AnswerLost),
        5 => Just(Reaction::RequestLost),
        3 => Just(Reaction::Late),
        2 => Just(Reaction::BadRequest),
        1 => Just(Reaction::Forbidden),
        2 => (1_u8..60).prop_map(Reaction::Busy),
        2 => Just(Reaction::Unavailable),
        2 => Just(Reaction::NeverSent),
        2 => Just(Reaction::CrashBefore),
        2 => Just(Reaction::CrashAfter),
    ]
}

/// A step with its weight among the others, made from what `strategy` draws.
fn drawn<S: Strategy + 'static>(
    weight: u32,
    strategy: S,
    to_action: impl Fn(S::Value) -> Action + 'static,
) -> (u32, BoxedStrategy<Action>) {
    (weight, strategy.prop_map(to_action).boxed())
}

fn fixed(weight: u32, action: Action) -> (u32, BoxedStrategy<Action>) {
    (weight, Just(action).boxed())
}

fn next_action(reference: &Reference) -> BoxedStrategy<Action> {
    let draft = proptest::option::weighted(0.8, word());
    let times = prop_oneof![6 => 1..3_usize, 2 => 3..9_usize, 1 => 40..70_usize];
    let clocks = prop_oneof![Just(-90_000_i64), Just(-600), Just(600), Just(90_000)];
    let pauses = prop_oneof![2 => Just(1_u32), 3 => Just(10), 4 => Just(60)];
    let mut actions = vec![
        drawn(14, (chat(), word()), |(chat, word)| Action::Queue {
            chat,
            word,
        }),
        drawn(4, (chat(), draft), |(chat, word)| Action::Draft {
            chat,
            word,
        }),
        drawn(14, (chat(), reaction()), |(chat, reaction)| {
            Action::SetReaction { chat, reaction }
        }),
        fixed(3, Action::CommitLate),
        drawn(7, (chat(), word(), times), |(chat, word, times)| {
            Action::Others { chat, word, times }
        }),
        drawn(3, (chat(), word()), |(chat, word)| Action::OtherDevice {
            chat,
            word,
        }),
        drawn(2, chat(), |chat| Action::Close { chat }),
        drawn(3, chat(), |chat| Action::Reopen { chat }),
        drawn(2, chat(), |chat| Action::ShiftPages { chat }),
        fixed(2, Action::Crash),
        fixed(1, Action::Restart),
        fixed(1, Action::LoseCache),
        drawn(2, clocks, |seconds| Action::SetClock { seconds }),
        drawn(8, pauses, |seconds| Action::Pass { seconds }),
    ];
    if reference.up {
        actions.extend([
            fixed(3, Action::Cut),
            fixed(24, Action::Work),
            fixed(3, Action::CatchUp),
            drawn(8, 0..4_usize, |place| Action::Deliver { place }),
            drawn(2, 0..4_usize, |place| Action::DeliverTwice { place }),
            fixed(4, Action::DeliverAll),
            drawn(2, chat(), |chat| Action::FetchOlder { chat }),
            drawn(2, chat(), |chat| Action::FillGap { chat }),
        ]);
    } else {
        actions.push(fixed(12, Action::Connect));
    }
    if reference.queued > 0 {
        // Mostly the newest: the others have gone by then.
        let newest = reference.queued;
        let entry = move || (0..newest.min(4)).prop_map(move |back| newest - 1 - back);
        actions.extend([
            drawn(3, (entry(), word()), |(entry, word)| Action::Edit {
                entry,
                word,
            }),
            drawn(3, entry(), |entry| Action::Discard { entry }),
            drawn(2, entry(), |entry| Action::Restore { entry }),
            drawn(4, entry(), |entry| Action::Retry { entry }),
            drawn(2, entry(), |entry| Action::Confirm { entry }),
        ]);
    }
    Union::new_weighted(actions).boxed()
}
