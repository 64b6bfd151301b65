//! Everything that can be known before a backend is reached.

use serde::Deserialize;

use super::builder::App;
use super::contracts::Contracts;
use super::logging::LogSettings;
use super::mount_all::Handlers;
use super::settings::KernelSettings;
use super::tool_supervisor::ToolSupervisor;
use super::{BootError, Registry};
use crate::events::{Bus, EventSettings};
use crate::http::{Configure, HttpSettings};
use crate::tools::Db;
use microcore_core::Secret;
use microcore_core::check;
use microcore_core::config::{Settings, SettingsError};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::meta::{AppMeta, Migration};
use microcore_core::tool::{Blocking, Toolbox};

/// An application that is complete and checked, and touches nothing yet.
pub(crate) struct BootPlan {
    pub(crate) app: &'static AppMeta,
    pub(crate) configure: Option<Configure>,
    pub(crate) contracts: Contracts,
    pub(crate) registry: Registry,
    pub(crate) sections: Sections,
    pub(crate) toolbox: Toolbox,
    pub(crate) tools: ToolSupervisor,
    pub(crate) bus: Bus,
    pub(crate) handlers: Handlers,
}

/// The sections that the kernel reads for itself and its servers.
pub(crate) struct Sections {
    pub(crate) kernel: KernelSettings,
    pub(crate) http: HttpSettings,
    pub(crate) events: EventSettings,
    pub(crate) system: SystemSettings,
}

/// Section `system`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SystemSettings {
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
        let settings = app.load_settings().unwrap_or_else(|error| {
            problems.extend(error.into_diagnostics());
            Settings::empty()
        });
        let sections = Sections::read(&settings, &mut problems);
        keep(LogSettings::read(&settings).map(drop), &mut problems);
        for config in registry.plugins.iter().flat_map(|plugin| plugin.configs) {
            keep((config.check)(&settings), &mut problems);
        }

        let kernel = &sections.kernel;
        let mut toolbox =
            Toolbox::new(Blocking::new(kernel.blocking_threads, kernel.blocking_acquire_timeout()));
        app.contracts.install(&mut toolbox);
        let tools = ToolSupervisor::start(
            app.meta.name,
            &registry.tools,
            &settings,
            migrations(app.meta),
            &mut toolbox,
            &mut problems,
        );
        let (db, letters) = (toolbox.get::<Db>().cloned(), app.contracts.dead_letters.clone());
        let bus = Bus::build(sections.events.clone(), db, letters);
        toolbox.put(bus.clone());
        let handlers = Handlers::mount(&registry, &tools, &toolbox, &settings, &mut problems);
        problems.extend(settings.unknown_sections().into_iter().map(Diagnostic::from));
        BootError::check(problems)?;
        let App { meta: app, configure, contracts, .. } = app;
        Ok(Self { app, configure, contracts, registry, sections, toolbox, tools, bus, handlers })
    }
}

impl Sections {
    fn read(settings: &Settings, problems: &mut Vec<Diagnostic>) -> Self {
        Self {
            kernel: keep(settings.read("kernel"), problems),
            http: keep(settings.read("http"), problems),
            events: keep(settings.read("events"), problems),
            system: keep(settings.read("system"), problems),
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
fn keep<T: Default>(result: Result<T, SettingsError>, problems: &mut Vec<Diagnostic>) -> T {
    result.unwrap_or_else(|error| {
        problems.extend(error.into_diagnostics());
        T::default()
    })
}
