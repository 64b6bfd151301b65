//! The session store that uses the state store.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;

use crate::tools::state::{Condition, Expiry, StateStore};
use microcore_core::error::Result;
use microcore_core::store::{SessionStore, StoredSession};

/// No domain has a name with a dot, so none reaches this namespace in a shared store.
const SPACE: &str = "microcore.session";

/// Keeps sessions in a [`StateStore`], in the namespace `microcore.session`. Ending all
/// sessions of an account reads them all.
pub struct StateSessions(Arc<dyn StateStore>);

impl std::fmt::Debug for StateSessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StateSessions").finish_non_exhaustive()
    }
}

impl StateSessions {
    /// In that store.
    pub fn new(store: Arc<dyn StateStore>) -> Self {
        Self(store)
    }
}

impl SessionStore for StateSessions {
    fn create<'a>(
        &'a self,
        id: &'a str,
        session: StoredSession,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let text = serde_json::to_string(&session)?;
            let expiry = Expiry::After(ttl);
            self.0.set(SPACE, id, text, Condition::Always, expiry).await.map(drop)
        })
    }

    fn read<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Option<StoredSession>>> {
        Box::pin(async move {
            let text = self.0.get(SPACE, id).await?;
            Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
        })
    }

    fn delete<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<bool>> {
        self.0.delete(SPACE, id)
    }

    fn delete_all<'a>(&'a self, subject: &'a str) -> BoxFuture<'a, Result<u64>> {
        Box::pin(async move {
            let mut ended = 0;
            for id in self.0.keys(SPACE, "").await? {
                let text = self.0.get(SPACE, &id).await?;
                let session =
                    text.and_then(|text| serde_json::from_str::<StoredSession>(&text).ok());
                if session.is_some_and(|session| session.subject == subject) {
                    ended += u64::from(self.0.delete(SPACE, &id).await?);
                }
            }
            Ok(ended)
        })
    }
}
