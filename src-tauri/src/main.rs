//! Avvento Desk.

// A console window beside the application is of no use to anybody at a counter.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use clap::Parser as _;

fn main() -> anyhow::Result<()> {
    Ok(shell::run(shell::arguments::Arguments::parse())?)
}
