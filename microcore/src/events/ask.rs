//! `Ask`: asks a question (request/reply).

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::{Bus, Envelope};
use crate::data::Question;
use microcore_core::call::{Argument, Call, CallContext};
use microcore_core::error::{Error, Result};
use microcore_core::meta::ArgMeta;
use microcore_core::meta::{Mount, MountError};
use microcore_core::schema::{Schema, shape_hash};

/// The right to ask the question `Q`, and no other.
pub struct Ask<Q> {
    source: Arc<AskSource>,
    context: CallContext,
    question: PhantomData<fn(Q)>,
}

impl<Q> std::fmt::Debug for Ask<Q> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ask").finish_non_exhaustive()
    }
}

/// What an [`Ask`] keeps from mount to call.
#[doc(hidden)]
pub struct AskSource {
    bus: Bus,
    asker: Arc<str>,
}

impl std::fmt::Debug for AskSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AskSource").finish_non_exhaustive()
    }
}

impl<Q: Question> Ask<Q> {
    const SCHEMA: u64 = shape_hash(<Q as Schema>::SHAPE);

    /// Asks whichever plugin answers the question, and waits for the answer as
    /// long as the configuration says.
    ///
    /// # Errors
    ///
    /// The answering plugin's own error, at once, with its kind and message; a
    /// defect of it is a 500. 503 when no plugin answers the question, 504 when the
    /// answer takes too long.
    pub async fn ask(&self, question: Q) -> Result<Q::Reply> {
        let within = Duration::from_millis(self.source.bus.config().ask_timeout_ms);
        self.ask_within(question, within).await
    }

    /// Like [`ask`](Self::ask), and waits at most `within`.
    pub async fn ask_within(&self, question: Q, within: Duration) -> Result<Q::Reply> {
        let name = Q::META.name;
        let asker = Arc::clone(&self.source.asker);
        let context = Some(&self.context.trace);
        let envelope =
            Envelope::made_by(Cow::Borrowed(name), asker, &question, Self::SCHEMA, context)?;
        let reply = self.source.bus.ask(envelope, within).await?;
        serde_json::from_str(reply.get()).map_err(|error| {
            Error::internal(format!("the answer to `{name}` does not match the asker's view"))
                .with_source(error)
        })
    }
}

impl<C: Call, Q: Question> Argument<C> for Ask<Q> {
    type State = Arc<AskSource>;

    const META: ArgMeta = ArgMeta::Ask(<Q as Question>::META.name);

    fn resolve(mount: &Mount<'_>, _: &'static str) -> Result<Self::State, MountError> {
        let bus = mount.handle::<Bus>("events")?;
        Ok(Arc::new(AskSource { bus, asker: mount.plugin.id().into() }))
    }

    fn take(source: &Self::State, call: &mut C) -> Result<Self> {
        let source = Arc::clone(source);
        Ok(Self { source, context: call.context().clone(), question: PhantomData })
    }
}
