//! A window of Tauri with nothing in it, which says when it is painted: the floor of `cargo xtask bench start`.

use std::path::PathBuf;

use tauri::WebviewWindowBuilder;

/// The page's first frame is on the screen.
#[tauri::command]
#[expect(clippy::print_stderr, reason = "what the measurement waits for")]
fn first_frame_painted() {
    eprintln!("first frame painted");
}

/// The folder for the webview's own data is the one argument, so that each measurement has one of its own.
fn main() -> tauri::Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![first_frame_painted])
        .setup(move |app| {
            for config in app.config().app.windows.clone() {
                let mut builder = WebviewWindowBuilder::from_config(app.handle(), &config)?;
                if let Some(folder) = folder.clone() {
                    builder = builder.data_directory(folder);
                }
                builder.build()?;
            }
            Ok(())
        })
        .run(tauri::generate_context!())
}
