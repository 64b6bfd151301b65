//! `check` rejects what `serve` rejects, except for errors that need a backend.

mod diagnostics;
mod settings;

use microcore::app::{App, BootError, Running};

/// What `check` and `start` say of the same application.
async fn both(app: impl Fn() -> App) -> (Result<(), BootError>, Result<Running, BootError>) {
    (app().check(), app().start().await)
}
