//! `Config<T>`: the configuration of a plugin as an argument.

use std::ops::Deref;
use std::sync::Arc;

use microcore_core::call::{Argument, Call};
use microcore_core::config::Section;
use microcore_core::error::Result;
use microcore_core::meta::ArgMeta;
use microcore_core::meta::{Mount, MountError};

/// The settings `C` of this plugin, read and checked before anything is served.
#[derive(Debug)]
pub struct Config<C>(Arc<C>);

impl<C> Clone for Config<C> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<C> Deref for Config<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.0
    }
}

impl<K: Call, C: Section> Argument<K> for Config<C> {
    type State = Arc<C>;
    const META: ArgMeta = ArgMeta::Config(C::META.section);

    fn resolve(mount: &Mount<'_>, _: &'static str) -> Result<Arc<C>, MountError> {
        Ok(Arc::new(mount.config.read_config()?))
    }

    fn take(source: &Arc<C>, _: &mut K) -> Result<Self> {
        Ok(Self(source.clone()))
    }
}
