//! Random walks through everything that may happen to the outbox and the cache.
use testkit::model::action::Reaction;
use testkit::model::{self, Action, Level};

/// The walks of CI are the same each time; the soak takes others.
const SEED: u64 = 20_261_122;

fn take(level: Level, walks: u64) {
    let report = model::walks(level, SEED, 0..walks, 60, None).expect("the walks are taken");
    if let Some(broken) = report.broken {
        panic!("{broken}");
    }
    assert_eq!(report.walks, walks, "all were taken");
}

#[test]
fn walks_of_the_store_break_no_rule() {
    take(Level::Store, 250);
}

#[test]
fn walks_of_the_engine_over_http_break_no_rule() {
    take(Level::Engine, 40);
}

/// Walks that once broke a rule, or that stand for what the promise is about.
fn holds(steps: &[Action]) {
    for level in [Level::Store, Level::Engine] {
        if let Err(rule) = model::replay(level, steps) {
            panic!("{level:?}: {rule:#}");
        }
    }
}

fn meet(reaction: Reaction) -> Action {
    Action::SetReaction { chat: 0, reaction }
}

const YES: Action = Action::Queue { chat: 0, word: 0 };

#[test]
fn a_clock_that_was_set_back_holds_nothing_up() {
    holds(&[
        Action::SetClock { seconds: 90_000 },
        YES,
        meet(Reaction::NeverSent),
        Action::Work,
        Action::SetClock { seconds: -90_000 },
        Action::Pass { seconds: 60 },
        Action::Work,
    ]);
}

#[test]
fn the_same_words_twice_with_both_answers_lost_are_two_messages() {
    holds(&[
        YES,
        YES,
        meet(Reaction::AnswerLost),
        meet(Reaction::AnswerLost),
        Action::Work,
        Action::Work,
        Action::Work,
        Action::Work,
        Action::Pass { seconds: 60 },
        Action::Work,
    ]);
}

#[test]
fn a_refused_message_is_not_its_twin_from_another_device() {
    holds(&[
        YES,
        meet(Reaction::RefusedAfterTwin),
        Action::Work,
        Action::DeliverAll,
        Action::Retry { entry: 0 },
    ]);
}

#[test]
fn a_crash_after_the_server_stored_it_sends_nothing_twice() {
    holds(&[
        YES,
        YES,
        meet(Reaction::CrashAfter),
        Action::Work,
        Action::Pass { seconds: 60 },
        Action::Work,
    ]);
}

#[test]
fn a_message_stored_within_the_settle_time_is_there_once() {
    holds(&[
        YES,
        meet(Reaction::Late),
        Action::Work,
        Action::Pass { seconds: 10 },
        Action::CommitLate,
        Action::Work,
    ]);
}

#[test]
fn a_lost_cache_brings_back_no_message_that_was_sent() {
    holds(&[
        YES,
        Action::Work,
        YES,
        meet(Reaction::AnswerLost),
        Action::Work,
        Action::LoseCache,
        Action::Connect,
    ]);
}

#[test]
fn what_waits_for_a_closed_chat_goes_out_when_it_is_opened() {
    holds(&[
        Action::Close { chat: 0 },
        YES,
        Action::Work,
        Action::DeliverAll,
        Action::Reopen { chat: 0 },
        YES,
    ]);
}

#[test]
fn a_message_stored_after_the_settle_time_blocks_nothing() {
    holds(&[
        YES,
        meet(Reaction::Late),
        Action::Work,
        Action::Work,
        Action::Pass { seconds: 60 },
        Action::Work,
        Action::CommitLate,
        Action::DeliverAll,
        YES,
        Action::Work,
    ]);
}

#[test]
fn in_a_chat_known_to_be_empty_a_wrong_clock_hides_no_message() {
    holds(&[
        meet(Reaction::CrashAfter),
        YES,
        Action::SetClock { seconds: 90_000 },
        Action::Work,
        Action::Pass { seconds: 60 },
        Action::Work,
    ]);
}

#[test]
fn while_the_server_is_late_a_twin_passes_for_my_message() {
    holds(&[
        YES,
        Action::Work,
        Action::Work,
        meet(Reaction::Late),
        Action::Queue { chat: 0, word: 2 },
        YES,
        Action::Work,
        Action::OtherDevice { chat: 0, word: 2 },
        Action::Work,
        Action::Work,
    ]);
}

#[test]
fn what_another_device_says_after_a_lookup_is_asked_about() {
    holds(&[
        YES,
        meet(Reaction::RequestLost),
        Action::Work,
        Action::Work,
        Action::OtherDevice { chat: 0, word: 0 },
        Action::DeliverAll,
        Action::Work,
        Action::Pass { seconds: 60 },
        Action::Work,
    ]);
}

#[test]
fn a_discarded_message_stored_late_keeps_no_place_in_line() {
    holds(&[
        meet(Reaction::Late),
        YES,
        Action::Work,
        Action::Crash,
        Action::Connect,
        YES,
        Action::Discard { entry: 0 },
        Action::Work,
    ]);
}

#[test]
fn what_is_restored_is_looked_for_while_another_is_on_its_way() {
    holds(&[
        YES,
        Action::Connect,
        meet(Reaction::AnswerLost),
        Action::Work,
        Action::Discard { entry: 0 },
        YES,
        meet(Reaction::AnswerLost),
        Action::Work,
        Action::Restore { entry: 0 },
        Action::Pass { seconds: 60 },
        Action::Work,
    ]);
}
