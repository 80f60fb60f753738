//! What something on the way answers in the server's stead.

use std::time::Duration;

/// 429 as a Nest throttler writes it; the wait is in whole seconds, rounded up.
pub(super) fn too_many(wait: Duration) -> Vec<u8> {
    let seconds = wait.as_millis().div_ceil(1000);
    let body = r#"{"statusCode":429,"message":"ThrottlerException: Too Many Requests"}"#;
    written(
        "429 Too Many Requests",
        JSON,
        &format!("Retry-After: {seconds}\r\n"),
        body,
    )
}

/// 502 or 503, as a hosting platform writes them while an application starts.
pub(super) fn bad_gateway(asleep: bool) -> Vec<u8> {
    let status = if asleep {
        "503 Service Unavailable"
    } else {
        "502 Bad Gateway"
    };
    written(
        status,
        HTML,
        "",
        "<html><body>Service is starting</body></html>",
    )
}

/// A page where a record was expected.
pub(super) fn captive_portal() -> Vec<u8> {
    let body = "<!doctype html><html><title>Welcome</title><form action=\"/login\"></form></html>";
    written("200 OK", HTML, "", body)
}

/// 401 as a Nest guard writes it.
pub(super) fn unauthorized() -> Vec<u8> {
    written(
        "401 Unauthorized",
        JSON,
        "",
        r#"{"statusCode":401,"message":"Unauthorized"}"#,
    )
}

/// 422 as a Nest pipe writes it.
pub(super) fn unprocessable() -> Vec<u8> {
    let body =
        r#"{"statusCode":422,"message":["content is refused"],"error":"Unprocessable Entity"}"#;
    written("422 Unprocessable Entity", JSON, "", body)
}

/// 403 as networks write it that let no websocket through.
pub(super) fn no_websocket() -> Vec<u8> {
    written(
        "403 Forbidden",
        HTML,
        "",
        "<html><body>Blocked</body></html>",
    )
}

const JSON: &str = "application/json; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

fn written(status: &str, kind: &str, more: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{more}\r\n{body}"
    )
    .into_bytes()
}
