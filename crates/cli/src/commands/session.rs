//! `sign-in`, `sign-out`, `status`.

use std::{io::Read as _, time::Duration};

use engine::{
    Connection, Credentials, DEFAULT_SERVER, Engine, Error, LeftBehind, OtherAccounts, SignOut,
    SignOutScope,
};

use crate::{
    arguments::SignIn,
    cli_error::CliError,
    output::{self, Output, labels},
};

/// How long `status` waits while the session connects. Longer than the engine waits for a sleeping host,
/// so that the engine decides first.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(90);

/// The longest secret that is read from stdin, in bytes.
const MAX_SECRET_BYTES: u64 = 64 * 1024;

pub(super) async fn sign_in(
    engine: &Engine,
    output: Output,
    server: Option<&str>,
    how: SignIn,
) -> Result<(), CliError> {
    let secret = read_secret()?;
    let credentials = match how.username {
        Some(username) => Credentials::Password {
            username,
            password: secret,
        },
        None => Credentials::Token {
            token: secret.trim().to_owned(),
        },
    };
    let last = engine.account().map(|account| account.server);
    let server = server
        .map(str::to_owned)
        .or(last)
        .unwrap_or_else(|| DEFAULT_SERVER.to_owned());
    if how.keep_others {
        engine.set_other_accounts(OtherAccounts::Keep);
    }
    let account = engine.sign_in(&server, credentials).await?;
    if !account.remembered {
        output::warn(
            "there is no usable keyring: the token is gone with this run; set DESK_TOKEN instead",
        );
    }
    output.remark(&format!("signed in as {}", labels::account(&account)))
}

pub(super) async fn sign_out(
    engine: &Engine,
    output: Output,
    scope: SignOutScope,
    left_behind: LeftBehind,
) -> Result<(), CliError> {
    let removes = left_behind == LeftBehind::Nothing;
    if removes && scope == SignOutScope::Me {
        require_sign_in(engine)?;
    }
    engine.sign_out(SignOut { scope, left_behind }).await?;
    output.remark(if removes {
        "signed out; the chats are removed from this computer"
    } else {
        "signed out"
    })
}

/// Lists who is remembered on this computer, the last one last.
pub(super) fn accounts(engine: &Engine, output: Output) -> Result<(), CliError> {
    for account in engine.accounts() {
        output.account(&account)?;
    }
    Ok(())
}

/// Signed out is an answer too, and has its exit code; an unreachable server is only a warning.
pub(super) async fn status(engine: &Engine, output: Output) -> Result<(), CliError> {
    let connection = settled_connection(engine).await;
    if let Some(account) = engine.account() {
        output.remark(&labels::account(&account))?;
    }
    output.connection(&connection)?;
    match connection {
        Connection::SignedOut { .. } | Connection::SignInNeeded { .. } => {
            Err(Error::SignInNeeded.into())
        }
        Connection::Offline { code, .. } => {
            output::warn(&format!("the server is out of reach ({code})"));
            Ok(())
        }
        Connection::Connecting { .. } | Connection::Online { .. } | Connection::Polling { .. } => {
            Ok(())
        }
    }
}

/// Fails when nobody is signed in.
pub(super) fn require_sign_in(engine: &Engine) -> Result<(), CliError> {
    match engine.account() {
        Some(_) => Ok(()),
        None => Err(Error::SignInNeeded.into()),
    }
}

/// The connection once it is decided, or as it is after [`CONNECT_TIMEOUT`].
async fn settled_connection(engine: &Engine) -> Connection {
    let mut connection = engine.subscribe_connection();
    let decided = connection.wait_for(|state| !matches!(state, Connection::Connecting { .. }));
    let decided = tokio::time::timeout(CONNECT_TIMEOUT, decided).await.is_ok();
    if !decided {
        output::warn("still connecting");
    }
    connection.borrow().clone()
}

/// Reads stdin to its end; one line break at the end is not part of the secret.
fn read_secret() -> Result<String, CliError> {
    let mut text = String::new();
    std::io::stdin()
        .lock()
        .take(MAX_SECRET_BYTES)
        .read_to_string(&mut text)?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}
