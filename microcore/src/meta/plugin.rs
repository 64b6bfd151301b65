//! The metadata of a plugin and of what it declares.

use super::{AnswerMeta, HookMeta, RouteMeta, ScheduleMeta, SubscriptionMeta, WebSocketMeta};
use crate::check::Keys;
use crate::schema::Shape;

/// Everything that one `#[plugin]` declares.
#[derive(Debug)]
pub struct PluginMeta {
    /// The module's name, `create_user`.
    pub name: &'static str,
    /// The domain it belongs to, `users`.
    pub domain: &'static str,
    /// The crate it was compiled in.
    pub krate: &'static str,
    /// The module's path, `shop::domains::users::create_user::create_user`.
    pub path: &'static str,
    /// The module's doc comment; where it has none, that of its file.
    pub doc: &'static str,
    /// Where it stands.
    pub site: Site,
    /// Its HTTP endpoints.
    pub routes: &'static [RouteMeta],
    /// Its WebSocket endpoints.
    pub websockets: &'static [WebSocketMeta],
    /// The events that it owns.
    pub events: &'static [EventMeta],
    /// What it listens to.
    pub subscriptions: &'static [SubscriptionMeta],
    /// The questions that it may ask.
    pub asks: &'static [AskMeta],
    /// The questions that it answers.
    pub answers: &'static [AnswerMeta],
    /// Its jobs.
    pub schedules: &'static [ScheduleMeta],
    /// What runs before the application is ready.
    pub on_start: &'static [HookMeta],
    /// What runs when the application stops.
    pub on_stop: &'static [HookMeta],
    /// Its settings.
    pub configs: &'static [ConfigMeta],
    /// The statements it hands to `Db`, as far as they are literals.
    pub statements: &'static [StatementMeta],
    /// The keys of what it declares.
    pub keys: Keys,
    /// Whether the macro found no mistake in it. One with a mistake does not compile,
    /// and nothing else is said because of it.
    pub sound: bool,
}

impl PluginMeta {
    /// A plugin that declares nothing yet; expansions fill in what there is.
    pub const fn new(
        name: &'static str,
        path: &'static str,
        krate: &'static str,
        site: Site,
    ) -> Self {
        Self {
            name,
            domain: domain_of(path),
            krate,
            path,
            doc: "",
            site,
            routes: &[],
            websockets: &[],
            events: &[],
            subscriptions: &[],
            asks: &[],
            answers: &[],
            schedules: &[],
            on_start: &[],
            on_stop: &[],
            configs: &[],
            statements: &[],
            keys: Keys::NONE,
            sound: true,
        }
    }

    /// `domain::name`, the plugin's name across the application.
    pub fn id(&self) -> String {
        format!("{}::{}", self.domain, self.name)
    }
}

/// A place in the user's source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// The file, as rustc names it.
    pub file: &'static str,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
}

impl std::fmt::Display for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// An event that a plugin owns.
#[derive(Debug)]
pub struct EventMeta {
    /// Its dotted name, `user.created`.
    pub name: &'static str,
    /// The Rust name of its type.
    pub type_name: &'static str,
    /// Its doc comment.
    pub doc: &'static str,
    /// What it carries.
    pub shape: &'static Shape,
    /// Where its name stands.
    pub site: Site,
}

/// A question that a plugin may ask.
#[derive(Debug)]
pub struct AskMeta {
    /// Its dotted name, `users.lookup`.
    pub name: &'static str,
    /// The Rust name of its type.
    pub type_name: &'static str,
    /// Its doc comment.
    pub doc: &'static str,
    /// What the asker sends.
    pub shape: &'static Shape,
    /// What the asker reads of the answer.
    pub reply: &'static Shape,
    /// Where its name stands.
    pub site: Site,
}

/// Typed settings of a plugin.
#[derive(Debug)]
pub struct ConfigMeta {
    /// The section of `microcore.toml`, lower case: `stripe`.
    pub section: &'static str,
    /// The Rust name of its type.
    pub type_name: &'static str,
    /// Its keys.
    pub shape: &'static Shape,
    /// Reads and checks the section; the error lists every wrong or missing
    /// key with its source.
    pub check: fn(&crate::settings::Settings) -> Result<(), crate::settings::SettingsError>,
    /// Where it stands.
    pub site: Site,
}

/// A statement that a plugin hands to `Db`.
#[derive(Debug)]
pub struct StatementMeta {
    /// The tables it names, lower case, each once.
    pub tables: &'static [&'static str],
    /// Where it stands.
    pub site: Site,
}

/// The domain of a module path: the segment after `domains`, or the crate.
///
/// ```
/// use microcore::meta::domain_of;
///
/// assert_eq!(domain_of("shop::domains::users::create_user"), "users");
/// assert_eq!(domain_of("hello::greet"), "hello");
/// ```
pub const fn domain_of(path: &'static str) -> &'static str {
    const MARK: &[u8] = b"::domains::";
    let bytes = path.as_bytes();
    let mut start = 0;
    let mut at = 0;
    while at + MARK.len() <= bytes.len() {
        if starts_with(bytes, at, MARK) {
            start = at + MARK.len();
            break;
        }
        at += 1;
    }
    let mut end = start;
    while end < bytes.len() && bytes[end] != b':' {
        end += 1;
    }
    let (head, _) = path.split_at(end);
    let (_, domain) = head.split_at(start);
    domain
}

const fn starts_with(bytes: &[u8], at: usize, mark: &[u8]) -> bool {
    let mut index = 0;
    while index < mark.len() {
        if bytes[at + index] != mark[index] {
            return false;
        }
        index += 1;
    }
    true
}
