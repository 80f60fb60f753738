//! Puts the application together and runs it.
//!
//! Order at start: log, preferences, engine, window. The engine opens the cache while the webview's processes
//! start, and the page asks for the cached inbox as soon as it runs. The tray comes after the first screen.
//! Order at the end: window state, engine, demo, log.

use std::{sync::Arc, time::Duration};

use tauri::{App, Manager as _, RunEvent, Window, WindowEvent, Wry, ipc::Invoke};

use crate::{
    app_lock::{AppLock, gate},
    arguments::Arguments,
    bindings, logging, media,
    notifications::focus::WindowFocus,
    paths::Paths,
    start_log::{StartLog, StartStep},
    state::AppState,
    window,
};

/// When the tray icon is made though the first screen is not painted: a window on another workspace draws
/// nothing.
const TRAY_AT_LATEST: Duration = Duration::from_secs(5);

/// Runs the application until it is quit.
///
/// # Errors
/// When the system's windowing or webview cannot be started at all.
pub fn run(arguments: Arguments) -> tauri::Result<()> {
    let start_log = StartLog::begin();
    let paths = Paths::new(arguments.data.clone());
    let log = Arc::new(logging::init());
    let ended_log = Arc::clone(&log);
    let contract = bindings::contract();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, words, _folder| {
            window::bring_to_front(app, None);
            if let Some(state) = app.try_state::<Arc<AppState>>() {
                state.receive_links(words.iter().skip(1));
            }
        }))
        .register_asynchronous_uri_scheme_protocol(media::SCHEME, |context, request, responder| {
            let state = Arc::clone(&context.app_handle().state::<Arc<AppState>>());
            media::respond(&state, &context, &request, responder);
        })
        .invoke_handler(refuse_while_locked(contract.invoke_handler()))
        .on_window_event(on_window_event)
        .setup(move |app| {
            // No other instance runs: this one may write.
            logging::add_file(&log, &paths.log());
            tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");
            contract.mount_events(app);
            start_log.reach(StartStep::ApplicationReady);
            let app_handle = app.handle().clone();
            let state = AppState::new(app_handle, arguments, paths, start_log, Arc::clone(&log));
            set_up(app, state)?;
            Ok(())
        })
        .build(tauri::generate_context!())?;
    app.run(move |app, event| match event {
        RunEvent::ExitRequested { .. } => {
            let state = app.state::<Arc<AppState>>();
            state.arm_watchdog();
            state.save_window_state();
        }
        RunEvent::Exit => {
            let state = Arc::clone(&app.state::<Arc<AppState>>());
            tauri::async_runtime::block_on(async move { state.shut_down().await });
            tracing::info!("ended");
            ended_log.finish();
        }
        _ => {}
    });
    Ok(())
}

/// Puts the lock before every command of the window.
fn refuse_while_locked(
    handle: impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static,
) -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    move |invoke| {
        let lock = invoke.message.webview_ref().try_state::<Arc<AppLock>>();
        let is_refused = lock.is_none_or(|lock| lock.refuses_command(invoke.message.command()));
        if is_refused {
            invoke.resolver.reject(gate::refusal());
            return true;
        }
        handle(invoke)
    }
}

fn set_up(app: &App, state: AppState) -> tauri::Result<()> {
    let state = Arc::new(state);
    app.manage(Arc::clone(&state));
    start_engine(Arc::clone(&state));
    window::create(
        app.handle(),
        &state.preferences(),
        &state.translations(),
        state.paths(),
    )?;
    state.start_log().reach(StartStep::WindowCreated);
    state.quit_on_signal();
    state.watch_idling();
    state.watch_do_not_disturb();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(TRAY_AT_LATEST).await;
        state.show_tray();
    });
    Ok(())
}

/// Opens the cache before the page asks for it.
fn start_engine(state: Arc<AppState>) {
    tauri::async_runtime::spawn(async move {
        if let Err(error) = state.engine().await {
            tracing::error!(
                code = error.code,
                detail = error.detail,
                "the engine did not start"
            );
            state.send_notice(&error.code);
        }
        state.start_log().reach(StartStep::EngineOpen);
    });
}

fn on_window_event(window: &Window, event: &WindowEvent) {
    let Some(state) = window.try_state::<Arc<AppState>>() else {
        return;
    };
    match event {
        WindowEvent::Focused(true) => state.set_window_focus(window.label(), WindowFocus::Focused),
        WindowEvent::Focused(false) => {
            state.set_window_focus(window.label(), WindowFocus::Unfocused);
        }
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            if window.label() == window::LABEL {
                state.save_window_state();
                state.close_window();
            } else {
                state.frame_closed(window.label());
            }
        }
        WindowEvent::Destroyed => state.window_gone(window.label()),
        _ => {}
    }
}
