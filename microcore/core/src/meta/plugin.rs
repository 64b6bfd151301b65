//! The metadata of a plugin and of what it declares.

use super::keys::Keys;
use super::{HandlerMeta, HandlerOf, each_kind};
use crate::config::ConfigMeta;
use crate::location::SourceLocation;
use crate::schema::Shape;
use crate::setters::setters;

macro_rules! plugin_meta {
    ($($(#[$doc:meta])* $list:ident: $meta:ty = $kind:literal,)*) => {
        /// Everything that one `#[plugin]` declares.
        #[derive(Debug)]
        #[non_exhaustive]
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
            /// Its source location.
            pub location: SourceLocation,
            $($(#[$doc])* pub $list: &'static [$meta],)*
            /// The events that it owns.
            pub events: &'static [EventMeta],
            /// The questions that it may ask.
            pub asks: &'static [AskMeta],
            /// Its settings.
            pub configs: &'static [ConfigMeta],
            /// The statements it hands to `Db`, as far as they are literals.
            pub statements: &'static [StatementMeta],
            /// The keys of what it declares.
            #[doc(hidden)]
            pub keys: Keys,
            /// Whether the macro found no mistake in it. One with a mistake does not
            /// compile, and no further error is reported because of it.
            pub sound: bool,
        }

        impl PluginMeta {
            /// A plugin that declares nothing yet; expansions fill in what there is.
            pub const fn new(
                name: &'static str,
                path: &'static str,
                krate: &'static str,
                location: SourceLocation,
            ) -> Self {
                Self {
                    name,
                    domain: domain_of(path),
                    krate,
                    path,
                    doc: "",
                    location,
                    $($list: &[],)*
                    events: &[],
                    asks: &[],
                    configs: &[],
                    statements: &[],
                    keys: Keys::NONE,
                    sound: true,
                }
            }

            $(
                #[doc = concat!("The same with these ", stringify!($list), ".")]
                #[must_use]
                pub const fn $list(mut self, $list: &'static [$meta]) -> Self {
                    self.$list = $list;
                    self
                }
            )*

            /// Its handlers, of every kind.
            pub fn handlers(&'static self) -> impl Iterator<Item = HandlerOf> {
                std::iter::empty()
                    $(.chain(self.$list.iter().map(|meta| HandlerOf { kind: $kind, meta })))*
            }
        }
    };
}

each_kind!(plugin_meta);

setters!(PluginMeta {
    domain: &'static str, doc: &'static str, events: &'static [EventMeta],
    asks: &'static [AskMeta], configs: &'static [ConfigMeta],
    statements: &'static [StatementMeta], #[doc(hidden)] keys: Keys, sound: bool,
});

impl PluginMeta {
    /// `domain::plugin::handler`, the name of one of its functions across the application.
    pub fn handler_id(&self, handler: &HandlerMeta) -> String {
        format!("{}::{}::{}", self.domain, self.name, handler.name)
    }

    /// `domain::name`, the plugin's name across the application.
    pub fn id(&self) -> String {
        format!("{}::{}", self.domain, self.name)
    }
}

/// An event that a plugin owns.
#[derive(Debug)]
#[non_exhaustive]
pub struct EventMeta {
    /// Its dotted name, `user.created`.
    pub name: &'static str,
    /// The Rust name of its type.
    pub type_name: &'static str,
    /// Its doc comment.
    pub doc: &'static str,
    /// What it carries.
    pub shape: &'static Shape,
    /// The source location of its name.
    pub location: SourceLocation,
}

impl EventMeta {
    /// An event without a doc comment.
    pub const fn new(
        name: &'static str,
        type_name: &'static str,
        shape: &'static Shape,
        location: SourceLocation,
    ) -> Self {
        Self { name, type_name, doc: "", shape, location }
    }
}

setters!(EventMeta { doc: &'static str, });

/// A question that a plugin may ask.
#[derive(Debug)]
#[non_exhaustive]
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
    /// The source location of its name.
    pub location: SourceLocation,
}

impl AskMeta {
    /// A question without a doc comment.
    pub const fn new(
        name: &'static str,
        type_name: &'static str,
        shape: &'static Shape,
        reply: &'static Shape,
        location: SourceLocation,
    ) -> Self {
        Self { name, type_name, doc: "", shape, reply, location }
    }
}

setters!(AskMeta { doc: &'static str, });

/// A statement that a plugin hands to `Db`.
#[derive(Debug)]
#[non_exhaustive]
pub struct StatementMeta {
    /// The tables it names, lower case, each once.
    pub tables: &'static [&'static str],
    /// Its source location.
    pub location: SourceLocation,
}

impl StatementMeta {
    /// A statement that names these tables.
    pub const fn new(tables: &'static [&'static str], location: SourceLocation) -> Self {
        Self { tables, location }
    }
}

/// The domain of a module path: the segment after `domains`, or the crate.
///
/// ```
/// use microcore_core::meta::domain_of;
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
