//! The check of each mutation: what an engine is given to do so that the ledger finds the bug.

use crate::outcome::Finding;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use tokio::time::Instant;

use super::catalog::Mutation;
use super::fixture::{Fixture, PATIENCE};
use testkit_net::proxy::Fault;

use crate::{engine_process::Command, outcome::Outcome};

/// More messages than a page holds, than a margin of one page more, and than the newest once again.
const MORE_THAN_PAGES: usize = 160;
/// How often an engine connects while others speak.
const CONNECTIONS: usize = 3;
/// How many sends are answered with 429, each asking for a second's patience.
const TOO_MANY: u32 = 3;

/// Runs the fixture that finds a mutation. `program` is the engine process that was built with it;
/// `None`: the one of the product as it is, in which nothing may be found.
pub async fn check(mutation: Mutation, program: Option<&Path>) -> Result<Outcome> {
    let fixture = Fixture::begin(program).await?;
    let found = match mutation {
        Mutation::AcknowledgeEarly | Mutation::KeepDraft => drafted_and_sent(&fixture).await,
        Mutation::ClearDraftFirst => killed(&fixture, "store.queue.before-commit").await,
        Mutation::ForgetSending => killed(&fixture, "engine.send.after-answer").await,
        Mutation::ResendUnknown => sent(&fixture, &[Fault::DropAnswer]).await,
        Mutation::TrustUnknown => sent(&fixture, &[Fault::Reset]).await,
        Mutation::ClaimKnown => said_before(&fixture).await,
        Mutation::ClaimTwice => sent(&fixture, &[Fault::DropAnswer, Fault::Reset]).await,
        Mutation::DropRefused => sent(&fixture, &[Fault::Refusal]).await,
        Mutation::ManyInFlight => one_is_slow(&fixture).await,
        Mutation::RowTwice => heard_twice(&fixture).await,
        Mutation::OrderByArrival => long_history(&fixture).await,
        Mutation::HideGap => long_absence(&fixture).await,
        Mutation::FetchFirst => said_while_connecting(&fixture).await,
        Mutation::IgnoreRetryAfter => asked_for_patience(&fixture).await,
        Mutation::EmptyOnSignOut => signed_out(&fixture).await,
    };
    Ok(found.unwrap_or_else(|error| Outcome::of_breakdown(format!("{error:#}"))))
}

async fn drafted_and_sent(fixture: &Fixture) -> Result<Outcome> {
    let engine = fixture.start().await?;
    fixture.draft(&engine, "وصل الطلب").await?;
    fixture.send(&engine, "وصل الطلب").await?;
    fixture.compare(&engine).await
}

/// A draft is sent, the process stops on the way and is killed, and another goes on.
async fn killed(fixture: &Fixture, point: &str) -> Result<Outcome> {
    let engine = fixture.start_to_stop_at(point).await?;
    fixture.draft(&engine, "وصل الطلب").await?;
    let sending = async {
        // It may be acknowledged or not.
        drop(fixture.send(&engine, "وصل الطلب").await);
    };
    let (stopped, ()) = tokio::join!(engine.wait_stopped(), async {
        tokio::select! {
            () = sending => {}
            _ = engine.wait_stopped() => {}
        }
    });
    stopped?;
    engine.kill().await?;
    let engine = fixture.start().await?;
    fixture.compare(&engine).await
}

/// The same text again and again, each time with another fault of the line.
async fn sent(fixture: &Fixture, faults: &[Fault]) -> Result<Outcome> {
    let engine = fixture.start().await?;
    for fault in faults {
        fixture.proxy.inject(*fault);
        fixture.send(&engine, "تم").await?;
        engine.wait_drained_to(0, PATIENCE).await?;
    }
    fixture.compare(&engine).await
}

/// The same text was sent from another device before; then a request is lost.
async fn said_before(fixture: &Fixture) -> Result<Outcome> {
    let engine = fixture.start().await?;
    fixture.send_from_other_device("تم").await?;
    engine.command(Command::FetchAll).await?;
    fixture.proxy.inject(Fault::Reset);
    fixture.send(&engine, "تم").await?;
    fixture.compare(&engine).await
}

async fn one_is_slow(fixture: &Fixture) -> Result<Outcome> {
    let engine = fixture.start().await?;
    fixture.proxy.inject(Fault::Delay);
    for text in ["أولا", "ثانيا", "ثالثا"] {
        fixture.send(&engine, text).await?;
    }
    fixture.compare(&engine).await
}

async fn heard_twice(fixture: &Fixture) -> Result<Outcome> {
    let engine = fixture.start().await?;
    for _ in 0..3 {
        fixture.proxy.inject(Fault::DuplicateEvents);
    }
    fixture.others_say(3).await?;
    fixture.compare(&engine).await
}

/// Older messages come after newer ones where a chat has several pages.
async fn long_history(fixture: &Fixture) -> Result<Outcome> {
    fixture.others_say(MORE_THAN_PAGES).await?;
    let engine = fixture.start().await?;
    fixture.compare(&engine).await
}

/// After a long absence, catching up breaks off once the newest page is there.
async fn long_absence(fixture: &Fixture) -> Result<Outcome> {
    fixture.others_say(3).await?;
    let engine = fixture.start().await?;
    engine.command(Command::FetchAll).await?;
    engine.shut_down().await?;
    fixture.others_say(MORE_THAN_PAGES).await?;
    fixture.stop_at("engine.page.applied").await?;
    let engine = fixture.start().await?;
    fixture.compare(&engine).await
}

/// Others go on speaking while an engine connects. What it shows then, without asking once more, has no
/// hole: whatever was said between two looks came by the room.
async fn said_while_connecting(fixture: &Fixture) -> Result<Outcome> {
    let mut sum = Outcome::default();
    for _ in 0..CONNECTIONS {
        let speaking = async {
            loop {
                fixture.others_say(1).await?;
            }
        };
        let engine = tokio::select! {
            failed = speaking => return failed,
            engine = async {
                let engine = fixture.start().await?;
                fixture.hears_more(&engine).await?;
                anyhow::Ok(engine)
            } => engine?,
        };
        sum.add(fixture.compare_as_shown(&engine).await?);
        engine.shut_down().await?;
    }
    Ok(sum)
}

/// Patience counts in the clear: a server that asks for seconds must not be asked again at once.
async fn asked_for_patience(fixture: &Fixture) -> Result<Outcome> {
    let engine = fixture.start().await?;
    (0..TOO_MANY).for_each(|_| fixture.proxy.inject(Fault::TooMany));
    let began = Instant::now();
    fixture.send(&engine, "بعد قليل").await?;
    let mut outcome = fixture.compare(&engine).await?;
    if began.elapsed() < Duration::from_secs(TOO_MANY.into()) {
        outcome.add_finding(
            Finding::Breakdown,
            "the server was asked again too early".to_owned(),
        );
    }
    Ok(outcome)
}

/// What the server refused waits for the user, also for one who comes back.
async fn signed_out(fixture: &Fixture) -> Result<Outcome> {
    let engine = fixture.start().await?;
    fixture.proxy.inject(Fault::Refusal);
    fixture.send(&engine, "لا يضيع").await?;
    fixture.draft(&engine, "ولا هذا").await?;
    engine.wait_drained_to(0, PATIENCE).await?;
    engine.command(Command::SignOut).await?;
    engine.command(Command::SignIn).await?;
    fixture.compare(&engine).await
}
