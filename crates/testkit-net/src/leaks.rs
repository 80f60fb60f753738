//! Finding a secret in a log, in whatever form a library may have written it there.

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

/// How many bytes of a secret are looked for: a log may hold it in part.
const PART: usize = 24;

/// Which of these secrets a text holds: plain, escaped, as hex, as base64 at any place in it, or as a list of bytes.
pub fn leaked<'a>(text: &str, secrets: &[&'a str]) -> Vec<&'a str> {
    let text = text.to_lowercase();
    let holds = |secret: &str| forms(secret).iter().any(|form| text.contains(form));
    secrets
        .iter()
        .copied()
        .filter(|secret| holds(secret))
        .collect()
}

/// A secret in every form, in lower case.
fn forms(secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let part = bytes.get(..PART).unwrap_or(bytes);
    let list = |separator: &str, write: fn(u8) -> String| {
        let written: Vec<_> = part.iter().map(|byte| write(*byte)).collect();
        written.join(separator)
    };
    let letters = || secret.chars().take(PART / 2);
    let mut forms = vec![
        letters().collect(),
        letters().flat_map(char::escape_unicode).collect(),
        letters()
            .map(|letter| format!("\\u{:04x}", letter as u32))
            .collect(),
        list("", |byte| format!("{byte:02x}")),
        list(" ", |byte| format!("{byte:02x}")),
        list(", ", |byte| byte.to_string()),
        list(",", |byte| byte.to_string()),
        list(", ", |byte| format!("0x{byte:02x}")),
        list("", |byte| format!("\\x{byte:02x}")),
        list("", |byte| format!("%{byte:02x}")),
    ];
    // Three letters of base64 for two bytes, four for three: what comes before moves it, and its ends are shared.
    for before in 0..3 {
        let encoded = STANDARD_NO_PAD.encode([&vec![0; before], part].concat());
        let inner = encoded.get(4..encoded.len().saturating_sub(2));
        forms.extend(inner.map(str::to_owned));
    }
    forms.iter().map(|form| form.to_lowercase()).collect()
}
