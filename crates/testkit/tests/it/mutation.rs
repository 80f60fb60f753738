//! The checks that find the mutations find nothing in the product as it is.

use std::path::Path;

use clap::ValueEnum as _;
use testkit::mutation::{COUNT, Mutation, check, check_applies, name_of};

#[test]
fn every_mutation_applies_to_the_sources() {
    assert_eq!(Mutation::value_variants().len() as u64, COUNT);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for mutation in Mutation::value_variants() {
        let applied = check_applies(*mutation, &root);
        assert!(applied.is_ok(), "{}: {applied:?}", name_of(*mutation));
    }
}

macro_rules! nothing_is_found {
    ($($rule:ident: $mutation:ident,)+) => {
        $(
            #[tokio::test]
            async fn $rule() {
                let outcome = check(Mutation::$mutation, None).await.expect("a backend");
                assert!(outcome.is_clean(), "{outcome}");
            }
        )+
    };
}

nothing_is_found! {
    a_draft_goes_when_its_message_is_acknowledged: KeepDraft,
    a_kill_before_the_commit_keeps_the_draft: ClearDraftFirst,
    a_lost_answer_is_not_sent_again: ResendUnknown,
    a_lost_request_is_sent_again: TrustUnknown,
    an_older_message_of_the_same_text_settles_nothing: ClaimKnown,
    one_message_settles_one_entry: ClaimTwice,
    one_message_of_a_chat_is_in_flight_at_a_time: ManyInFlight,
    a_kill_while_sending_sends_nothing_twice: ForgetSending,
    a_record_that_comes_twice_makes_one_row: RowTwice,
    messages_are_ordered_by_time: OrderByArrival,
    a_long_absence_leaves_no_hidden_gap: HideGap,
    rooms_are_joined_before_pages_are_fetched: FetchFirst,
    a_refused_message_waits_for_the_user: DropRefused,
    retry_after_is_kept: IgnoreRetryAfter,
    signing_out_keeps_the_outbox: EmptyOnSignOut,
}
