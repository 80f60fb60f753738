//! Opens the engine on the profile that the arguments and the environment select.

use std::{sync::Arc, time::Duration};

use engine::{Config, DEFAULT_SERVER, Engine, Error, ProfileChoice, SessionMode};
use protocol::decode;

use crate::{
    arguments::Global,
    cli_error::CliError,
    environment_token::{self, EnvironmentVault},
    output,
};

/// Whoever is out of reach has not answered by then, or has said so at once.
const KNOCK: Duration = Duration::from_millis(250);

/// Opens the profile: with `DESK_TOKEN`, the one of the token's user; else the last one of the
/// server, or the last one of all.
pub(crate) async fn open(global: &Global, session_mode: SessionMode) -> Result<Engine, CliError> {
    let mut config = Config::new(engine::data_folder(global.data.clone()));
    config.session_mode = session_mode;
    if session_mode == SessionMode::OnRequest {
        config.timing.knock = KNOCK;
    }
    config.upload_endpoint = global.upload_endpoint.clone().unwrap_or_default();
    config.profile = match (environment_token::read(), &global.server) {
        (Some(token), server) => {
            let claims = decode::token_claims(&token).map_err(|error| {
                Error::BadToken(format!("{}: {error}", environment_token::VARIABLE))
            })?;
            let keyring = config.vault.clone();
            config.vault = Arc::new(EnvironmentVault { token, keyring });
            let server = server.clone().unwrap_or_else(|| DEFAULT_SERVER.to_owned());
            ProfileChoice::User {
                server,
                user: claims.user,
            }
        }
        (None, Some(server)) => ProfileChoice::LastOnServer(server.clone()),
        (None, None) => ProfileChoice::Last,
    };
    start(config).await
}

/// Opens any profile, from which the user signs in to another; ignores the environment's token.
pub(crate) async fn open_for_sign_in(global: &Global) -> Result<Engine, CliError> {
    let mut config = Config::new(engine::data_folder(global.data.clone()));
    config.session_mode = SessionMode::OnRequest;
    if let Some(server) = &global.server {
        config.profile = ProfileChoice::LastOnServer(server.clone());
    }
    start(config).await
}

async fn start(config: Config) -> Result<Engine, CliError> {
    let engine = Engine::start(config).await?;
    for notice in engine.notices() {
        output::warn(&match notice.code() {
            "cache-set-aside" => {
                "the cache could not be read; it was set aside and begun anew".to_owned()
            }
            "outbox-salvaged" => "the outbox was damaged; what could be read was kept".to_owned(),
            "restored-from-backup" => {
                "unsent messages came back from damaged files: see `desk outbox`".to_owned()
            }
            "disk-low" => "the disk is nearly full: free some space".to_owned(),
            "reading-only" => {
                "the disk is full: nothing can be saved until there is space".to_owned()
            }
            other => other.to_owned(),
        });
    }
    Ok(engine)
}
