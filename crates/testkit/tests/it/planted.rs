//! The checks are checked: every bug that can be planted is found, and nothing is found without it.

use store::faults::Bug;
use testkit::planted::rehearse;

macro_rules! found {
    ($($rule:ident: $bug:ident,)+) => {
        $(
            #[tokio::test]
            async fn $rule() {
                is_found(Bug::$bug).await;
            }
        )+

        #[test]
        fn every_bug_that_can_be_planted_has_its_test() {
            assert_eq!(Bug::ALL, [$(Bug::$bug),+]);
        }
    };
}

found! {
    a_message_acknowledged_before_it_is_on_disk_is_found: AcknowledgeEarly,
    a_draft_that_stays_when_it_was_sent_is_found: KeepDraft,
    a_draft_cleared_before_its_message_is_queued_is_found: ClearDraftFirst,
    sending_an_unknown_message_again_at_once_is_found: ResendUnknown,
    taking_a_lost_answer_for_sent_is_found: TrustUnknown,
    taking_an_old_message_for_the_new_one_is_found: ClaimKnown,
    one_message_taken_for_two_is_found: ClaimTwice,
    several_messages_in_flight_in_one_chat_are_found: ManyInFlight,
    forgetting_what_was_sending_in_a_crash_is_found: ForgetSending,
    a_row_for_each_time_that_a_record_comes_is_found: RowTwice,
    ordering_by_arrival_is_found: OrderByArrival,
    a_hidden_gap_is_found: HideGap,
    fetching_before_joining_is_found: FetchFirst,
    dropping_what_was_refused_is_found: DropRefused,
    ignoring_retry_after_is_found: IgnoreRetryAfter,
    emptying_the_outbox_at_sign_out_is_found: EmptyOnSignOut,
}

async fn is_found(bug: Bug) {
    let (with, without) = tokio::join!(rehearse(bug, Some(bug)), rehearse(bug, None));
    let (with, without) = (with.expect("a stage"), without.expect("a stage"));
    assert!(without.is_clean(), "found without the bug: {without}");
    assert!(!with.is_clean(), "{bug:?} is not found");
}
