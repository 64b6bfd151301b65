//! The attributes, each with its page: what is here is exported by the crate and its prelude.

/// One annotated module is one feature.
///
/// The module's items stay as written and private to it; what its attributes
/// declare becomes schemas, a registration and handlers. The feature's domain is
/// the folder it is in (`src/domains/users/…` is `users`), or
/// `#[plugin(domain = "x")]`.
///
/// ```
/// #[microcore::plugin]
/// mod greet {
///     use microcore::prelude::*;
///
///     #[response]
///     struct Greeting { text: String }
///
///     /// Greet a person.
///     #[route(GET, "/hello/{name}")]
///     async fn greet(name: Path<String>) -> Result<Greeting> {
///         Ok(Greeting { text: format!("Hello, {}!", name.into_inner()) })
///     }
/// }
/// # fn main() {}
/// ```
pub use microcore_macros::plugin;

/// Discovers the plugins, names the tools, and makes `fn app()`.
///
/// `domains` is the folder whose files are the plugins; `tools` are the
/// application's own tools; `plugins` names plugins that stand elsewhere. It
/// goes to the crate's root, and checks every plugin's assertions against all the
/// others while the crate is checked.
///
/// ```
/// microcore::app! { plugins: [greet] }
///
/// #[microcore::plugin]
/// mod greet {
///     use microcore::prelude::*;
///
///     #[route(GET, "/hello")]
///     async fn hello() -> Result<()> { Ok(()) }
/// }
///
/// fn main() {
///     let _app: microcore::App = app();
/// }
/// ```
pub use microcore_macros::app;

/// Makes a library a crate of domains: Cargo itself then forbids it to name another.
///
/// Belongs in the library's `lib.rs`, with the folder of its domains; the layout
/// is that of an application. The package needs the same `build.rs`.
///
/// ```text
/// // orders/src/lib.rs
/// microcore::domains! { "src/domains" }
/// ```
///
/// The application depends on the crate and names it; a crate of domains among
/// its dependencies that it does not name is a compile error.
///
/// ```text
/// // app/src/main.rs
/// microcore::app! { domains: "src/domains", crates: [shop_orders] }
/// ```
///
/// What its plugins assert of others (an event that a plugin publishes, a question
/// that a plugin answers, a tool) is checked where the application is compiled;
/// the error is still on the token in the crate.
pub use microcore_macros::domains;

/// Makes a trait a capability: injectable as `Tool<dyn Trait>`, each call through
/// the proxy.
///
/// ```
/// use microcore::Result;
///
/// /// Send mail.
/// #[microcore::tool]
/// pub trait Mailer {
///     /// Queue one message; returns the provider's id.
///     async fn send(&self, to: &str, subject: &str) -> Result<String>;
/// }
///
/// /// Keeps every mail to itself.
/// #[derive(Default)]
/// pub struct NoMail;
///
/// #[microcore::provides]
/// impl Mailer for NoMail {
///     async fn send(&self, to: &str, subject: &str) -> Result<String> {
///         Ok(format!("{to}/{subject}"))
///     }
/// }
///
/// microcore::app! { tools: [NoMail] }
/// # fn main() {}
/// ```
pub use microcore_macros::tool;

/// Implements a capability; see [`tool`]. Beside the trait's methods the block
/// may hold the tool's life: `connect` (takes `#[config]` structs and returns
/// `Result<Self>`; otherwise `Default`), `health` and `close`.
pub use microcore_macros::provides;

/// Typed settings: complete and valid, or the application does not boot.
///
/// In a plugin they are asked for as `Config<StripeSettings>`, in a tool by
/// `connect`. `prefix = "STRIPE"` reads the section `[stripe]` of
/// `microcore.toml`, `STRIPE_KEY` and `MICROCORE_STRIPE__KEY`.
///
/// ```
/// use microcore::Secret;
///
/// #[microcore::config(prefix = "STRIPE")]
/// struct StripeSettings {
///     key: Secret<String>,
///     #[serde(default)]
///     #[validate(range(max = 10))]
///     retries: u32,
/// }
/// # fn main() {}
/// ```
pub use microcore_macros::config;

/// Inbound data, in a [`plugin`]: read, validated, described.
///
/// Unknown fields are refused. Rules are those of the `validator` crate:
/// `length`, `range`, `email`, `url`, `ip`, `contains`, `does_not_contain`,
/// `regex(pattern = "…")`, `non_control_character`, `must_match`, `custom`,
/// `nested`; each takes a `message`.
///
/// ```
/// #[microcore::plugin]
/// mod create_user {
///     use microcore::prelude::*;
///
///     #[request]
///     struct CreateUser {
///         #[validate(length(min = 1, max = 100))]
///         name: String,
///         #[validate(email(message = "that is no address"))]
///         email: String,
///     }
///
///     #[route(POST, "/users")]
///     async fn create(user: Json<CreateUser>) -> Result<()> {
///         let CreateUser { name, email } = user.into_inner();
///         Err(Error::conflict(format!("{name} <{email}> is here already")))
///     }
/// }
/// # fn main() {}
/// ```
pub use microcore_macros::request;

/// Outbound data, in a [`plugin`]: an answer holds what it declares and no more.
pub use microcore_macros::response;

/// An event that this plugin owns and alone may publish, as `Emit<E>`.
pub use microcore_macros::event;

/// A reading of another plugin's data: only the fields that this plugin needs.
pub use microcore_macros::view;

/// A question to whichever plugin answers it, asked as `Ask<Q>`.
///
/// ```
/// #[microcore::plugin]
/// mod place_order {
///     use microcore::prelude::*;
///
///     #[ask("catalog.price", reply = Price)]
///     struct AskPrice { product: i64 }
///
///     #[view]
///     struct Price { cents: i64 }
///
///     #[route(POST, "/orders")]
///     async fn place(catalog: Ask<AskPrice>) -> Result<()> {
///         let price = catalog.ask(AskPrice { product: 7 }).await?;
///         Err(Error::unprocessable(format!("{} cents are too much", price.cents)))
///     }
/// }
/// # fn main() {}
/// ```
pub use microcore_macros::ask;

/// A struct that a row of a table is read into: each field from the column of
/// its name.
pub use microcore_macros::row;

/// An HTTP endpoint: `#[route(POST, "/users", status = 201, roles = ["admin"],
/// body_limit = 4096, timeout = "2s")]`.
pub use microcore_macros::route;

/// A WebSocket endpoint: `#[websocket("/feed", roles = ["admin"])]`.
///
/// ```
/// #[microcore::plugin]
/// mod echo {
///     use microcore::prelude::*;
///
///     #[websocket("/echo")]
///     async fn echo(mut socket: WebSocket) -> Result<()> {
///         while let Some(message) = socket.recv().await {
///             if let Message::Text(text) = message {
///                 socket.send_text(text).await?;
///             }
///         }
///         Ok(())
///     }
/// }
/// # fn main() {}
/// ```
pub use microcore_macros::websocket;

/// A subscriber: `#[on_event("user.created", retries = 3, backoff = "500ms",
/// timeout = "10s", group = "mail", broadcast, once)]`. Its first argument is
/// the view, then comes what it needs.
///
/// ```
/// #[microcore::plugin]
/// mod welcome {
///     use microcore::prelude::*;
///
///     #[view]
///     struct NewUser { email: String }
///
///     #[on_event("user.created", retries = 3)]
///     fn greet(user: NewUser, log: Log) {
///         log.info(&format!("welcome {}", user.email));
///     }
/// }
/// # fn main() {}
/// ```
pub use microcore_macros::on_event;

/// Answers a question: `#[on_ask("catalog.price")]`.
pub use microcore_macros::on_ask;

/// A job: `#[schedule("0 3 * * *")]` (minute, hour, day, month, weekday; UTC) or
/// `#[schedule(every = "30s")]`. Of a fleet exactly one replica runs each tick.
pub use microcore_macros::schedule;

/// Lets an `async fn` of a [`plugin`] call what blocks its thread, and says why.
///
/// Without it, a call that is known to block (`std::thread::sleep`, `std::fs`,
/// `std::net`, `std::process`, `reqwest::blocking`, a lock of `std::sync` held
/// over an `.await`) is an error in an `async fn`; in a plain `fn`, which runs on
/// the blocking pool, it is none.
///
/// ```
/// #[microcore::plugin]
/// mod report {
///     use microcore::prelude::*;
///
///     #[on_start]
///     #[allow_blocking(reason = "one short file, before anything is served")]
///     async fn start(log: Log) {
///         let text = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
///         log.info(&text);
///     }
/// }
/// # fn main() {}
/// ```
pub use microcore_macros::allow_blocking;

/// Runs before the application is ready: `#[on_start]`, `#[on_start(timeout = "1m")]`.
pub use microcore_macros::on_start;

/// Runs when the application stops: `#[on_stop]`, `#[on_stop(timeout = "5s")]`.
pub use microcore_macros::on_stop;

/// A manual entry of the metadata, for what the other attributes cannot say, or for code
/// without them.
///
/// It goes on a constant of a type of [`meta`](crate::meta), and names the
/// attribute that would have written it: `#[entry(route)]`. `#[plugin]` lists the
/// constant in the plugin's metadata, and checks its assertions like any other.
/// `cargo microcore expand <file> --only route:hello --eject` writes the whole of
/// such code in the place of an attribute.
///
/// ```
/// #[microcore::plugin]
/// mod greet {
///     use microcore::prelude::*;
///
///     /// An event with a hand-written JSON representation.
///     #[derive(serde::Serialize)]
///     struct Greeted { name: String }
///
///     impl microcore::schema::Schema for Greeted {
///         const SHAPE: &'static microcore::schema::Shape =
///             <std::collections::BTreeMap<String, String> as microcore::schema::Schema>::SHAPE;
///     }
///
///     impl microcore::data::Event for Greeted {
///         const META: microcore::meta::EventMeta = microcore::meta::EventMeta::new(
///             "person.greeted",
///             "Greeted",
///             <Greeted as microcore::schema::Schema>::SHAPE,
///             microcore::meta::SourceLocation { file: file!(), line: line!(), column: column!() },
///         );
///     }
///
///     #[microcore::entry(event)]
///     const GREETED: microcore::meta::EventMeta = <Greeted as microcore::data::Event>::META;
///
///     #[route(POST, "/hello/{name}")]
///     async fn hello(name: Path<String>, greeted: Emit<Greeted>) -> Result<()> {
///         greeted.emit(Greeted { name: name.into_inner() }).await
///     }
/// }
/// # fn main() {}
/// ```
pub use microcore_macros::entry;
