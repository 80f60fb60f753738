//! A chat as a page that needs nothing else: no script, no address that a browser would fetch.

use crate::export::model::FileLanguage;
use crate::export::shown_message::ShownMessage;
use crate::export::typed_text::{escaped, lines};

/// What the page may do, for the browser: have its own style, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

const STYLE: &str = "body{font:16px/1.6 'Segoe UI',Tahoma,'Noto Sans Arabic',sans-serif;max-width:800px;margin:24px auto;padding:0 16px;color:#1c1917;background:#fff}\
h1{font-size:20px}article{margin:10px 0;padding:8px 12px;border:1px solid #d6d3d1;border-radius:8px;break-inside:avoid}\
header{display:flex;gap:12px;justify-content:space-between;color:#57534e;font-size:13px}p{margin:2px 0;overflow-wrap:anywhere}\
.server,.gap{border:0;color:#57534e;font-size:13px;text-align:center}.note{color:#57534e;font-size:13px}";

pub(crate) fn head(language: FileLanguage, title: &str, time: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<h1><bdi dir=\"auto\">{title}</bdi></h1>\n<p class=\"note\">{time}</p>\n<main>\n",
        language.tag(),
        language.direction(),
    )
}

pub(crate) fn message(shown: &ShownMessage<'_>, not_sent: &str) -> String {
    let class = if shown.from_server {
        " class=\"server\""
    } else {
        ""
    };
    let mut html = format!(
        "<article{class}><header><bdi dir=\"auto\">{}</bdi><time dir=\"ltr\">{}</time></header>",
        escaped(shown.sender),
        escaped(&shown.time)
    );
    if let Some(label) = shown.label {
        html.push_str(&format!("<p class=\"note\">{}</p>", escaped(label)));
    }
    for line in lines(shown.text) {
        html.push_str(&format!("<p dir=\"auto\">{}</p>", escaped(line)));
    }
    if shown.not_sent {
        html.push_str(&format!("<p class=\"note\">({})</p>", escaped(not_sent)));
    }
    html.push_str("</article>\n");
    html
}

pub(crate) fn gap(words: &str) -> String {
    format!("<p class=\"gap\">— {} —</p>\n", escaped(words))
}

pub(crate) fn foot() -> &'static str {
    "</main>\n</body>\n</html>\n"
}
