// The first frame is drawn after the first callback and before the second.
requestAnimationFrame(() => requestAnimationFrame(() => window.__TAURI_INTERNALS__.invoke("first_frame_painted")));
