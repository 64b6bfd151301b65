//! Generated crates: the same features with the framework and hand-written, and
//! features with many assertions.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;

/// A generated crate, a workspace of its own.
#[derive(Debug)]
pub struct Crate {
    /// Its package's name, and its program's.
    pub name: &'static str,
    /// Where it is.
    pub folder: PathBuf,
    features: usize,
    template: &'static str,
}

/// Features stand in folders of so many.
const DOMAIN: usize = 10;

impl Crate {
    /// The crate on microcore.
    ///
    /// # Errors
    /// If a file cannot be written, as with all of these.
    pub fn micro(folder: &Path, repository: &Path, features: usize) -> Result<Self> {
        let template = include_str!("templates/micro_feature.txt");
        Self::new("compiled-micro", folder, features, template).on_microcore(repository)
    }

    /// Features with four routes, two events, two subscriptions to those of
    /// another feature, and four statements each.
    ///
    /// # Errors
    /// As [`micro`](Self::micro).
    pub fn checked(folder: &Path, repository: &Path, features: usize) -> Result<Self> {
        let template = include_str!("templates/checked_feature.txt");
        let this = Self::new("compiled-checked", folder, features, template);
        for domain in 0..features.div_ceil(DOMAIN) {
            let table =
                format!("CREATE TABLE things{domain} (id BIGINT PRIMARY KEY, name TEXT);\n");
            this.write(&format!("src/domains/domain{domain}/migrations/001_things.sql"), &table)?;
        }
        this.on_microcore(repository)
    }

    fn on_microcore(self, repository: &Path) -> Result<Self> {
        let this = self;
        let path = repository.join("microcore");
        let dependencies = format!("microcore = {{ path = {path:?} }}\n");
        this.write("src/main.rs", MICRO_MAIN)?;
        this.write("build.rs", MICRO_BUILD)?;
        this.write_all("src/domains", repository, &dependencies)?;
        Ok(this)
    }

    /// The same, hand-written.
    ///
    /// # Errors
    /// As [`micro`](Self::micro).
    pub fn twin(folder: &Path, repository: &Path, features: usize) -> Result<Self> {
        let template = include_str!("templates/twin_feature.txt");
        let this = Self::new("compiled-twin", folder, features, template);
        let (mut modules, mut configure, mut subscribe) =
            (String::new(), String::new(), String::new());
        for domain in 0..features.div_ceil(DOMAIN) {
            writeln!(modules, "mod domain{domain};")?;
            let mut module = String::new();
            for number in this.of_domain(domain) {
                writeln!(module, "pub mod feature{number};")?;
                writeln!(configure, "    domain{domain}::feature{number}::configure(config);")?;
                writeln!(subscribe, "    domain{domain}::feature{number}::subscribe(&mut bus);")?;
            }
            this.write(&format!("src/domain{domain}/mod.rs"), &module)?;
        }
        let main = TWIN_MAIN
            .replace("@MODULES@", &modules)
            .replace("@CONFIGURE@", &configure)
            .replace("@SUBSCRIBE@", &subscribe);
        this.write("src/main.rs", &main)?;
        this.write("src/bus.rs", include_str!("templates/twin_bus.txt"))?;
        this.write("src/problem.rs", include_str!("templates/twin_problem.txt"))?;
        this.write_all("src", repository, TWIN_DEPENDENCIES)?;
        Ok(this)
    }

    fn new(name: &'static str, folder: &Path, features: usize, template: &'static str) -> Self {
        let folder = folder.join(format!("{name}-{features}"));
        Self { name, folder, features, template }
    }

    fn of_domain(&self, domain: usize) -> std::ops::Range<usize> {
        domain * DOMAIN..self.features.min((domain + 1) * DOMAIN)
    }

    fn write_all(&self, source: &str, repository: &Path, dependencies: &str) -> Result<()> {
        for number in 0..self.features {
            self.write_feature(source, number, "one")?;
        }
        let manifest = fs::read_to_string(repository.join("Cargo.toml"))?;
        // The same profiles, so that the dependencies need no second build.
        let profiles = manifest.find("[profile.dev]").map_or("", |at| &manifest[at..]);
        let manifest = format!(
            "[package]\nname = {:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{dependencies}\n[workspace]\n\n{profiles}",
            self.name
        );
        self.write("Cargo.toml", &manifest)?;
        fs::copy(repository.join("Cargo.lock"), self.folder.join("Cargo.lock"))?;
        Ok(())
    }

    fn write_feature(&self, source: &str, number: usize, edit: &str) -> Result<()> {
        let domain = number / DOMAIN;
        let text = self
            .template
            .replace("@N@", &number.to_string())
            .replace("@M@", &((number + 1) % self.features).to_string())
            .replace("@D@", &domain.to_string())
            .replace("@EDIT@", edit);
        self.write(&format!("{source}/domain{domain}/feature{number}.rs"), &text)
    }

    /// Changes the body of one handler.
    ///
    /// # Errors
    /// As [`micro`](Self::micro).
    pub fn edit(&self, edit: &str) -> Result<()> {
        let source = if self.folder.join("src/domains").is_dir() { "src/domains" } else { "src" };
        self.write_feature(source, self.features / 2, edit)
    }

    fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.folder.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(fs::write(path, text)?)
    }
}

const MICRO_MAIN: &str = r#"//! Nothing names a feature here.

microcore::app! { domains: "src/domains" }

fn main() -> std::process::ExitCode {
    app().main()
}
"#;

const MICRO_BUILD: &str = "fn main() {\n    println!(\"cargo:rerun-if-changed=src/domains\");\n}\n";

const TWIN_DEPENDENCIES: &str = r#"actix-web = { version = "4.18", default-features = false, features = ["compress-gzip", "cookies", "unicode"] }
futures-util = { version = "0.3", default-features = false, features = ["std", "async-await"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
tokio = { version = "1", features = ["rt-multi-thread"] }
tracing = "0.1"
tracing-subscriber = { version = "0.3", default-features = false, features = ["fmt", "env-filter", "json", "ansi"] }
validator = { version = "0.21", features = ["derive"] }
"#;

const TWIN_MAIN: &str = r#"//! Every feature is named here.

mod bus;
mod problem;
@MODULES@
use actix_web::{App, HttpServer, web};

fn configure(config: &mut web::ServiceConfig) {
@CONFIGURE@}

fn bus() -> bus::Bus {
    let mut bus = bus::Bus::default();
@SUBSCRIBE@    bus
}

fn main() -> std::io::Result<()> {
    tracing_subscriber::fmt().init();
    let bus = web::Data::new(bus());
    actix_web::rt::System::new().block_on(async move {
        HttpServer::new(move || App::new().app_data(bus.clone()).configure(configure))
            .bind("127.0.0.1:8080")?
            .run()
            .await
    })
}
"#;
