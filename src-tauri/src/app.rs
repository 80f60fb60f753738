//! Puts the application together and runs it.
//!
//! Order at start: log, preferences, window, tray; the engine starts beside them and the window draws
//! the cached inbox as soon as it answers. At the end: window's place, engine, demo, log.

use std::sync::Arc;

use tauri::{AppHandle, Manager as _, RunEvent, WindowEvent};

use crate::{
    arguments::Arguments, bindings, desk::Desk, journal, leaving, media, notify::rules::InFront,
    paths::Paths, window,
};

/// Runs the application until it is quit.
///
/// # Errors
/// When the system's windowing or webview cannot be started at all.
pub fn run(arguments: Arguments) -> tauri::Result<()> {
    let paths = Paths::new(arguments.data.clone());
    journal::begin(&paths.log());
    let contract = bindings::contract();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, words, _folder| {
            window::bring_up(app);
            if let Some(desk) = app.try_state::<Arc<Desk>>() {
                desk.hear_links(words.iter().skip(1));
            }
        }))
        .register_asynchronous_uri_scheme_protocol(media::SCHEME, |context, request, responder| {
            let desk = Arc::clone(&context.app_handle().state::<Arc<Desk>>());
            media::answer(&desk, &context, &request, responder);
        })
        .invoke_handler(contract.invoke_handler())
        .on_window_event(|window, event| heard(window.app_handle(), event))
        .setup(move |app| {
            contract.mount_events(app);
            let handle = app.handle();
            let desk = Arc::new(Desk::new(handle.clone(), arguments, paths));
            app.manage(Arc::clone(&desk));
            window::make(handle, &desk)?;
            desk.make_tray();
            leaving::end_on_signal(handle.clone());
            tauri::async_runtime::spawn(async move {
                if let Err(failure) = desk.engine().await {
                    tracing::error!(
                        code = failure.code,
                        detail = failure.detail,
                        "the engine did not start"
                    );
                    desk.notice(&failure.code);
                }
            });
            Ok(())
        })
        .build(tauri::generate_context!())?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");
    app.run(|app, event| match event {
        RunEvent::ExitRequested { .. } => {
            leaving::end_for_sure(app);
            app.state::<Arc<Desk>>().keep_geometry();
        }
        RunEvent::Exit => {
            let desk = Arc::clone(&app.state::<Arc<Desk>>());
            tauri::async_runtime::block_on(async move { desk.close().await });
            tracing::info!("ended");
        }
        _ => {}
    });
    Ok(())
}

fn heard(app: &AppHandle, event: &WindowEvent) {
    let Some(desk) = app.try_state::<Arc<Desk>>() else {
        return;
    };
    match event {
        WindowEvent::Focused(true) => desk.focus(InFront::Yes),
        WindowEvent::Focused(false) => desk.focus(InFront::No),
        WindowEvent::CloseRequested { api, .. } => {
            desk.keep_geometry();
            api.prevent_close();
            if desk.has_tray()
                && let Some(window) = app.get_webview_window(window::LABEL)
                && window.hide().is_ok()
            {
                desk.focus(InFront::No);
            } else {
                desk.wish_to_quit();
            }
        }
        _ => {}
    }
}
