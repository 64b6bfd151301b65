//! `Identity`: the authenticated caller.

use crate::http::{HttpCall, SocketCall};
use microcore_core::call::Argument;
use microcore_core::error::{Error, Result};
use microcore_core::identity::Identity;
use microcore_core::meta::ArgMeta;
use microcore_core::meta::{Mount, MountError};

macro_rules! argument {
    ($($call:ty),*) => {$(
        impl Argument<$call> for Identity {
            type State = ();

            const META: ArgMeta = ArgMeta::Identity;

            fn resolve(_: &Mount<'_>, _: &'static str) -> Result<(), MountError> {
                Ok(())
            }

            fn take((): &(), call: &mut $call) -> Result<Self> {
                call.identity.clone().ok_or_else(|| Error::unauthorized("authentication required"))
            }
        }
    )*};
}

argument!(HttpCall, SocketCall);
