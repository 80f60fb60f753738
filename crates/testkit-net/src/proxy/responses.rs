//! What something on the way answers in the server's stead.

use super::Fault;

pub(super) const JSON: &str = "application/json; charset=utf-8";
pub(super) const HTML: &str = "text/html; charset=utf-8";
/// What a network says that wants a sign-in of its own.
pub(super) const LOGIN_PAGE: &str =
    "<!doctype html><title>Free Wi-Fi</title><form>Please sign in</form>";

/// The answer of a fault that has one. `asleep`: 503 instead of 502, as a hosting platform writes them
/// while an application starts.
pub(super) fn response_of(fault: Fault, asleep: bool) -> Option<Vec<u8>> {
    let (status, kind, body) = match fault {
        Fault::TooMany => (
            "429 Too Many Requests\r\nRetry-After: 1",
            JSON,
            r#"{"statusCode":429,"message":"ThrottlerException: Too Many Requests"}"#,
        ),
        Fault::BadGateway if asleep => ("503 Service Unavailable", HTML, "<html>Starting</html>"),
        Fault::BadGateway => ("502 Bad Gateway", HTML, "<html>Starting</html>"),
        Fault::Html => ("200 OK", HTML, LOGIN_PAGE),
        Fault::RefuseToken => (
            "401 Unauthorized",
            JSON,
            r#"{"statusCode":401,"message":"Unauthorized"}"#,
        ),
        Fault::Refusal => (
            "422 Unprocessable Entity",
            JSON,
            r#"{"statusCode":422,"message":["content is refused"],"error":"Unprocessable Entity"}"#,
        ),
        Fault::BlockWebsocket => ("403 Forbidden", HTML, "<html>Blocked</html>"),
        _ => return None,
    };
    Some(response(status, kind, body))
}

/// A whole response; more headers may follow the status, each on a line of its own.
pub(super) fn response(status: &str, kind: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}");
    format!("{head}\r\n\r\n{body}").into_bytes()
}

/// A file that is there, of whatever kind.
pub(super) fn file_response(file: &[u8]) -> Vec<u8> {
    let length = file.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), file].concat()
}
