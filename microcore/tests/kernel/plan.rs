//! `check` refuses what `serve` refuses, as far as no backend is needed to know it.

use microcore::app::App;
use microcore::config::Configuration;
use microcore::meta::{HandlerMeta, MountError, PluginMeta, SubscriptionMeta};
use microcore::schema::Shape;
use proptest::prelude::*;

use crate::support::{META, SITE};

/// Settings of which some are refused.
#[derive(Clone, Debug)]
struct Given {
    credentials: bool,
    origins: Vec<&'static str>,
    workers: usize,
    static_dir: Option<&'static str>,
}

impl Given {
    fn app(&self) -> App {
        let mut config = Configuration::empty()
            .with("http", "bind", "127.0.0.1:0")
            .with("http", "cors_credentials", self.credentials)
            .with("http", "cors_origins", self.origins.clone())
            .with("http", "workers", self.workers);
        if let Some(folder) = self.static_dir {
            config = config.with("http", "static_dir", folder);
        }
        App::new(&META).plugins([]).config(config)
    }
}

fn given() -> impl Strategy<Value = Given> {
    let origin =
        prop::sample::select(vec!["*", "https://a.example", "a.example", "https://a.example/"]);
    let workers = prop_oneof![1..3_usize, Just(513), Just(4096)];
    let folder = prop::sample::select(vec![None, None, Some("tests"), Some("no/such/folder")]);
    (any::<bool>(), prop::collection::vec(origin, 0..3), workers, folder).prop_map(
        |(credentials, origins, workers, static_dir)| Given {
            credentials,
            origins,
            workers,
            static_dir,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn check_accepts_settings_exactly_when_the_application_starts(given in given()) {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let checked = given.app().check();
            let started = given.app().start().await;
            let (found, refused) = (checked.is_err(), started.is_err());
            match started {
                Ok(running) => running.stop().await,
                Err(error) => {
                    let checked = checked.map_err(|error| error.to_string());
                    prop_assert_eq!(checked, Err(error.to_string()));
                }
            }
            prop_assert_eq!(found, refused);
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn every_wrong_setting_of_the_server_is_reported_at_once() {
    let given = Given {
        credentials: true,
        origins: vec!["*", "a.example"],
        workers: 513,
        static_dir: Some("no/such/folder"),
    };
    let error = given.app().check().expect_err("it is refused").to_string();
    for key in ["cors_credentials", "cors_origins", "workers", "static_dir"] {
        assert!(error.contains(&format!("http.{key}")), "{key}: {error}");
    }
}

static ONCE: [SubscriptionMeta; 1] = [SubscriptionMeta {
    handler: HandlerMeta { name: "hear", doc: "", blocking: false, args: &[], location: SITE },
    event: "a.happened",
    view: &Shape::Any,
    retries: 0,
    backoff_ms: 0,
    timeout_ms: 0,
    group: "",
    broadcast: false,
    once: true,
    event_location: SITE,
    mount: |_| Err(MountError::Signature("not reached".to_owned())),
}];

static LISTENER: PluginMeta = PluginMeta {
    subscriptions: &ONCE,
    ..PluginMeta::new("listener", "shop::domains::x::listener", "shop", SITE)
};

#[tokio::test]
async fn a_subscriber_that_handles_once_is_refused_without_a_database() {
    let config = Configuration::empty().with("http", "bind", "127.0.0.1:0");
    let app = App::new(&META).plugins([&LISTENER]).config(config);
    let error = app.check().expect_err("it is refused").to_string();
    assert!(error.contains("`once` of `x::listener::hear` needs a `Db`"), "{error}");
}
