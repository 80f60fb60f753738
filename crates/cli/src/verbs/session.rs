//! `sign-in`, `sign-out`, `status`.

use std::{io::Read as _, time::Duration};

use engine::{Account, Connection, Credentials, DEFAULT_SERVER, Engine, Error};

use crate::{arguments::SignIn, output, output::Output, problem::Problem};

/// How long `status` waits for the session to know where it stands. Longer than the engine waits
/// for a sleeping host, so that its own verdict comes first.
const PATIENCE: Duration = Duration::from_secs(90);

/// The longest secret that is read from stdin, in bytes.
const LONGEST_SECRET: u64 = 64 * 1024;

pub(super) async fn sign_in(
    engine: &Engine,
    output: Output,
    server: Option<&str>,
    how: SignIn,
) -> Result<(), Problem> {
    let secret = secret()?;
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
    let account = engine.sign_in(&server, credentials).await?;
    if !account.remembered {
        output::remark(
            "there is no usable keyring: the token is gone with this run; set DESK_TOKEN instead",
        );
    }
    output.aside(&format!("signed in as {}", whom(&account)))
}

pub(super) async fn sign_out(engine: &Engine, output: Output) -> Result<(), Problem> {
    engine.sign_out().await?;
    output.aside("signed out")
}

/// Signed out is an answer too, and has its exit code; out of reach is only a remark.
pub(super) async fn status(engine: &Engine, output: Output) -> Result<(), Problem> {
    let connection = settled(engine).await;
    if let Some(account) = engine.account() {
        output.aside(&whom(&account))?;
    }
    output.connection(&connection)?;
    match connection {
        Connection::SignedOut { .. } | Connection::SignInNeeded { .. } => {
            Err(Error::SignInNeeded.into())
        }
        Connection::Offline { code, .. } => {
            output::remark(&format!("the server is out of reach ({code})"));
            Ok(())
        }
        Connection::Connecting { .. } | Connection::Online { .. } | Connection::Polling { .. } => {
            Ok(())
        }
    }
}

/// Fails when nobody is signed in.
pub(super) fn require(engine: &Engine) -> Result<(), Problem> {
    match engine.account() {
        Some(_) => Ok(()),
        None => Err(Error::SignInNeeded.into()),
    }
}

/// The connection once it has made up its mind, or as it is when patience ends.
async fn settled(engine: &Engine) -> Connection {
    let mut connection = engine.subscribe_connection();
    let decided = connection.wait_for(|state| !matches!(state, Connection::Connecting { .. }));
    let decided = tokio::time::timeout(PATIENCE, decided).await.is_ok();
    if !decided {
        output::remark("still connecting");
    }
    connection.borrow().clone()
}

fn whom(account: &Account) -> String {
    let name = account.me.name.as_deref().unwrap_or(account.me.id.as_str());
    match &account.me.role {
        Some(role) => format!("{name} ({}) at {}", role.as_word(), account.server),
        None => format!("{name} at {}", account.server),
    }
}

/// Reads stdin to its end; one line break at the end is not part of the secret.
fn secret() -> Result<String, Problem> {
    let mut text = String::new();
    std::io::stdin()
        .lock()
        .take(LONGEST_SECRET)
        .read_to_string(&mut text)?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}
