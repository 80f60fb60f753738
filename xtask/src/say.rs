//! What the tasks say to the person who started them. The only module that prints.
#![allow(
    clippy::print_stdout,
    reason = "a task's output is what it is started for"
)]

use std::time::Duration;

/// Says one line.
pub fn line(text: &str) {
    println!("{text}");
}

/// Says that a part of the task begins.
pub fn heading(title: &str) {
    println!("\n=== {title}");
}

/// Says how a part of the task ended, and how long it took.
pub fn ended(title: &str, verdict: &str, took: Duration) {
    println!("=== {title}: {verdict} ({:.1} s)", took.as_secs_f64());
}
