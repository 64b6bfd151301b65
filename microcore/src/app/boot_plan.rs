//! The boot plan: everything that can be checked without connecting to a backend.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use microcore_core::__private::check;
use microcore_core::config::Configuration;
use microcore_core::diagnostic::Diagnostic;
use microcore_core::identity::SharedAuthenticator;
use microcore_core::meta::{AppMeta, Migration};
use microcore_core::metrics;
use microcore_core::store::{MemoryTicks, Ticks};
use microcore_core::tool::{Blocking, ToolMetrics, Toolbox};
use microcore_syntax::Code;

use super::builder::App;
use super::mount_all::Handlers;
use super::mounter::Mounter;
use super::running::RunningParts;
use super::sections::Sections;
use super::system::AppSystem;
use super::tool_supervisor::ToolSupervisor;
use super::{BootError, Registry};
use crate::events::{Bus, needs_inbox};
use crate::http::{BindError, PreparedServer, Server, ServerPlan};
use crate::schedule::{self, DbTicks, Scheduler};
use crate::tools::{Clock, Db};

/// An application that is complete and checked, and touches nothing yet: what `check`
/// accepts, `serve` refuses only for its addresses, its backends and its start hooks.
pub(crate) struct BootPlan {
    pub(crate) server: PreparedServer,
    pub(crate) parts: RunningParts,
}

impl BootPlan {
    /// Reads the configuration, checks the registry, starts the tools, mounts every handler
    /// and puts together what serves. Finds every problem, not only the first, and none
    /// that only follows from another one.
    pub(crate) fn build(app: App) -> Result<Self, BootError> {
        let registry = app.registry();
        // The rules between plugins are checked here too: one list of
        // diagnostics, whether the compiler saw them or the linker brought them.
        let mut problems = registry.diagnostics().to_vec();
        problems.extend(check::diagnostics(&registry.plugins, app.tables));
        problems.extend(unscheduled(&registry));
        match app.load_config() {
            Ok(config) => {
                let plan = Self::assemble(app, registry, &config, &mut problems);
                problems.extend(config.unknown_sections().into_iter().map(Diagnostic::from));
                BootError::complete(plan, problems)
            }
            Err(error) => {
                // What a file says that cannot be read is neither missing nor wrong.
                let mut others = Vec::new();
                let plan = Self::assemble(app, registry, &Configuration::empty(), &mut others);
                problems.extend(error.into_diagnostics());
                let others = others.into_iter();
                problems.extend(others.filter(|own| own.code != Some(Code::Configuration)));
                BootError::complete(plan, problems)
            }
        }
    }

    /// Everything that is created from the configuration; `None` if the server or the jobs
    /// cannot be made.
    fn assemble(
        app: App,
        registry: Registry,
        config: &Configuration,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let App { meta: app, configure, contracts, .. } = app;
        let Sections { kernel, http, events, system } = Sections::read(config, problems);
        for section in registry.plugins.iter().flat_map(|plugin| plugin.configs) {
            if let Err(error) = (section.check)(config) {
                problems.extend(error.into_diagnostics());
            }
        }

        let mut toolbox =
            Toolbox::new(Blocking::new(kernel.blocking_threads, kernel.blocking_acquire_timeout()));
        contracts.install(&mut toolbox);
        let migrations = migrations(app);
        let tools = ToolSupervisor::start(
            app.name,
            &registry.tools,
            config,
            migrations,
            &mut toolbox,
            problems,
        );
        let db = toolbox.get::<Db>().cloned();
        let bus = Bus::build(events, contracts.bus_parts(db.clone()));
        toolbox.put(bus.clone());
        let mounter = Mounter {
            registry: &registry,
            tools: &tools,
            toolbox: &toolbox,
            config,
            problems: &mut *problems,
        };
        let handlers = Handlers::mount(mounter, &bus, &kernel);
        // Without the tool that failed nothing is known of what it would have brought.
        if db.is_none() && !tools.failed().contains(&"Db") {
            problems.extend(without_inbox(&registry));
        }

        let (tools, ready) = (Arc::new(tools), Arc::new(AtomicBool::new(false)));
        let clock = toolbox.get::<Clock>().cloned().unwrap_or_default();
        let ticks: Arc<dyn Ticks> = match (contracts.ticks, db) {
            (Some(ticks), _) => ticks,
            (None, Some(db)) => Arc::new(DbTicks::new(db)),
            (None, None) => Arc::new(MemoryTicks::default()),
        };
        let scheduler = Scheduler::new(handlers.jobs, clock, ticks, bus.traces().clone());
        let mut metrics = metrics::Registry::default();
        metrics.register(Arc::new(ToolMetrics::new(toolbox.proxies().cloned().collect())));
        metrics.register(Arc::new(bus.clone()));
        contracts.collectors.into_iter().for_each(|collector| metrics.register(collector));
        let app_system = AppSystem {
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
            config: http,
            routes: handlers.routes,
            sockets: handlers.sockets,
            authenticator: toolbox.get::<SharedAuthenticator>().cloned(),
            system: Arc::new(app_system),
            metrics,
            system_token: system.token,
            configure,
        });
        let server = server.map_err(|refused| {
            refuse(refused, tools.failed().is_empty(), problems);
        });
        let (Ok(scheduler), Ok(server)) = (scheduler, server) else { return None };
        let hooks = handlers.hooks;
        let parts = RunningParts { app, registry, kernel, tools, bus, scheduler, hooks, ready };
        Some(Self { server, parts })
    }
}

/// Why a server cannot be bound.
pub(crate) fn unbound(error: BindError) -> Diagnostic {
    Diagnostic::new(crate::Error::from(error).chain())
}

/// Endpoints that cannot be served, without what is reported already or follows from a
/// tool that did not start.
fn refuse(refused: Vec<Diagnostic>, all_tools: bool, problems: &mut Vec<Diagnostic>) {
    for diagnostic in refused {
        let is_known = match diagnostic.code {
            Some(Code::DuplicateRoute) => {
                let location = diagnostic.labels.first().map(|label| label.location);
                let same = |own: &&Diagnostic| own.code == diagnostic.code;
                let labels = problems.iter().filter(same).flat_map(|own| &own.labels);
                labels.map(|label| Some(label.location)).any(|own| own == location)
            }
            Some(Code::Capability) => !all_tools,
            _ => false,
        };
        if !is_known {
            problems.push(diagnostic);
        }
    }
}

/// Jobs whose schedule is none, mounted or not.
fn unscheduled(registry: &Registry) -> impl Iterator<Item = Diagnostic> {
    let plugins = registry.plugins.iter();
    let jobs = plugins.flat_map(|plugin| plugin.schedules.iter().map(move |own| (plugin, own)));
    jobs.filter_map(|(plugin, job)| schedule::check(plugin, job).err())
}

/// Subscribers that handle an event once, where there is no database.
fn without_inbox(registry: &Registry) -> impl Iterator<Item = Diagnostic> {
    let plugins = registry.plugins.iter();
    let all = plugins.flat_map(|plugin| plugin.subscriptions.iter().map(move |own| (plugin, own)));
    all.filter_map(|(plugin, subscription)| needs_inbox(plugin, subscription))
}

/// The migrations of the application, and those of the framework's own tables.
/// They live as long as the program, like all metadata.
pub(crate) fn migrations(app: &'static AppMeta) -> &'static [Migration] {
    let own = [crate::events::MIGRATIONS, schedule::MIGRATIONS];
    let all = own.into_iter().flatten().chain(app.migrations);
    Box::leak(all.copied().collect())
}
