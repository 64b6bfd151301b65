//! `App`: the builder of an application.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use actix_web::web::ServiceConfig;

use super::boot_plan::BootPlan;
use super::contracts::Contracts;
use super::logging::LogConfig;
use super::{BootError, Registry, Running, boot};
use crate::http::Configure;
use microcore_core::__private::linked;
use microcore_core::config::{ConfigError, Configuration};
use microcore_core::meta::{AppMeta, PluginMeta, TableMeta, ToolMeta};

/// An application that is not running yet.
///
/// `app!` makes one of all plugins it finds; a program calls
/// [`main`](Self::main) on it. A test starts it and stops it:
///
/// ```
/// use microcore::App;
/// use microcore::meta::AppMeta;
/// use microcore::config::Configuration;
///
/// static META: AppMeta = AppMeta::new("empty", "0.1.0");
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let settings = Configuration::empty().with("http", "bind", "127.0.0.1:0");
/// let running = App::new(&META).plugins([]).config(settings).start().await?;
/// running.stop().await;
/// # Ok::<_, microcore::app::BootError>(()) }).unwrap();
/// ```
#[derive(Clone)]
pub struct App {
    pub(crate) meta: &'static AppMeta,
    plugins: Option<Vec<&'static PluginMeta>>,
    tools: Vec<&'static ToolMeta>,
    config: Option<Configuration>,
    pub(crate) tables: Option<&'static [TableMeta]>,
    pub(crate) configure: Option<Configure>,
    pub(crate) contracts: Contracts,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("name", &self.meta.name).finish_non_exhaustive()
    }
}

impl App {
    /// The application that this metadata describes.
    pub fn new(meta: &'static AppMeta) -> Self {
        Self {
            meta,
            plugins: None,
            tools: Vec::new(),
            config: None,
            tables: None,
            configure: None,
            contracts: Contracts::default(),
        }
    }

    /// Takes exactly these plugins, in place of all that were linked.
    #[must_use]
    pub fn plugins(mut self, plugins: impl IntoIterator<Item = &'static PluginMeta>) -> Self {
        self.plugins = Some(plugins.into_iter().collect());
        self
    }

    /// Adds tools to those that `app!` names.
    #[must_use]
    pub fn tools(mut self, tools: impl IntoIterator<Item = &'static ToolMeta>) -> Self {
        self.tools.extend(tools);
        self
    }

    /// Says which domain owns which table, sorted by name: statements are then checked
    /// against it, also those of plugins that `app!` does not know.
    #[must_use]
    pub fn tables(mut self, tables: Option<&'static [TableMeta]>) -> Self {
        self.tables = tables;
        self
    }

    /// Takes this configuration, in place of the files and the environment.
    #[must_use]
    pub fn config(mut self, config: Configuration) -> Self {
        self.config = Some(config);
        self
    }

    /// Adds to the actix application what the framework does not cover. Its
    /// services come before those of the plugins; it runs once on every worker.
    #[must_use]
    pub fn configure_actix(
        mut self,
        configure: impl Fn(&mut ServiceConfig) + Send + Sync + 'static,
    ) -> Self {
        self.configure = Some(Arc::new(configure));
        self
    }

    /// Finds everything that would keep the application from starting, without
    /// reaching a backend. Must be called within a tokio runtime.
    ///
    /// # Errors
    ///
    /// Everything that was found.
    pub fn check(self) -> Result<(), BootError> {
        BootPlan::build(self).map(drop)
    }

    /// Sends log lines where the configuration says. The configuration is read
    /// once for all that follows.
    pub(crate) fn log(mut self) -> Self {
        // A configuration that cannot be read is reported by `start`, with the rest.
        if let Ok(config) = self.load_config() {
            LogConfig::read(&config).unwrap_or_default().install();
            self.config = Some(config);
        }
        self
    }

    /// Boots: reads the configuration, checks the registry, mounts every
    /// handler, connects the tools, runs the start hooks and serves. Must be
    /// called on a tokio runtime of several threads.
    ///
    /// # Errors
    ///
    /// Every reason not to boot, at once. A backend that is down is none.
    pub async fn start(self) -> Result<Running, BootError> {
        boot::boot(BootPlan::build(self)?).await
    }

    /// The plugins and tools, with what is wrong about them.
    pub fn registry(&self) -> Registry {
        match &self.plugins {
            Some(plugins) => {
                let mut plugins = plugins.clone();
                plugins.sort_by_key(|plugin| (plugin.domain, plugin.name, plugin.path));
                // Plugins that the program passes itself cannot be dropped by the linker.
                Registry::new(self.meta, plugins, &self.tools, crate::tools::BUILT_IN, false)
            }
            None => Registry::new(self.meta, linked(), &self.tools, crate::tools::BUILT_IN, true),
        }
    }

    /// The configuration: what was [given](Self::settings), or the files and the
    /// environment.
    pub(crate) fn load_config(&self) -> Result<Configuration, ConfigError> {
        match &self.config {
            Some(config) => Ok(config.clone()),
            None => Configuration::load(&self.folder()),
        }
    }

    /// The folder of `microcore.toml`: the current folder, or that of the package
    /// when it runs from another one, as `cargo run -p` does.
    fn folder(&self) -> PathBuf {
        let package = Path::new(self.meta.root);
        let here = Path::new(".");
        let configured = |folder: &Path| {
            folder.join("microcore.toml").is_file() || folder.join(".env").is_file()
        };
        if !configured(here) && configured(package) { package.into() } else { here.into() }
    }
}
