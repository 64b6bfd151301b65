//! Applications that do not start, and their errors.

use microcore::app::App;
use microcore::call::HookFn;
use microcore::config::Configuration;
use microcore::http::RouteFn;
use microcore::meta::MountError;
use microcore::meta::{
    Arg, ArgMeta, HookMeta, PluginMeta, ReplyMeta, RouteMeta, StatementMeta, TableMeta, ToolMeta,
};
use microcore::meta::{ErasedHandler, MountFn};
use microcore::tool::Blocking;
use microcore::tools::Auth;

use crate::support::{LOCATION, META, config, handler, leak, problems, start};

pub const fn route(path: &'static str, args: &'static [Arg]) -> RouteMeta {
    RouteMeta::new(handler("get", args), "GET", path, ReplyMeta::Empty, |mount| {
        for arg in mount.handler.args {
            match arg.meta {
                ArgMeta::Capability("Auth") => drop(mount.handle::<Auth>("Auth")?),
                ArgMeta::Capability(capability) => {
                    return Err(MountError::NoTool { capability });
                }
                _ => {}
            }
        }
        Ok(ErasedHandler::new::<RouteFn>(Box::new(|_| {
            Box::pin(async { Ok(actix_web::HttpResponse::NoContent().finish()) })
        })))
    })
    .path_location(LOCATION)
}

pub fn plugin(name: &'static str, routes: &'static [RouteMeta]) -> &'static PluginMeta {
    leak(PluginMeta::new(name, "shop::domains::x::y", "shop", LOCATION).routes(routes))
}

const fn hooked(mount: MountFn) -> HookMeta {
    HookMeta::new(handler("prepare", &[]), mount).timeout_ms(300)
}

fn with_hook(on_start: &'static [HookMeta]) -> &'static PluginMeta {
    leak(PluginMeta::new("hooked", "shop::domains::x::y", "shop", LOCATION).on_start(on_start))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_errors_are_listed_at_once() {
    const NEEDS_MAILER: &[RouteMeta] =
        &[route("/mail", &[Arg::new("mailer", ArgMeta::Capability("Mailer"))])];
    const NEEDS_AUTH: &[RouteMeta] =
        &[route("/auth", &[Arg::new("auth", ArgMeta::Capability("Auth"))])];
    let app = App::new(&META).plugins([
        plugin("mail", NEEDS_MAILER),
        plugin("auth", NEEDS_AUTH),
        plugin("twin", &[]),
        plugin("twin", &[]),
    ]);
    let config = config()
        .with("auth", "secret", "short")
        .with("http", "wrokers", 2)
        .with("events", "queue", "many")
        .with("stripe", "key", "x");
    let found = problems(app.config(config).start().await);
    for part in [
        "error[MC014]: two plugins are named `x::twin`\n  --> src/domains/x/y.rs:7:",
        "error[MC009]: `x::mail::get` requires `Mailer`, which no tool provides\n  --> ",
        "setting `auth.secret` must have at least 32 bytes",
        "setting `http.wrokers` is not known (the program)\n  = help: did you mean `workers`?",
        "setting `events.queue` must be a whole number",
        "setting `stripe` is a section that nothing reads",
    ] {
        assert!(found.iter().any(|line| line.contains(part)), "no `{part}` in {found:#?}");
    }
    // That `x::auth::get` has no Auth follows from the secret, and is not reported.
    assert_eq!(found.len(), 6, "{found:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plugin_that_the_linker_dropped_is_reported_with_its_crate() {
    static LOST: PluginMeta = PluginMeta::new("lost", "addon::domains::x::lost", "addon", LOCATION);
    static APP: microcore::meta::AppMeta =
        microcore::meta::AppMeta::new("shop", "0.1.0").plugins(&[&LOST]);
    let found = problems(App::new(&APP).config(config()).start().await);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("plugin `x::lost` of crate `addon`"), "{found:?}");
    assert!(found[0].contains("use addon as _;"), "{found:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_tools_for_one_capability_are_refused() {
    const fn tool(provider: &'static str) -> ToolMeta {
        ToolMeta::new("Mailer", provider, LOCATION, |_| {
            Ok(std::sync::Arc::new(microcore::tool::Idle))
        })
    }
    static SMTP: ToolMeta = tool("Smtp");
    static SES: ToolMeta = tool("Ses");
    let app = App::new(&META).plugins([]).tools([&SMTP, &SES]).config(config());
    let found = problems(app.start().await);
    let message = "error[MC009]: `Mailer` is provided by `Smtp` and by `Ses`\n  --> ";
    assert!(found[0].starts_with(message), "{found:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_taken_address_is_refused_by_name() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let config = Configuration::empty().with("http", "bind", address.clone());
    let found = problems(App::new(&META).plugins([]).config(config).start().await);
    assert!(found[0].contains(&address), "{found:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_hook_that_fails_panics_or_hangs_refuses_the_boot() {
    const FAILING: &[HookMeta] = &[hooked(|_| {
        Ok(ErasedHandler::new::<HookFn>(Box::new(|_| {
            Box::pin(async { Err(microcore::Error::conflict("no seed")) })
        })))
    })];
    const PANICKING: &[HookMeta] =
        &[hooked(|_| Ok(ErasedHandler::new::<HookFn>(Box::new(|_| panic!("out of cheese")))))];
    const HANGING: &[HookMeta] = &[hooked(|_| {
        Ok(ErasedHandler::new::<HookFn>(Box::new(|_| Box::pin(std::future::pending()))))
    })];
    for (hooks, part) in [
        (FAILING, "on_start `x::hooked::prepare` failed: no seed"),
        (PANICKING, "panicked: out of cheese"),
        (HANGING, "did not finish within 300 ms"),
    ] {
        let found = problems(start(&[with_hook(hooks)]).await);
        assert!(found.len() == 1 && found[0].contains(part), "{found:?}");
    }
}

#[tokio::test]
async fn a_full_blocking_pool_is_unavailable_and_not_an_unbounded_queue() {
    let pool = Blocking::new(1, std::time::Duration::from_millis(20));
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let (release, released) = std::sync::mpsc::channel();
    let busy = tokio::spawn({
        let pool = pool.clone();
        async move {
            pool.run(move || {
                begun.send(()).unwrap();
                released.recv().unwrap();
            })
            .await
        }
    });
    has_begun.await.unwrap();
    assert_eq!(pool.run(|| 1).await.unwrap_err().kind(), microcore::Kind::Unavailable);
    release.send(()).unwrap();
    busy.await.unwrap().unwrap();
    assert_eq!(pool.run(|| 1).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_on_another_domains_table_does_not_boot() {
    const TABLES: &[TableMeta] = &[TableMeta::new("users", "users")];
    const NAMES_USERS: &[StatementMeta] = &[StatementMeta::new(&["users"], LOCATION)];
    let app = || App::new(&META).config(config());
    let plugin = leak(
        PluginMeta::new("clear", "shop::domains::orders::clear", "shop", LOCATION)
            .statements(NAMES_USERS),
    );

    let said = problems(app().plugins([plugin]).tables(Some(TABLES)).start().await);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("MC011") && said[0].contains("of the domain `users`"), "{said:?}");

    // Where no owners are declared, nothing is refused.
    app().plugins([plugin]).start().await.unwrap().stop().await;
}
