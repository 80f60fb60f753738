//! Walks through everything that may happen to the outbox and the cache.
use testkit::model::act::Fate;
use testkit::model::{self, Act, Level};

/// The walks of CI are the same each time; the soak takes others.
const SEED: u64 = 20_261_122;

fn take(level: Level, walks: u64) {
    let walked = model::walks(level, SEED, 0..walks, 60, None).expect("the walks are taken");
    if let Some(broken) = walked.broken {
        panic!("{broken}");
    }
    assert_eq!(walked.walks, walks, "all were taken");
}

#[test]
fn whatever_happens_nothing_is_lost_doubled_hidden_or_out_of_order() {
    take(Level::Store, 500);
}

#[test]
fn nor_with_the_engine_at_work_over_http() {
    take(Level::Engine, 40);
}

/// Walks that once broke a rule, or that stand for what the promise is about.
fn holds(steps: &[Act]) {
    for level in [Level::Store, Level::Engine] {
        if let Err(rule) = model::replay(level, steps) {
            panic!("{level:?}: {rule:#}");
        }
    }
}

fn meet(fate: Fate) -> Act {
    Act::Meet { chat: 0, fate }
}

const YES: Act = Act::Queue { chat: 0, word: 0 };

#[test]
fn a_clock_that_was_set_back_holds_nothing_up() {
    holds(&[
        Act::SetClock { seconds: 90_000 },
        YES,
        meet(Fate::NeverSent),
        Act::Work,
        Act::SetClock { seconds: -90_000 },
        Act::Pass { seconds: 60 },
        Act::Work,
    ]);
}

#[test]
fn the_same_words_twice_with_both_answers_lost_are_two_messages() {
    holds(&[
        YES,
        YES,
        meet(Fate::AnswerLost),
        meet(Fate::AnswerLost),
        Act::Work,
        Act::Work,
        Act::Work,
        Act::Work,
        Act::Pass { seconds: 60 },
        Act::Work,
    ]);
}

#[test]
fn the_same_words_from_my_other_device_are_not_the_ones_that_were_refused() {
    holds(&[
        YES,
        meet(Fate::RefusedAfterTwin),
        Act::Work,
        Act::HearAll,
        Act::Retry { entry: 0 },
    ]);
}

#[test]
fn a_crash_after_the_server_stored_it_sends_nothing_twice() {
    holds(&[
        YES,
        YES,
        meet(Fate::CrashAfter),
        Act::Work,
        Act::Pass { seconds: 60 },
        Act::Work,
    ]);
}

#[test]
fn a_message_that_is_stored_late_but_within_the_settle_time_is_there_once() {
    holds(&[
        YES,
        meet(Fate::Late),
        Act::Work,
        Act::Pass { seconds: 10 },
        Act::CommitLate,
        Act::Work,
    ]);
}

#[test]
fn a_lost_cache_brings_back_no_message_that_was_sent() {
    holds(&[
        YES,
        Act::Work,
        YES,
        meet(Fate::AnswerLost),
        Act::Work,
        Act::LoseCache,
        Act::Connect,
    ]);
}

#[test]
fn what_waits_for_a_closed_chat_goes_out_when_it_is_opened() {
    holds(&[
        Act::Close { chat: 0 },
        YES,
        Act::Work,
        Act::HearAll,
        Act::Reopen { chat: 0 },
        YES,
    ]);
}

#[test]
fn a_message_that_turns_up_after_it_was_given_up_on_holds_nothing_up() {
    holds(&[
        YES,
        meet(Fate::Late),
        Act::Work,
        Act::Work,
        Act::Pass { seconds: 60 },
        Act::Work,
        Act::CommitLate,
        Act::HearAll,
        YES,
        Act::Work,
    ]);
}

#[test]
fn in_a_chat_known_to_be_empty_a_wrong_clock_hides_no_message() {
    holds(&[
        meet(Fate::CrashAfter),
        YES,
        Act::SetClock { seconds: 90_000 },
        Act::Work,
        Act::Pass { seconds: 60 },
        Act::Work,
    ]);
}

#[test]
fn the_same_words_from_my_other_device_while_the_server_is_late_pass_for_mine() {
    holds(&[
        YES,
        Act::Work,
        Act::Work,
        meet(Fate::Late),
        Act::Queue { chat: 0, word: 2 },
        YES,
        Act::Work,
        Act::OtherDevice { chat: 0, word: 2 },
        Act::Work,
        Act::Work,
    ]);
}

#[test]
fn what_was_taken_back_keeps_no_place_when_the_server_stores_it_late() {
    holds(&[
        meet(Fate::Late),
        YES,
        Act::Work,
        Act::Crash,
        Act::Connect,
        YES,
        Act::Discard { entry: 0 },
        Act::Work,
    ]);
}

#[test]
fn what_is_restored_is_looked_for_while_another_is_on_its_way() {
    holds(&[
        YES,
        Act::Connect,
        meet(Fate::AnswerLost),
        Act::Work,
        Act::Discard { entry: 0 },
        YES,
        meet(Fate::AnswerLost),
        Act::Work,
        Act::Restore { entry: 0 },
        Act::Pass { seconds: 60 },
        Act::Work,
    ]);
}
