//! Signing in: the rate limit, passwords and phone numbers (CONTRACT section 1).

use std::time::Duration;

use backend::{LoginLimit, NewUser, Settings};
use protocol::Role;
use reqwest::Method;
use serde_json::json;

use crate::common::{Answer, Backend};

#[tokio::test]
async fn failed_sign_ins_are_rate_limited() {
    let limit = LoginLimit {
        attempts: 3,
        within: Duration::from_secs(3600),
    };
    let settings = Settings {
        login_limit: Some(limit),
        ..Settings::default()
    };
    let backend = Backend::start(settings).await;
    for (username, role) in [("sara", Role::User), ("omar", Role::User)] {
        let user = NewUser::new(username, username, role).with_password("right");
        backend.running.add_user(user).await.unwrap();
    }
    let login = |username: &str, password: &str| {
        let body = json!({ "username": username, "password": password });
        let backend = &backend;
        async move { backend.post("", "/auth/login", body).await }
    };
    for _ in 0..3 {
        login("sara", "wrong")
            .await
            .refused(401, "Invalid credentials");
    }
    let braked = login("sara", "right").await;
    let wait: u64 = braked.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=3600).contains(&wait), "seconds to wait: {wait}");
    braked.refused(429, "Too Many Requests");
    let signed_in = login("omar", "right").await.ok();
    assert_eq!(
        signed_in["user"]["username"], "omar",
        "others are not braked"
    );
}

#[tokio::test]
async fn signing_in_needs_a_password_and_a_verified_phone() {
    let backend = Backend::start(Settings::default()).await;
    let mut user = NewUser::new("sara", "سارة", Role::User).with_password("right");
    user.phone = Some("091-7654321".to_owned());
    backend.running.add_user(user.clone()).await.unwrap();
    user.username = "new".to_owned();
    user.phone = None;
    user.phone_checked = false;
    backend.running.add_user(user).await.unwrap();
    let body = |username: &str| json!({ "username": username, "password": "right" });
    backend
        .post("", "/auth/login", body("new"))
        .await
        .refused(403, "Phone");
    backend
        .post("", "/auth/login", body("user"))
        .await
        .refused(401, "Invalid credentials");
    backend
        .post("", "/auth/login", body("nobody"))
        .await
        .refused(401, "Invalid credentials");
    backend
        .post("", "/auth/login", json!({}))
        .await
        .refused(400, "password should not be empty");
    let by_phone = backend
        .post("", "/auth/login", body("091-7654321"))
        .await
        .ok();
    let token = by_phone["token"].as_str();
    let list = backend
        .call_with(token, Method::GET, "/support/conversations", None)
        .await;
    assert_eq!(list.ok(), json!([]));
    backend
        .call_with(token, Method::POST, "/auth/logout", None)
        .await
        .ok();
}

fn limited(attempts: u32) -> Settings {
    Settings {
        login_limit: Some(LoginLimit {
            attempts,
            within: Duration::from_secs(3600),
        }),
        ..Settings::default()
    }
}

async fn login(backend: &Backend, username: &str, password: &str) -> Answer {
    let body = json!({ "username": username, "password": password });
    backend.post("", "/auth/login", body).await
}

/// A backend with `sara`, who also has a phone number.
async fn with_sara(settings: Settings) -> Backend {
    let backend = Backend::start(settings).await;
    let mut user = NewUser::new("sara", "سارة", Role::User).with_password("right");
    user.phone = Some("091-7654321".to_owned());
    backend.running.add_user(user).await.unwrap();
    backend
}

#[tokio::test]
async fn an_account_is_one_in_whatever_spelling() {
    for spelling in ["sara ", "\tsara", "SARA", "  Sara\n", "091-7654321"] {
        let backend = with_sara(limited(3)).await;
        for _ in 0..3 {
            login(&backend, spelling, "wrong")
                .await
                .refused(401, "Invalid");
        }
        let braked = login(&backend, "sara", "right").await;
        assert_eq!(braked.status, 429, "guesses at «{spelling}» count for sara");
    }
}

#[tokio::test]
async fn many_attempts_at_once_are_no_more_than_one_by_one() {
    let backend = with_sara(limited(3)).await;
    let attempts = (0..30).map(|number| {
        let backend = &backend;
        async move {
            login(backend, "sara", &number.to_string())
                .await
                .status
                .as_u16()
        }
    });
    let answers = futures_util::future::join_all(attempts).await;
    let checked = answers.iter().filter(|status| **status == 401).count();
    assert!(
        checked <= 3,
        "{checked} of 30 guesses were checked: {answers:?}"
    );
}

#[tokio::test]
async fn an_address_is_braked_whatever_names_it_tries() {
    let backend = with_sara(limited(2)).await;
    for number in 0..10 {
        login(&backend, &format!("nobody {number}"), "wrong")
            .await
            .refused(401, "Invalid");
    }
    let braked = login(&backend, "sara", "right").await;
    assert_eq!(braked.status, 429, "the eleventh name of one address");
}

#[tokio::test]
async fn signing_in_does_not_use_up_the_attempts() {
    let backend = with_sara(limited(2)).await;
    for _ in 0..12 {
        login(&backend, "sara", "right").await.ok();
    }
    login(&backend, "sara", "wrong")
        .await
        .refused(401, "Invalid");
    login(&backend, "sara", "right").await.ok();
    login(&backend, "sara", "wrong")
        .await
        .refused(401, "Invalid");
    let braked = login(&backend, "sara", "right").await;
    assert_eq!(
        braked.status, 429,
        "a success does not wipe out the guesses before it"
    );
}

#[tokio::test]
async fn passwords_are_checked_a_few_at_a_time() {
    let backend = with_sara(Settings {
        login_limit: None,
        ..Settings::default()
    })
    .await;
    let attempts = (0..300).map(|number| {
        let backend = &backend;
        async move { login(backend, &format!("nobody {number}"), "guess").await }
    });
    let answers = futures_util::future::join_all(attempts).await;
    let count = |status: u16| {
        answers
            .iter()
            .filter(|answer| answer.status == status)
            .count()
    };
    assert_eq!(
        count(401) + count(429),
        300,
        "each is checked or told to wait"
    );
    assert!(count(429) > 0, "300 at once do not all wait for argon2");
    let busy = answers.iter().find(|answer| answer.status == 429).unwrap();
    assert_eq!(busy.headers["retry-after"], "1");
    login(&backend, "sara", "right").await.ok();
}
