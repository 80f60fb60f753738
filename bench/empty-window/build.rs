//! Generates the window's capability, as every application of Tauri does.

fn main() {
    tauri_build::build();
}
