//! The subcommands. [`run`] opens the engine, runs one of them, and shuts the engine down.

mod conversation;
mod export;
mod inbox;
mod messages;
mod outbox;
mod search;
mod send;
mod session;
mod storage;
mod tail;

use engine::{Engine, LeftBehind, SessionMode};

use crate::{
    arguments::{Arguments, Command},
    cli_error::CliError,
    open_profile,
    output::{Format, Output},
    signals::{self, StopSignal},
};

/// Runs the subcommand of the arguments. The engine is shut down whatever the outcome.
pub(crate) async fn run(arguments: Arguments) -> Result<(), CliError> {
    let Arguments { global, command } = arguments;
    let output = Output(if global.json {
        Format::Json
    } else {
        Format::Plain
    });
    // Before the profile is locked, so that a signal never ends a tail that holds the lock.
    let stop = matches!(command, Command::Tail)
        .then(StopSignal::listen)
        .transpose()?;
    if stop.is_some() {
        signals::end_if_stuck(StopSignal::listen()?);
    }
    let engine = match &command {
        Command::SignIn(_) => open_profile::open_for_sign_in(&global).await?,
        other => open_profile::open(&global, session_mode(other)).await?,
    };
    let outcome = match (command, stop) {
        (Command::SignIn(how), _) => {
            session::sign_in(&engine, output, global.server.as_deref(), how).await
        }
        (Command::Tail, Some(stop)) => tail::follow(&engine, output, stop).await,
        (other, _) => run_signed_in(&engine, output, other).await,
    };
    engine.shutdown().await;
    outcome
}

/// Only subcommands that wait for the live session start one: a short run would cut it off.
fn session_mode(command: &Command) -> SessionMode {
    match command {
        Command::Tail | Command::Status => SessionMode::Background,
        Command::Send(send) if !send.queue => SessionMode::Background,
        _ => SessionMode::OnRequest,
    }
}

async fn run_signed_in(engine: &Engine, output: Output, command: Command) -> Result<(), CliError> {
    match command {
        Command::Status => return session::status(engine, output).await,
        Command::SignOut(whom) => {
            return session::sign_out(engine, output, whom.into(), LeftBehind::Everything).await;
        }
        Command::Forget(whom) => {
            return session::sign_out(engine, output, whom.into(), LeftBehind::Nothing).await;
        }
        Command::Accounts => return session::accounts(engine, output),
        _ => session::require_sign_in(engine)?,
    }
    match command {
        Command::Inbox(which) => inbox::list(engine, output, which).await,
        Command::Search { words, limit } => search::run(engine, output, &words, limit).await,
        Command::Export {
            conversation,
            format,
        } => export::export(engine, &conversation, format).await,
        Command::Today => export::today(engine, output).await,
        Command::Messages(which) => messages::list(engine, output, which).await,
        Command::Send(what) => send::send(engine, output, what).await,
        Command::Outbox => outbox::list(engine, output).await,
        Command::Retry(argument) => outbox::retry(engine, output, &argument.message).await,
        Command::Discard(argument) => outbox::discard(engine, output, &argument.message).await,
        Command::Restore(argument) => outbox::restore(engine, output, &argument.message).await,
        Command::Edit { message, text } => outbox::edit(engine, output, &message, &text).await,
        Command::Confirm(argument) => outbox::confirm(engine, output, &argument.message).await,
        Command::New(whom) => conversation::create(engine, output, whom).await,
        Command::Order { order, begin } => {
            conversation::show_order_chat(engine, output, &order, begin).await
        }
        Command::Read(argument) => {
            conversation::mark_read(engine, output, &argument.conversation).await
        }
        Command::Star(argument) => conversation::star(engine, output, &argument.conversation).await,
        Command::Unstar(argument) => {
            conversation::unstar(engine, output, &argument.conversation).await
        }
        Command::Close(argument) => {
            conversation::close(engine, output, &argument.conversation).await
        }
        Command::Reopen(argument) => {
            conversation::reopen(engine, output, &argument.conversation).await
        }
        Command::Resolve(argument) => {
            conversation::resolve(engine, output, &argument.conversation).await
        }
        Command::Rename {
            conversation,
            subject,
        } => conversation::rename(engine, output, &conversation, &subject).await,
        Command::Storage { clear_cache } => storage::show(engine, output, clear_cache).await,
        Command::SignIn(_)
        | Command::SignOut(_)
        | Command::Forget(_)
        | Command::Accounts
        | Command::Status
        | Command::Tail => Ok(()),
    }
}
