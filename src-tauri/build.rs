//! Makes the window's capability from the one list of commands, so that no other command is open to it.

use std::{env, error::Error, fs, path::PathBuf};

#[path = "src/command_list.rs"]
mod command_list;

/// Who may call commands, and what else the window may do. The commands are added here.
const CAPABILITY: &str = "capabilities/main.json";
const COMMANDS: &str = "src/command_list.rs";

macro_rules! command_names {
    ($($module:ident::$name:ident),* $(,)?) => {
        &[$(stringify!($name)),*]
    };
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={CAPABILITY}");
    println!("cargo:rerun-if-changed={COMMANDS}");
    let names: &'static [&'static str] = command_list::command_list!(command_names);
    let capability = write_capability(names)?;
    let attributes = tauri_build::Attributes::new()
        .app_manifest(tauri_build::AppManifest::new().commands(names))
        // Tauri asks for a pattern that lives as long as the program; the build script ends at once.
        .capabilities_path_pattern(capability.leak());
    tauri_build::try_build(attributes)?;
    Ok(())
}

/// Adds the permission of every command to the capability. Returns the path of the result.
fn write_capability(names: &[&str]) -> Result<String, Box<dyn Error>> {
    let mut capability: serde_json::Value = serde_json::from_slice(&fs::read(CAPABILITY)?)?;
    let permissions = capability
        .get_mut("permissions")
        .and_then(serde_json::Value::as_array_mut)
        .ok_or("the capability has no permissions")?;
    permissions.extend(
        names
            .iter()
            .map(|name| format!("allow-{}", name.replace('_', "-")).into()),
    );
    let path = PathBuf::from(env::var("OUT_DIR")?).join("capability-main.json");
    fs::write(&path, serde_json::to_vec_pretty(&capability)?)?;
    Ok(path
        .to_str()
        .ok_or("the build folder's name is not UTF-8")?
        .to_owned())
}
