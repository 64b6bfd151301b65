//! Everything that can be known before a backend is reached.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use microcore_core::Secret;
use microcore_core::check;
use microcore_core::config::{ConfigError, Configuration};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::identity::SharedAuthenticator;
use microcore_core::meta::{AppMeta, Migration};
use microcore_core::store::{MemoryTicks, Ticks};
use microcore_core::tool::{Blocking, Toolbox};
use serde::Deserialize;

use super::builder::App;
use super::config::KernelConfig;
use super::logging::LogConfig;
use super::mount_all::Handlers;
use super::mounter::Mounter;
use super::running::RunningParts;
use super::status::Status;
use super::tool_supervisor::ToolSupervisor;
use super::{BootError, Registry};
use crate::events::{Bus, EventConfig};
use crate::http::{self, BindError, HttpConfig, PreparedServer, Server, ServerPlan};
use crate::schedule::{DbTicks, Scheduler};
use crate::tools::db::migrate;
use crate::tools::{Clock, Db};

/// An application that is complete and checked, and touches nothing yet: what `check`
/// accepts, `serve` refuses only for its addresses, its tools and its start hooks.
pub(crate) struct BootPlan {
    pub(crate) server: PreparedServer,
    pub(crate) parts: RunningParts,
}

/// The sections that the kernel reads for itself and its servers.
pub(crate) struct Sections {
    pub(crate) kernel: KernelConfig,
    pub(crate) http: HttpConfig,
    pub(crate) events: EventConfig,
    pub(crate) system: SystemConfig,
}

/// Section `system`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SystemConfig {
    /// Opens `/system` to other machines.
    pub(crate) token: Option<Secret<String>>,
}

impl BootPlan {
    /// Reads the configuration, checks the registry, starts the tools and mounts
    /// every handler. Finds every problem, not only the first.
    pub(crate) fn build(app: App) -> Result<Self, BootError> {
        let registry = app.registry();
        // The rules between plugins are checked here too: one list of
        // diagnostics, whether the compiler saw them or the linker brought them.
        let mut problems = registry.diagnostics().to_vec();
        problems.extend(check::diagnostics(&registry.plugins, app.tables));
        let config = app.load_config().unwrap_or_else(|error| {
            problems.extend(error.into_diagnostics());
            Configuration::empty()
        });
        let sections = Sections::read(&config, &mut problems);
        keep(LogConfig::read(&config).map(drop), &mut problems);
        for section in registry.plugins.iter().flat_map(|plugin| plugin.configs) {
            keep((section.check)(&config), &mut problems);
        }

        let kernel = &sections.kernel;
        let mut toolbox =
            Toolbox::new(Blocking::new(kernel.blocking_threads, kernel.blocking_acquire_timeout()));
        app.contracts.install(&mut toolbox);
        let migrations = migrations(app.meta);
        let tools = ToolSupervisor::start(
            app.meta.name,
            &registry.tools,
            &config,
            migrations,
            &mut toolbox,
            &mut problems,
        );
        let (db, letters) = (toolbox.get::<Db>().cloned(), app.contracts.dead_letters.clone());
        let bus = Bus::build(sections.events.clone(), db, letters);
        toolbox.put(bus.clone());
        let mounter = Mounter {
            registry: &registry,
            tools: &tools,
            toolbox: &toolbox,
            config: &config,
            problems: &mut problems,
        };
        let handlers = Handlers::mount(mounter, &bus, kernel);
        problems.extend(config.unknown_sections().into_iter().map(Diagnostic::from));
        problems.extend(http::check(&sections.http).into_iter().map(unbound));
        problems.extend(without_inbox(&registry, &toolbox));
        if registry.tools.iter().any(|tool| tool.capability == "Db") {
            let errors =
                migrate::plan(migrations).err().into_iter().flat_map(|error| error.problems);
            problems.extend(errors.map(Diagnostic::new));
        }
        BootError::check(problems)?;
        Self::assemble(app, registry, sections, toolbox, tools, bus, handlers)
    }

    /// Puts together what boots. What is wrong with a single endpoint or job is found here.
    fn assemble(
        app: App,
        registry: Registry,
        sections: Sections,
        toolbox: Toolbox,
        tools: ToolSupervisor,
        bus: Bus,
        handlers: Handlers,
    ) -> Result<Self, BootError> {
        let App { meta: app, configure, contracts, .. } = app;
        let (tools, ready) = (Arc::new(tools), Arc::new(AtomicBool::new(false)));
        let mut problems = Vec::new();
        let clock = toolbox.get::<Clock>().cloned().unwrap_or_default();
        let ticks: Arc<dyn Ticks> = match (contracts.ticks, toolbox.get::<Db>()) {
            (Some(ticks), _) => ticks,
            (None, Some(db)) => Arc::new(DbTicks::new(db.clone())),
            (None, None) => Arc::new(MemoryTicks::default()),
        };
        let scheduler = Scheduler::new(handlers.jobs, clock, ticks, bus.traces().clone())
            .map_err(|error| problems.push(Diagnostic::new(error.chain())));
        let status = Status {
            app,
            registry: registry.clone(),
            tools: tools.clone(),
            bus: bus.clone(),
            ready: ready.clone(),
            started: Instant::now(),
        };
        let server = Server::prepare(ServerPlan {
            app,
            plugins: registry.plugins.clone(),
            config: sections.http,
            routes: handlers.routes,
            sockets: handlers.sockets,
            authenticator: toolbox.get::<SharedAuthenticator>().cloned(),
            system: Arc::new(status),
            system_token: sections.system.token,
            configure,
        })
        .map_err(|error| match error {
            BindError::Endpoints(refused) => problems.extend(refused),
            other => problems.push(unbound(other)),
        });
        let (Ok(scheduler), Ok(server)) = (scheduler, server) else { return Err(problems.into()) };
        let kernel = sections.kernel;
        let hooks = handlers.hooks;
        let parts = RunningParts { app, registry, kernel, tools, bus, scheduler, hooks, ready };
        Ok(Self { server, parts })
    }
}

/// Why a server cannot be built or bound.
pub(crate) fn unbound(error: BindError) -> Diagnostic {
    Diagnostic::new(crate::Error::from(error).chain())
}

/// Subscribers that handle an event once remember it in the database.
fn without_inbox(registry: &Registry, toolbox: &Toolbox) -> Vec<Diagnostic> {
    if toolbox.get::<Db>().is_some() {
        return Vec::new();
    }
    let subscriptions = registry
        .plugins
        .iter()
        .flat_map(|plugin| plugin.subscriptions.iter().map(move |own| (plugin, own)));
    subscriptions
        .filter(|(_, subscription)| subscription.once)
        .map(|(plugin, subscription)| {
            let handler = &subscription.handler;
            Diagnostic::new(format!("`once` of `{}` needs a `Db`", plugin.handler_id(handler)))
                .label(handler.location, "this subscriber")
                .help("let the plugin take a `Db`, or leave `once` out")
        })
        .collect()
}

impl Sections {
    fn read(config: &Configuration, problems: &mut Vec<Diagnostic>) -> Self {
        Self {
            kernel: keep(config.read("kernel"), problems),
            http: keep(config.read("http"), problems),
            events: keep(config.read("events"), problems),
            system: keep(config.read("system"), problems),
        }
    }
}

/// The migrations of the application, and those of the framework's own tables.
/// They live as long as the program, like all metadata.
pub(crate) fn migrations(app: &'static AppMeta) -> &'static [Migration] {
    let own = [crate::events::MIGRATIONS, crate::schedule::MIGRATIONS];
    let all = own.into_iter().flatten().chain(app.migrations);
    let all = all.map(|Migration { domain, name, sql }| Migration { domain, name, sql });
    Box::leak(all.collect())
}

/// The value, or its default and the problems noted.
fn keep<T: Default>(result: Result<T, ConfigError>, problems: &mut Vec<Diagnostic>) -> T {
    result.unwrap_or_else(|error| {
        problems.extend(error.into_diagnostics());
        T::default()
    })
}
