//! The policy of a route: access, caching, tracing. Only in their policy do the framework's
//! own routes differ from those of plugins.

/// The policy that applies to each request of a route.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RoutePolicy {
    /// Who may call it.
    pub(crate) access: Access,
    /// Whether its responses are sent with `no-store`.
    pub(crate) no_store: bool,
    /// Whether it is the framework's own: its path may begin with `/system`, and none of
    /// its requests is a node of the causal tree.
    pub(crate) of_framework: bool,
    /// The setting that turns it off, if one does.
    pub(crate) disabled_by: Option<&'static str>,
}

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everyone, without authentication.
    Public,
    /// Authenticated callers.
    Authenticated,
    /// Requests from this machine, and those with the token of `system.token`.
    LocalOrToken,
}

impl RoutePolicy {
    /// That of a plugin's route.
    pub(crate) const fn of_plugin(requires_auth: bool) -> Self {
        let access = match requires_auth {
            true => Access::Authenticated,
            false => Access::Public,
        };
        Self { access, no_store: requires_auth, of_framework: false, disabled_by: None }
    }

    /// That of an endpoint below `/system`.
    pub(crate) const fn of_system() -> Self {
        let access = Access::LocalOrToken;
        Self { access, no_store: true, of_framework: true, disabled_by: None }
    }
}
