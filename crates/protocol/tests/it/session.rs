//! Sign-in, tokens, errors, exceptions, acknowledgements (CONTRACT sections 1 to 3).
use crate::common::{conversation_id, user_id};
use base64::{Engine as _, engine::general_purpose};
use protocol::{ApiError, DecodeError, Exception, Role, RoomAck, TokenClaims, UtcMs, decode};
use serde_json::{Value, json};

fn token(claims: &Value) -> String {
    let payload = general_purpose::URL_SAFE_NO_PAD.encode(claims.to_string());
    format!("eyJhbGciOiJIUzI1NiJ9.{payload}.c2lnbmF0dXJl")
}

#[test]
fn the_user_of_a_token_is_user_id_then_the_other_names() {
    for (claims, expected) in [
        (
            json!({"userId": "u", "_id": "x", "id": "y", "sub": "z"}),
            Some("u"),
        ),
        (json!({"_id": "x", "id": "y", "sub": "z"}), Some("x")),
        (json!({"id": "y", "sub": "z"}), Some("y")),
        (json!({"sub": "z"}), Some("z")),
        (json!({"userId": "", "sub": "z"}), Some("z")),
        (json!({"userId": 12}), Some("12")),
        (json!({"role": "admin"}), None),
        (json!([]), None),
    ] {
        let user = decode::token_claims(&token(&claims))
            .ok()
            .map(|claims| claims.user);
        assert_eq!(user, expected.map(user_id), "{claims}");
    }
}

#[test]
fn a_token_ends_at_its_exp_in_milliseconds() {
    for (exp, expected) in [
        (json!(1_800_000_000), Some(UtcMs(1_800_000_000_000))),
        (json!("1800000000"), Some(UtcMs(1_800_000_000_000))),
        (json!(1_800_000_000.5), Some(UtcMs(1_800_000_000_000))),
        (json!(null), None),
        (json!("never"), None),
        (json!(u64::MAX), Some(UtcMs(i64::MAX))),
    ] {
        let claims =
            decode::token_claims(&token(&json!({"userId": "u", "role": "admin", "exp": exp})));
        let expected = TokenClaims {
            user: user_id("u"),
            role: Some(Role::Admin),
            expires_at: expected,
        };
        assert_eq!(claims, Ok(expected), "{exp}");
    }
}

#[test]
fn a_token_may_be_padded_and_have_space_around_it() {
    let payload = general_purpose::URL_SAFE.encode(r#"{"userId":"محمد."}"#);
    assert!(payload.ends_with('='), "the test wants a padded payload");
    let claims = decode::token_claims(&format!("  h.{payload}.s\n")).unwrap();
    assert_eq!(claims.user, user_id("محمد."));
}

#[test]
fn what_is_no_token_is_refused_without_being_repeated() {
    for text in [
        "",
        "secret",
        "a.b",
        "a.secret.c",
        "a..c",
        "a.e30.c.d",
        "a.!!!.c",
        "ا.ب.ج",
    ] {
        let error = decode::token_claims(text).unwrap_err();
        assert!(!error.to_string().contains("secret"), "{text}: {error}");
    }
}

#[test]
fn a_sign_in_carries_a_token_and_perhaps_a_user() {
    for (body, user) in [
        (
            json!({"token": "t", "user": {"_id": "u", "username": "ali"}}),
            Some("u"),
        ),
        (json!({"token": " t ", "user": null}), None),
        (json!({"access_token": "t"}), None),
        (
            json!({"success": true, "data": {"token": "t", "user": {"id": 7}}}),
            Some("7"),
        ),
    ] {
        let answer = decode::sign_in_value(&body).unwrap();
        assert_eq!(answer.token, "t", "{body}");
        assert_eq!(answer.user.map(|user| user.id), user.map(user_id), "{body}");
    }
    for body in [
        json!({}),
        json!({"token": ""}),
        json!({"token": null}),
        json!([]),
        json!("t"),
    ] {
        assert!(
            decode::sign_in_value(&body).is_err(),
            "{body} carries no token"
        );
    }
}

#[test]
fn a_sign_in_never_shows_its_token() {
    let answer = decode::sign_in(br#"{"token":"very-secret","user":{"_id":"u"}}"#).unwrap();
    assert!(
        !format!("{answer:?}").contains("very-secret"),
        "Debug must hide the token"
    );
}

#[test]
fn an_error_has_one_sentence_or_several() {
    let error = |status, messages: &[&str], error: Option<&str>| {
        Some(ApiError {
            status,
            messages: messages.iter().map(|text| (*text).to_owned()).collect(),
            error: error.map(str::to_owned),
        })
    };
    for (body, expected) in [
        (
            json!({"statusCode": 403, "message": "no", "error": "Forbidden"}),
            error(Some(403), &["no"], Some("Forbidden")),
        ),
        (
            json!({"statusCode": "400", "message": ["a", "b"]}),
            error(Some(400), &["a", "b"], None),
        ),
        (
            json!({"message": {"message": "inner"}}),
            error(None, &["inner"], None),
        ),
        (
            json!({"statusCode": 500, "message": null}),
            error(Some(500), &[], None),
        ),
        (json!({"statusCode": 99999, "message": ""}), None),
        (json!({"hello": 1}), None),
        (json!([]), None),
        (json!("x"), None),
    ] {
        assert_eq!(decode::api_error_value(&body), expected, "{body}");
    }
    assert_eq!(
        decode::api_error(b"<html>502</html>"),
        None,
        "a proxy's page is no error body"
    );
}

#[test]
fn an_exception_is_matched_by_its_cause() {
    let exception = |message: &str, id: Option<&str>| Exception {
        message: message.to_owned(),
        conversation: id.map(conversation_id),
    };
    for (body, expected) in [
        (
            json!({"status": "error", "message": "Forbidden resource",
                   "cause": {"pattern": "join-conversation", "data": {"conversationId": "c"}}}),
            exception("Forbidden resource", Some("c")),
        ),
        (
            json!({"message": "x", "cause": {"data": [{"conversationId": 5}]}}),
            exception("x", Some("5")),
        ),
        (json!({"message": ["x", "y"]}), exception("x; y", None)),
        (json!({"message": "x", "cause": null}), exception("x", None)),
        (
            json!({"message": "x", "cause": {"data": "c"}}),
            exception("x", None),
        ),
        (json!({}), exception("", None)),
        (json!("Unauthorized"), exception("Unauthorized", None)),
    ] {
        assert_eq!(decode::exception_value(&body), Ok(expected), "{body}");
    }
    assert!(decode::exception_value(&json!(3)).is_err());
}

#[test]
fn an_acknowledgement_says_yes_or_no() {
    for (body, success, id) in [
        (
            json!({"success": true, "conversationId": "c"}),
            true,
            Some("c"),
        ),
        (
            json!([{"success": true, "conversationId": "c"}]),
            true,
            Some("c"),
        ),
        (
            json!([[{"success": "true", "conversationId": 4}]]),
            true,
            Some("4"),
        ),
        (
            json!({"success": false, "conversationId": "c"}),
            false,
            Some("c"),
        ),
        (json!({"conversationId": "c"}), true, Some("c")),
        (json!({"status": "error"}), false, None),
        (json!({"error": "Forbidden"}), false, None),
    ] {
        let expected = RoomAck {
            success,
            conversation: id.map(conversation_id),
        };
        assert_eq!(decode::room_ack_value(&body), Ok(expected), "{body}");
    }
    for body in [json!([]), json!(null), json!([[]]), json!("ok")] {
        let answer = decode::room_ack_value(&body);
        assert!(
            matches!(answer, Err(DecodeError::WrongShape { .. })),
            "{body}: {answer:?}"
        );
    }
}
