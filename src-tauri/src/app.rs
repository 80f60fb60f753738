//! Puts the application together and runs it.
//!
//! Order at start: log, preferences, window, tray; the engine starts beside them, and the window draws
//! the cached inbox as soon as the engine answers. Order at the end: window state, engine, demo, log.

use std::sync::Arc;

use tauri::{App, AppHandle, Manager as _, RunEvent, WindowEvent};

use crate::{
    arguments::Arguments, bindings, logging, media, notifications::batch::WindowFocus,
    paths::Paths, state::AppState, window,
};

/// Runs the application until it is quit.
///
/// # Errors
/// When the system's windowing or webview cannot be started at all.
pub fn run(arguments: Arguments) -> tauri::Result<()> {
    let paths = Paths::new(arguments.data.clone());
    logging::init(&paths.log());
    let contract = bindings::contract();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, words, _folder| {
            window::bring_to_front(app);
            if let Some(state) = app.try_state::<Arc<AppState>>() {
                state.receive_links(words.iter().skip(1));
            }
        }))
        .register_asynchronous_uri_scheme_protocol(media::SCHEME, |context, request, responder| {
            let state = Arc::clone(&context.app_handle().state::<Arc<AppState>>());
            media::respond(&state, &context, &request, responder);
        })
        .invoke_handler(contract.invoke_handler())
        .on_window_event(|window, event| on_window_event(window.app_handle(), event))
        .setup(move |app| {
            contract.mount_events(app);
            set_up(app, AppState::new(app.handle().clone(), arguments, paths))?;
            Ok(())
        })
        .build(tauri::generate_context!())?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");
    app.run(|app, event| match event {
        RunEvent::ExitRequested { .. } => {
            let state = app.state::<Arc<AppState>>();
            state.arm_watchdog();
            state.save_window_state();
        }
        RunEvent::Exit => {
            let state = Arc::clone(&app.state::<Arc<AppState>>());
            tauri::async_runtime::block_on(async move { state.shut_down().await });
            tracing::info!("ended");
        }
        _ => {}
    });
    Ok(())
}

fn set_up(app: &App, state: AppState) -> tauri::Result<()> {
    let state = Arc::new(state);
    app.manage(Arc::clone(&state));
    window::create(
        app.handle(),
        &state.preferences(),
        &state.translations(),
        state.paths(),
    )?;
    let quitting = Arc::clone(&state);
    state.create_tray(move || quitting.request_quit());
    state.quit_on_signal();
    tauri::async_runtime::spawn(async move {
        if let Err(error) = state.engine().await {
            tracing::error!(
                code = error.code,
                detail = error.detail,
                "the engine did not start"
            );
            state.send_notice(&error.code);
        }
    });
    Ok(())
}

fn on_window_event(app: &AppHandle, event: &WindowEvent) {
    let Some(state) = app.try_state::<Arc<AppState>>() else {
        return;
    };
    match event {
        WindowEvent::Focused(true) => state.set_window_focus(WindowFocus::Focused),
        WindowEvent::Focused(false) => state.set_window_focus(WindowFocus::Unfocused),
        WindowEvent::CloseRequested { api, .. } => {
            state.save_window_state();
            api.prevent_close();
            if state.has_tray()
                && let Some(window) = app.get_webview_window(window::LABEL)
                && window.hide().is_ok()
            {
                state.set_window_focus(WindowFocus::Unfocused);
            } else {
                state.request_quit();
            }
        }
        _ => {}
    }
}
