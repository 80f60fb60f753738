//! Running programs: with their output on the screen, collected, or both.

use crate::say;
use anyhow::{Context, Result, bail};
use std::{
    io::{BufRead, BufReader, Read},
    process::{Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

/// How a program ended, and all that it said.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Whether it ended with exit code 0.
    pub succeeded: bool,
    /// Its standard output and standard error, line by line as they came.
    pub output: String,
}

/// Runs a program with its output on the screen.
///
/// # Errors
/// When it cannot be started or ends with another exit code than 0.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = describe(command);
    let status = command
        .status()
        .with_context(|| format!("could not start `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` ended with {status}");
    }
    Ok(())
}

/// Runs a program and answers with its standard output.
///
/// # Errors
/// When it cannot be started or ends with another exit code than 0 (with what it said).
pub fn answer_of(command: &mut Command) -> Result<String> {
    let shown = describe(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("could not start `{shown}`"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{shown}` ended with {}: {said}", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a program, shows each line as it comes, and answers with all of them.
///
/// # Errors
/// When it cannot be started. A program that fails is an [`Outcome`], not an error.
pub fn watch(command: &mut Command) -> Result<Outcome> {
    say::line(&format!("$ {}", describe(command)));
    follow(command, say::line)
}

/// Runs a program without a word on the screen, and answers with all its lines.
///
/// # Errors
/// As [`watch`].
pub fn collect(command: &mut Command) -> Result<Outcome> {
    follow(command, |_| ())
}

/// The same program, to be run only while nothing else wants the processors.
#[must_use]
pub fn at_low_priority(command: &Command) -> Command {
    if cfg!(not(unix)) {
        return again(command, Command::new(command.get_program()));
    }
    let mut nice = Command::new("nice");
    nice.args(["-n", "19"]).arg(command.get_program());
    again(command, nice)
}

/// Gives `other` the arguments, the folder and the environment of `command`.
fn again(command: &Command, mut other: Command) -> Command {
    other.args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        other.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => other.env(name, value),
            None => other.env_remove(name),
        };
    }
    other
}

/// Runs a program and passes on each line as it comes.
fn follow(command: &mut Command, show: fn(&str)) -> Result<Outcome> {
    let shown = describe(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start `{shown}`"))?;
    let heard = Arc::new(Mutex::new(String::new()));
    let listeners = [
        child.stdout.take().map(|pipe| listen(pipe, &heard, show)),
        child.stderr.take().map(|pipe| listen(pipe, &heard, show)),
    ];
    let status = child.wait()?;
    for listener in listeners.into_iter().flatten() {
        // A listener only ends early when its pipe breaks; what it heard until then is kept.
        let _ = listener.join();
    }
    let output = heard.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(Outcome {
        succeeded: status.success(),
        output,
    })
}

fn listen(
    pipe: impl Read + Send + 'static,
    heard: &Arc<Mutex<String>>,
    show: fn(&str),
) -> thread::JoinHandle<()> {
    let heard = Arc::clone(heard);
    thread::spawn(move || {
        for bytes in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&bytes);
            show(&line);
            let mut all = heard.lock().unwrap_or_else(PoisonError::into_inner);
            all.push_str(&line);
            all.push('\n');
        }
    })
}

fn describe(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program())
        .file_name()
        .unwrap_or_else(|| command.get_program());
    std::iter::once(program)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
