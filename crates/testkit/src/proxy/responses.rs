//! What something on the way answers in the server's stead.

use super::Fault;

/// The answer of a fault that has one. `asleep`: 503 instead of 502, as a hosting platform writes them
/// while an application starts.
pub(super) fn response_of(fault: Fault, asleep: bool) -> Option<Vec<u8>> {
    let json = "application/json; charset=utf-8";
    let html = "text/html; charset=utf-8";
    let (status, kind, body) = match fault {
        Fault::TooMany => (
            "429 Too Many Requests\r\nRetry-After: 1",
            json,
            r#"{"statusCode":429,"message":"ThrottlerException: Too Many Requests"}"#,
        ),
        Fault::BadGateway if asleep => ("503 Service Unavailable", html, "<html>Starting</html>"),
        Fault::BadGateway => ("502 Bad Gateway", html, "<html>Starting</html>"),
        Fault::Html => (
            "200 OK",
            html,
            "<!doctype html><html><title>Welcome</title><form action=\"/login\"></form></html>",
        ),
        Fault::RefuseToken => (
            "401 Unauthorized",
            json,
            r#"{"statusCode":401,"message":"Unauthorized"}"#,
        ),
        Fault::Refusal => (
            "422 Unprocessable Entity",
            json,
            r#"{"statusCode":422,"message":["content is refused"],"error":"Unprocessable Entity"}"#,
        ),
        Fault::BlockWebsocket => ("403 Forbidden", html, "<html>Blocked</html>"),
        _ => return None,
    };
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}");
    Some(format!("{head}\r\n\r\n{body}").into_bytes())
}
