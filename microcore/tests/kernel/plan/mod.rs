//! `check` refuses what `serve` refuses, as far as no backend is needed to know it.

mod diagnostics;
mod settings;

use microcore::app::{App, BootError, Running};

/// What `check` and `start` say of the same application.
async fn both(app: impl Fn() -> App) -> (Result<(), BootError>, Result<Running, BootError>) {
    (app().check(), app().start().await)
}
