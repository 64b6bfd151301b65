//! Finds the plugin in every file below the folder of the domains.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use syn::LitStr;

use super::path::written;
use crate::annotated::{expanded, is_annotated, plugins};
use crate::editor::{self, Name};
use crate::errors::Errors;
use microcore_syntax::Code;

/// What a folder of domains contains.
#[derive(Default)]
pub(super) struct Found {
    /// The folder itself; `None` where the macro names none.
    pub folder: Option<PathBuf>,
    /// Its domains, sorted by name.
    pub domains: Vec<Folder>,
    /// The migrations of all domains, sorted by domain and name.
    pub migrations: Vec<Migration>,
    /// The tables that the migrations create, sorted by name.
    pub tables: Vec<Table>,
}

/// A folder that becomes a module.
pub(super) struct Folder {
    /// Its name.
    pub name: String,
    /// The folders in it.
    pub folders: Vec<Folder>,
    /// The files in it.
    pub files: Vec<File>,
}

/// A file with one plugin.
pub(super) struct File {
    /// Its name without `.rs`.
    pub name: String,
    /// The name of the plugin's module.
    pub plugin: Option<String>,
    /// For an editor: what the plugin declares for others.
    pub names: Vec<Name>,
}

/// An SQL file.
pub(super) struct Migration {
    /// The domain that owns it.
    pub domain: String,
    /// Its name without `.sql`.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Where it is, from the package's root.
    pub file: String,
}

/// A table, and the domain whose migrations create it.
pub(super) struct Table {
    /// Its name, lower case.
    pub name: String,
    /// The domain that owns it.
    pub domain: String,
}

/// Reads the folder; what does not belong there is an error of `app!`.
pub(super) fn scan(folder: &LitStr, root: &Path, errors: &mut Errors) -> Found {
    let path = root.join(folder.value());
    let mut scan = Scan { folder, root, errors };
    let mut found = Found::default();
    for entry in scan.entries(&path) {
        let name = file_name(&entry);
        if entry.is_dir() {
            found.migrations.extend(scan.migrations(&name, &entry.join("migrations")));
            found.domains.extend(scan.module(name, &entry));
        } else if is_rust(&entry) {
            scan.wrong(
                &entry,
                "belongs to no domain\nhelp: move it into a folder, as in `users/create_user.rs`",
            );
        }
    }
    found.tables = scan.tables(&found.migrations);
    found.folder = Some(path);
    found
}

struct Scan<'a> {
    folder: &'a LitStr,
    root: &'a Path,
    errors: &'a mut Errors,
}

impl Scan<'_> {
    /// The entries of a folder, sorted by name.
    fn entries(&mut self, folder: &Path) -> Vec<PathBuf> {
        match fs::read_dir(folder) {
            Ok(entries) => {
                let mut entries: Vec<PathBuf> =
                    entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
                entries.retain(|entry| !file_name(entry).starts_with('.'));
                entries.sort();
                entries
            }
            Err(error) => {
                self.wrong(folder, &format!("cannot be read: {error}"));
                Vec::new()
            }
        }
    }

    fn module(&mut self, name: String, path: &Path) -> Option<Folder> {
        if !self.is_module_name(&name, path) {
            return None;
        }
        let mut folder = Folder { name, folders: Vec::new(), files: Vec::new() };
        for entry in self.entries(path) {
            let name = file_name(&entry);
            if entry.is_dir() {
                if name != "migrations" {
                    folder.folders.extend(self.module(name, &entry));
                }
            } else if is_rust(&entry) {
                folder.files.extend(self.file(name.trim_end_matches(".rs").to_owned(), entry));
            }
        }
        Some(folder)
    }

    fn file(&mut self, name: String, path: PathBuf) -> Option<File> {
        if !self.is_module_name(&name, &path) {
            return None;
        }
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                self.wrong(&path, &format!("cannot be read: {error}"));
                return None;
            }
        };
        let mut plugins = plugins(&text);
        let plugin = plugins.next().or_else(|| expanded(&text));
        match (&plugin, plugins.next()) {
            // The macro reports what is wrong with its item.
            (None, _) if is_annotated(&text) => {}
            (None, _) => self.wrong(
                &path,
                "has no plugin, and a file below `domains` is one feature\n\
                 help: annotate its module with `#[microcore::plugin]`\n\
                 help: or move the file out",
            ),
            (Some(first), Some(second)) => self.wrong(
                &path,
                &format!(
                    "has two plugins, `{first}` and `{second}`, and one file is one feature\n\
                     help: move one into a file of its own"
                ),
            ),
            (Some(_), None) => {}
        }
        let names = if editor::is_running() { editor::declared_in(&text) } else { Vec::new() };
        Some(File { name, plugin, names })
    }

    fn migrations(&mut self, domain: &str, folder: &Path) -> Vec<Migration> {
        if !folder.is_dir() {
            return Vec::new();
        }
        let entries = self.entries(folder);
        let sql =
            entries.into_iter().filter(|path| path.extension().is_some_and(|ext| ext == "sql"));
        sql.map(|path| Migration {
            domain: domain.to_owned(),
            name: file_name(&path).trim_end_matches(".sql").to_owned(),
            file: written(path.strip_prefix(self.root).unwrap_or(&path)),
            path,
        })
        .collect()
    }

    /// A table has one owner: the domain that creates it.
    fn tables(&mut self, migrations: &[Migration]) -> Vec<Table> {
        let mut found: BTreeMap<String, &Migration> = BTreeMap::new();
        for migration in migrations {
            let sql = match fs::read_to_string(&migration.path) {
                Ok(sql) => sql,
                Err(error) => {
                    self.wrong(&migration.path, &format!("cannot be read: {error}"));
                    continue;
                }
            };
            let created = crate::sql::created(&sql);
            for name in created.tables {
                match found.insert(name.clone(), migration) {
                    Some(first) if first.domain != migration.domain => {
                        let first = first.path.strip_prefix(self.root).unwrap_or(&first.path);
                        let problem = format!(
                            "creates the table `{name}`, which `{}` creates for another domain\n\
                             help: a table has one owner: give this one another name",
                            written(first)
                        );
                        self.report(Code::Sql, &migration.path, &problem);
                    }
                    _ => {}
                }
            }
            for name in created.removed {
                if found.get(&name).is_some_and(|owner| owner.domain == migration.domain) {
                    found.remove(&name);
                }
            }
        }
        self.check_migrations(migrations, &found);
        let owned =
            |(name, owner): (String, &Migration)| Table { name, domain: owner.domain.clone() };
        found.into_iter().map(owned).collect()
    }

    /// A migration changes what its own domain owns, in SQL that both engines accept.
    fn check_migrations(
        &mut self,
        migrations: &[Migration],
        owners: &BTreeMap<String, &Migration>,
    ) {
        for migration in migrations {
            let Ok(sql) = fs::read_to_string(&migration.path) else { continue };
            let (tables, problems) = crate::sql::touched(&sql);
            for problem in problems {
                self.report(
                    Code::Sql,
                    &migration.path,
                    &format!("cannot run on both engines: {problem}"),
                );
            }
            for name in tables {
                let Some(owner) = owners.get(&name).filter(|one| one.domain != migration.domain)
                else {
                    continue;
                };
                let first = owner.path.strip_prefix(self.root).unwrap_or(&owner.path);
                let problem = format!(
                    "changes the table `{name}`, which `{}` creates for another domain\n\
                     help: change it in `{}/migrations/`, and subscribe to an event of that \
                     domain",
                    written(first),
                    owner.domain
                );
                self.report(Code::Sql, &migration.path, &problem);
            }
        }
    }

    fn is_module_name(&mut self, name: &str, path: &Path) -> bool {
        let right = name != "mod" && syn::parse_str::<syn::Ident>(name).is_ok();
        if !right {
            self.wrong(path, "is not named like a module\nhelp: use letters, digits and `_`");
        }
        right
    }

    fn wrong(&mut self, path: &Path, problem: &str) {
        self.report(Code::File, path, problem);
    }

    fn report(&mut self, code: Code, path: &Path, problem: &str) {
        let path = path.strip_prefix(self.root).unwrap_or(path);
        self.errors.at(code, self.folder, format!("`{}` {problem}", written(path)));
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}
