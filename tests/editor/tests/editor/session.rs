//! One session for all tests of a workspace, because loading it is slow.

use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use microcore_editor_tests::{Session, Workspace};

/// `None` where it is skipped.
pub(crate) type Shared = LazyLock<Option<Mutex<Session>>>;

/// A copy of the shop.
pub(crate) static SHOP: Shared = LazyLock::new(|| {
    let workspace =
        || Workspace::new(env!("CARGO_TARGET_TMPDIR"), "shop").with_copies(&["examples/shop"], []);
    Session::open(workspace).map(Mutex::new)
});

/// The session for one test.
pub(crate) fn locked(session: &'static Shared) -> Option<MutexGuard<'static, Session>> {
    session.as_ref().map(|session| session.lock().unwrap_or_else(PoisonError::into_inner))
}
