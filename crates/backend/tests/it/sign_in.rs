//! Signing in: the rate limit, passwords and phone numbers (CONTRACT section 1).

use std::time::Duration;

use backend::{LoginLimit, NewUser, Settings};
use protocol::Role;
use reqwest::Method;
use serde_json::json;

use crate::common::Backend;

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
