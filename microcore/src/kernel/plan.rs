//! Everything that can be known before a backend is reached.

use std::sync::Arc;
use std::time::Duration;

use super::app::App;
use super::crew::Crew;
use super::hooks::Hook;
use super::mounting::Handlers;
use super::settings::KernelSettings;
use super::{Blocking, BootError, Problem, Registry, Toolbox};
use crate::events::{Bus, EventSettings};
use crate::meta::AppMeta;
use crate::settings::Settings;

/// An application that is complete and checked, and touches nothing yet.
pub(crate) struct Plan {
    pub(crate) app: &'static AppMeta,
    pub(crate) registry: Registry,
    pub(crate) settings: Settings,
    pub(crate) kernel: KernelSettings,
    pub(crate) toolbox: Toolbox,
    pub(crate) crew: Crew,
    pub(crate) bus: Bus,
    pub(crate) handlers: Handlers,
}

impl Plan {
    /// Reads the configuration, checks the registry, starts the tools and mounts
    /// every handler. Finds every problem, not only the first.
    pub(crate) fn draw(app: App) -> Result<Self, BootError> {
        let mut problems = Vec::new();
        let registry = app.registry();
        problems.extend(registry.problems().iter().cloned());
        let settings = match app.load_settings() {
            Ok(settings) => settings,
            Err(error) => {
                problems.extend(Problem::settings(error));
                Settings::empty()
            }
        };
        let kernel = keep(settings.read::<KernelSettings>("kernel"), &mut problems);
        for config in registry.plugins.iter().flat_map(|plugin| plugin.configs) {
            keep((config.check)(&settings), &mut problems);
        }

        let mut toolbox = Toolbox::new(Blocking::new(
            kernel.blocking_threads,
            Duration::from_millis(kernel.blocking_patience_ms),
        ));
        let crew = Crew::start(
            app.meta.name,
            &registry.tools,
            &settings,
            app.meta.migrations,
            &mut toolbox,
            &mut problems,
        );
        let bus = Bus::new(keep(settings.read::<EventSettings>("events"), &mut problems));
        toolbox.put(bus.clone());
        let handlers = Handlers::mount(&registry, &toolbox, &settings, &mut problems);
        problems.extend(settings.unknown_sections().into_iter().map(Problem::from));
        BootError::check(problems)?;
        Ok(Self { app: app.meta, registry, settings, kernel, toolbox, crew, bus, handlers })
    }
}

/// The value, or its default and the problems noted.
fn keep<T: Default>(
    result: Result<T, crate::settings::SettingsError>,
    problems: &mut Vec<Problem>,
) -> T {
    result.unwrap_or_else(|error| {
        problems.extend(Problem::settings(error));
        T::default()
    })
}

/// Hooks are shared with the task that runs those put off.
pub(crate) fn share(
    hooks: Vec<super::Mounted<crate::meta::HookMeta, crate::call::HookFn>>,
) -> Vec<Hook> {
    hooks.into_iter().map(Arc::new).collect()
}
