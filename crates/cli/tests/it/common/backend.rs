use backend::{ContentRules, Dialect, NewUser, Server, Settings, UploadLimits};
use protocol::Role;
use tempfile::TempDir;

use super::{desk_command::DeskCommand, rest_client::RestClient};

pub const PASSWORD: &str = "سرّ demo";

/// A backend with an admin, two restaurants and two customers.
pub struct TestBackend {
    pub backend: Server,
    pub url: String,
    folder: TempDir,
}

impl TestBackend {
    pub async fn start() -> Self {
        Self::with_dialect(Dialect::Documented).await
    }

    pub async fn with_dialect(dialect: Dialect) -> Self {
        let folder = TempDir::new().unwrap();
        let settings = Settings {
            data: Some(folder.path().to_owned()),
            dialect,
            content: ContentRules::Unchecked,
            uploads: Some(UploadLimits::default()),
            ..Settings::default()
        };
        let backend = backend::start(settings).await.unwrap();
        for (username, name, role) in [
            ("admin", "المدير", Role::Admin),
            ("restaurant", "مطعم الشام", Role::Restaurant),
            ("user", "محمد", Role::User),
            ("user2", "سارة", Role::User),
        ] {
            let user = NewUser::new(username, name, role).with_password(PASSWORD);
            backend.add_user(user).await.unwrap();
        }
        Self {
            url: backend.url(),
            backend,
            folder,
        }
    }

    pub async fn token(&self, username: &str) -> String {
        self.backend.issue_token(username).await.unwrap()
    }

    /// `desk` as somebody, by a token in the environment.
    pub async fn desk(&self, username: &str) -> DeskCommand {
        DeskCommand::new(&self.url, Some(self.token(username).await))
    }

    /// The API as somebody, past the engine.
    pub async fn client(&self, username: &str) -> RestClient {
        RestClient {
            url: self.url.clone(),
            token: self.token(username).await,
            http: reqwest::Client::new(),
        }
    }

    /// The line is cut; what comes back can be brought up again.
    pub async fn stop(self) -> StoppedBackend {
        let address = self.backend.address();
        self.backend.stop().await;
        StoppedBackend {
            address,
            folder: self.folder,
        }
    }
}

/// A world whose backend is away.
pub struct StoppedBackend {
    address: std::net::SocketAddr,
    folder: TempDir,
}

impl StoppedBackend {
    /// The same backend at the same address.
    pub async fn restart(self) -> TestBackend {
        let settings = Settings {
            listen: self.address,
            data: Some(self.folder.path().to_owned()),
            content: ContentRules::Unchecked,
            ..Settings::default()
        };
        let backend = backend::start(settings).await.unwrap();
        TestBackend {
            url: backend.url(),
            backend,
            folder: self.folder,
        }
    }
}
