//! `#[on_event("user.created", retries = 3, backoff = "500ms")]`.

use syn::parse::{Parse, ParseStream};
use syn::{Error, LitStr};

use super::{DottedName, Keys};

const KEYS: &[&str] = &["retries", "backoff", "timeout", "group", "broadcast", "once"];

/// The attribute's arguments.
pub struct OnEventAttr {
    /// The event's name.
    pub name: DottedName,
    /// How often a failed delivery is tried again.
    pub retries: u32,
    /// The wait before the first retry, in milliseconds.
    pub backoff_ms: u64,
    /// How long one attempt may take, in milliseconds; 0 where nothing is given.
    pub timeout_ms: u64,
    /// The worker pool it shares; empty means its own.
    pub group: String,
    /// Whether every replica gets every event.
    pub broadcast: bool,
    /// Whether its effects in `Db` happen once.
    pub once: bool,
}

impl Parse for OnEventAttr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name: DottedName = input.parse()?;
        let mut keys = Keys::after(input)?;
        let retries = keys.number("retries")?.unwrap_or(0);
        let backoff_ms = keys.duration_ms("backoff")?.unwrap_or(500);
        let timeout_ms = keys.duration_ms("timeout")?.unwrap_or(0);
        let group = keys.value::<LitStr>("group")?;
        let broadcast = keys.flag("broadcast")?;
        let once = keys.flag("once")?;
        keys.finish("on_event", KEYS)?;
        if let (Some(group), true) = (&group, broadcast) {
            return Err(Error::new(
                group.span(),
                "`group` and `broadcast` exclude each other\n\
                 help: keep `group` to share the events among the replicas\n\
                 help: or `broadcast` to deliver each event to every replica",
            ));
        }
        let group = group.map(|group| group.value()).unwrap_or_default();
        Ok(Self { name, retries, backoff_ms, timeout_ms, group, broadcast, once })
    }
}
