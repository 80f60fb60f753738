//! The verbs: each opens the engine, does its one thing, and leaves the shutting down to
//! [`carry_out`].

mod change;
mod inbox;
mod messages;
mod queue;
mod send;
mod session;
mod tail;

use engine::{Engine, SessionMode};

use crate::{
    arguments::{Arguments, Verb},
    opening,
    output::{Format, Output},
    problem::Problem,
    signals::Stop,
};

/// Does what the arguments say, and shuts the engine down whatever came of it.
pub(crate) async fn carry_out(arguments: Arguments) -> Result<(), Problem> {
    let Arguments { global, verb } = arguments;
    let output = Output(if global.json {
        Format::Json
    } else {
        Format::Plain
    });
    // Before the profile is taken, so that a tail that holds it always ends cleanly.
    let stop = matches!(verb, Verb::Tail).then(Stop::listen).transpose()?;
    let engine = match &verb {
        Verb::SignIn(_) => opening::open_to_sign_in(&global).await?,
        other => opening::open(&global, session_mode(other)).await?,
    };
    let outcome = match (verb, stop) {
        (Verb::SignIn(how), _) => {
            session::sign_in(&engine, output, global.server.as_deref(), how).await
        }
        (Verb::Tail, Some(stop)) => tail::follow(&engine, output, stop).await,
        (other, _) => act(&engine, output, other).await,
    };
    engine.shutdown().await;
    outcome
}

/// Only what waits for the live session starts one: a short run would cut it off half way.
fn session_mode(verb: &Verb) -> SessionMode {
    match verb {
        Verb::Tail | Verb::Status => SessionMode::Background,
        Verb::Send(send) if !send.queue => SessionMode::Background,
        _ => SessionMode::OnRequest,
    }
}

async fn act(engine: &Engine, output: Output, verb: Verb) -> Result<(), Problem> {
    match verb {
        Verb::Status => return session::status(engine, output).await,
        Verb::SignOut => return session::sign_out(engine, output).await,
        _ => session::require(engine)?,
    }
    match verb {
        Verb::Inbox(which) => inbox::list(engine, output, which).await,
        Verb::Messages(which) => messages::list(engine, output, which).await,
        Verb::Send(what) => send::send(engine, output, what).await,
        Verb::Outbox => queue::list(engine, output).await,
        Verb::Retry(one) => queue::retry(engine, output, &one.message).await,
        Verb::Discard(one) => queue::discard(engine, output, &one.message).await,
        Verb::Restore(one) => queue::restore(engine, output, &one.message).await,
        Verb::Edit { message, text } => queue::edit(engine, output, &message, &text).await,
        Verb::Confirm(one) => queue::confirm(engine, output, &one.message).await,
        Verb::New(whom) => change::create(engine, output, whom).await,
        Verb::Order { order } => change::order_chat(engine, output, &order).await,
        Verb::Read(one) => change::read(engine, output, &one.conversation).await,
        Verb::Close(one) => change::close(engine, output, &one.conversation).await,
        Verb::Reopen(one) => change::reopen(engine, output, &one.conversation).await,
        Verb::Resolve(one) => change::resolve(engine, output, &one.conversation).await,
        Verb::Rename {
            conversation,
            subject,
        } => change::rename(engine, output, &conversation, &subject).await,
        Verb::SignIn(_) | Verb::SignOut | Verb::Status | Verb::Tail => Ok(()),
    }
}
