//! The measured endpoints as plugins of a microcore application.

use microcore::app::App;
use microcore::config::Configuration;
use microcore::meta::{HandlerMeta, PluginMeta, ReplyMeta, RouteMeta};
use microcore_bench::kind::feature_path;
use microcore_bench::server::Arguments;
use microcore_bench::store::{Store, User};
use tokio::signal::unix::{SignalKind, signal};

microcore::app! {
    plugins: [ping, get_user, create_user, get_item],
    tools: [InMemory],
}

/// Where users are kept.
#[microcore::tool]
pub trait Users {
    /// The user with that id.
    fn get(&self, id: i64) -> microcore::Result<Option<User>>;
    /// Keeps a new user.
    fn add(&self, name: String, email: String) -> microcore::Result<User>;
}

/// Users in memory.
#[derive(Debug, Default)]
pub struct InMemory(Store);

#[microcore::provides]
impl Users for InMemory {
    fn get(&self, id: i64) -> microcore::Result<Option<User>> {
        Ok(self.0.get(id))
    }

    fn add(&self, name: String, email: String) -> microcore::Result<User> {
        Ok(self.0.add(name, email))
    }
}

#[microcore::plugin]
mod ping {
    use microcore::prelude::*;

    #[response]
    struct Pong {
        pong: bool,
    }

    #[route(GET, "/ping")]
    async fn ping() -> Result<Pong> {
        Ok(Pong { pong: true })
    }
}

#[microcore::plugin]
mod get_user {
    use crate::Users;
    use microcore::prelude::*;

    #[request]
    struct Detail {
        #[serde(default)]
        verbose: bool,
    }

    #[response]
    struct User {
        id: i64,
        name: String,
        email: Option<String>,
    }

    #[route(GET, "/users/{id}")]
    async fn get(id: Path<i64>, detail: Query<Detail>, users: Tool<dyn Users>) -> Result<User> {
        let user = users.get(*id)?.ok_or_else(|| Error::not_found("no such user"))?;
        let email = detail.verbose.then_some(user.email);
        Ok(User { id: user.id, name: user.name, email })
    }
}

#[microcore::plugin]
mod create_user {
    use crate::Users;
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[validate(length(min = 1, max = 100))]
        name: String,
        #[validate(email)]
        email: String,
        #[validate(length(min = 8))]
        #[allow(dead_code)]
        password: String,
    }

    #[response]
    struct User {
        id: i64,
        name: String,
        email: Option<String>,
    }

    #[route(POST, "/users", status = 201)]
    async fn create(body: Json<CreateUser>, users: Tool<dyn Users>) -> Result<User> {
        let CreateUser { name, email, password: _ } = body.into_inner();
        let user = users.add(name, email)?;
        Ok(User { id: user.id, name: user.name, email: Some(user.email) })
    }
}

#[microcore::plugin]
mod get_item {
    use microcore::prelude::*;

    #[response]
    struct Item {
        id: i64,
    }

    #[route(GET, "/item/{id}")]
    async fn get(id: Path<i64>) -> Result<Item> {
        Ok(Item { id: id.into_inner() })
    }
}

/// A plugin like `get_item` at another path: its metadata is what `#[plugin]`
/// would have written, the handler is shared as in the twin.
fn feature(number: usize) -> &'static PluginMeta {
    fn leak<T>(value: T) -> &'static T {
        Box::leak(Box::new(value))
    }
    let of = &get_item::__MICROCORE;
    let route = &of.routes[0];
    let handler = HandlerMeta::new(route.handler.name, route.handler.location)
        .doc(route.handler.doc)
        .args(route.handler.args);
    let reply = match route.reply {
        ReplyMeta::Json(shape) => ReplyMeta::Json(shape),
        _ => ReplyMeta::Empty,
    };
    let path = leak(feature_path(number));
    let copy = RouteMeta::new(handler, route.method, path, reply, route.mount);
    leak(
        PluginMeta::new(leak(format!("feature{number}")), of.path, of.krate, of.location)
            .routes(std::slice::from_ref(leak(copy))),
    )
}

#[tokio::main]
async fn main() -> microcore_bench::Result<()> {
    let Arguments { address, routes } = Arguments::read()?;
    let declared = app().registry().plugins;
    let plugins = declared.into_iter().chain((0..routes).map(feature));
    let config = Configuration::empty()
        .with("http", "bind", address.to_string())
        .with("http", "workers", 1)
        // So many a second are recorded, however slow the second is: under valgrind nearly all.
        .with("events", "traced_tool_calls", 0);
    let app: App = app().plugins(plugins).config(config);
    let running = app.start().await?;
    signal(SignalKind::terminate())?.recv().await;
    running.stop().await;
    Ok(())
}
