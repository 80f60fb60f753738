//! Avvento Desk.

// A console window beside the application is of no use to anybody at a counter.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> anyhow::Result<()> {
    heap_memory::prepare_heap();
    webview_memory::limit_script_heap();
    let arguments = shell::arguments::Arguments::from_words(std::env::args_os())
        .unwrap_or_else(|error| error.exit());
    Ok(shell::run(arguments)?)
}
