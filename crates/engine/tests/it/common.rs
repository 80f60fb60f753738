//! The set-up that the tests share: a backend with accounts, an engine, the customer, and faults.

pub mod gateway;

mod cache;
mod computer;
mod file_server;
mod log;
mod wait;

use backend::{Dialect, NewUser, Server, Settings};
use protocol::Role;

pub use cache::*;
pub use computer::*;
pub use file_server::*;
pub use log::Log;
pub use testkit_net::{Person, Proxy};
pub use wait::*;

pub const PASSWORD: &str = "open sesame";
pub const BOTH: [Dialect; 2] = [Dialect::Documented, Dialect::Live];

pub fn settings(dialect: Dialect) -> Settings {
    Settings {
        dialect,
        login_limit: None,
        user_rates: None,
        content: backend::ContentRules::Unchecked,
        // The harder case, and the server that is live.
        idempotency: backend::Idempotency::None,
        ..Settings::default()
    }
}

/// Somebody at the other end, signed in over REST.
pub async fn person_at(server: &str, username: &str) -> Person {
    Person::sign_in(server, username, PASSWORD).await.unwrap()
}

/// A backend with an admin and a customer.
pub async fn backend_with_people(settings: Settings) -> Server {
    let backend = backend::start(settings).await.expect("the backend starts");
    add_people(&backend).await;
    backend
}

/// A backend with people, and its customer.
pub async fn with_customer(dialect: Dialect) -> (Server, Person) {
    let backend = backend_with_people(settings(dialect)).await;
    let salma = person_at(&backend.url(), "salma").await;
    (backend, salma)
}

/// A backend with people, a proxy before it, and its customer, past the proxy.
pub async fn behind_proxy(dialect: Dialect) -> (Server, Proxy, Person) {
    let (backend, salma) = with_customer(dialect).await;
    let proxy = Proxy::to_address(backend.address()).await.unwrap();
    (backend, proxy, salma)
}

pub async fn add_people(backend: &Server) {
    for (username, name, role) in [
        ("mudir", "المدير", Role::Admin),
        ("salma", "سلمى", Role::User),
        ("matam", "مطعم الشام", Role::Restaurant),
    ] {
        let user = NewUser {
            username: username.to_owned(),
            name: name.to_owned(),
            role,
            phone: None,
            phone_checked: true,
            password: Some(PASSWORD.to_owned()),
        };
        backend.add_user(user).await.expect("an account is made");
    }
}
