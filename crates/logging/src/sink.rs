//! Where lines go.

use std::{
    io::{self, Write as _},
    path::Path,
    sync::Arc,
    time::Instant,
};

use parking_lot::Mutex;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::{Layer, layer::Context};

use crate::{
    RollingFile, format,
    limits::{FILE_BYTES, OLD_FILES},
    repeats::Repeats,
};

/// The log of a program; what was left out is told when it is dropped.
pub struct Log {
    pub(crate) sink: Arc<Mutex<Sink>>,
}

/// The file and what it was told.
#[derive(Default)]
pub(crate) struct Sink {
    file: Option<RollingFile>,
    repeats: Repeats,
}

impl Log {
    pub(crate) fn to_stderr() -> Self {
        Self {
            sink: Arc::default(),
        }
    }

    /// Writes everything from now on to a file too. Its folder exists.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn add_file(&self, path: &Path) -> io::Result<()> {
        let file = RollingFile::open(path, FILE_BYTES, OLD_FILES)?;
        self.sink.lock().file = Some(file);
        Ok(())
    }

    /// Forgets what was written to the file so far.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn clear(&self) -> io::Result<()> {
        match &mut self.sink.lock().file {
            Some(file) => file.clear(),
            None => Ok(()),
        }
    }

    /// Says what was left out so far: the program ends.
    pub fn finish(&self) {
        let mut sink = self.sink.lock();
        let told = sink.repeats.end_all();
        told.iter().for_each(|line| sink.write(line));
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        self.finish();
    }
}

impl Sink {
    /// Nobody is left to be told when this fails.
    fn write(&mut self, line: &str) {
        let time = jiff::Timestamp::now();
        let line = format!("{time:.3} {line}\n");
        let _ = io::stderr().lock().write_all(line.as_bytes());
        if let Some(file) = &mut self.file {
            let _ = file.write_all(line.as_bytes());
        }
    }
}

/// Takes every event that the filters let through.
pub(crate) struct LogLayer(pub(crate) Arc<Mutex<Sink>>);

impl<S: Subscriber> Layer<S> for LogLayer {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        // Outside of the lock: a value may take its time to be written out, or log in its turn.
        let line = format::text_of(event);
        let mut sink = self.0.lock();
        let now = Instant::now();
        let told = sink.repeats.end_minutes(now);
        told.iter().for_each(|line| sink.write(line));
        // Whoever asks for details gets each.
        let is_detail = *event.metadata().level() > Level::INFO;
        if is_detail || sink.repeats.admits(event.metadata().callsite(), &line, now) {
            sink.write(&line);
        }
    }
}
