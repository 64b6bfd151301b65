//! Who is signed in.

use crate::call::{Argument, HttpCall, SocketCall};
use crate::error::{Error, Result};
use crate::http::Identity;
use crate::kernel::{Mount, MountError};
use crate::meta::ArgMeta;

macro_rules! argument {
    ($($call:ty),*) => {$(
        impl Argument<$call> for Identity {
            type Source = ();

            const META: ArgMeta = ArgMeta::Identity;

            fn resolve(_: &Mount<'_>, _: &'static str) -> Result<(), MountError> {
                Ok(())
            }

            fn take((): &(), call: &mut $call) -> Result<Self> {
                call.identity.clone().ok_or_else(|| Error::unauthorized("sign in first"))
            }
        }
    )*};
}

argument!(HttpCall, SocketCall);
