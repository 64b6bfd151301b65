//! Every contract of the framework, implemented against `microcore-core` alone.

mod dead_letters;
mod exporter;
mod files;
mod sessions;
mod state;
mod ticks;
mod transport;

pub use dead_letters::OwnDeadLetters;
pub use exporter::OwnExporter;
pub use files::OwnFiles;
pub use sessions::OwnSessions;
pub use state::OwnState;
pub use ticks::OwnTicks;
pub use transport::{Log, OwnTransport};

use std::sync::{Mutex, MutexGuard, PoisonError};

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
