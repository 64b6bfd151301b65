//! The current schema: one model for all engines.

use std::collections::BTreeMap;

use super::super::handle::Db;
use super::super::value::Type;
use microcore_core::error::Result;

/// A table.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct TableInfo {
    /// Its name.
    pub name: String,
    /// Whether it is the framework's own.
    pub internal: bool,
    /// Its columns, in order.
    pub columns: Vec<ColumnInfo>,
    /// The columns of each unique key apart from the primary one, sorted.
    pub unique: Vec<Vec<String>>,
    /// What it refers to, sorted.
    pub foreign_keys: Vec<ForeignKey>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ColumnInfo {
    /// Its name.
    pub name: String,
    /// Its type; none if it is one that only this engine has.
    pub kind: Option<Type>,
    /// Whether it may be `NULL`.
    pub nullable: bool,
    /// Whether the database fills it in when it is left out.
    pub default: bool,
    /// Whether it is part of the primary key.
    pub primary_key: bool,
}

/// A reference to another table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct ForeignKey {
    /// The columns that refer.
    pub columns: Vec<String>,
    /// The table referred to.
    pub table: String,
    /// Its columns.
    pub references: Vec<String>,
}

/// The tables of the database, sorted by name, as they are right now.
pub async fn describe_schema(db: &Db) -> Result<Vec<TableInfo>> {
    let mut tables: BTreeMap<String, TableInfo> = BTreeMap::new();
    let sql = &db.inner.dialect().catalog;
    type Column = (String, String, String, bool, bool, bool);
    for (table, name, of, nullable, default, primary_key) in
        db.fetch_all::<Column>(sql.columns, ()).await?
    {
        let column = ColumnInfo { name, kind: kind(&of), nullable, default, primary_key };
        entry(&mut tables, table).columns.push(column);
    }
    let mut unique: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (table, index, column) in db.fetch_all::<(String, String, String)>(sql.unique, ()).await? {
        unique.entry((table, index)).or_default().push(column);
    }
    for ((table, _), columns) in unique {
        entry(&mut tables, table).unique.push(columns);
    }
    let mut keys: BTreeMap<(String, String), ForeignKey> = BTreeMap::new();
    type Key = (String, String, String, String, String);
    for (table, key, column, target, reference) in db.fetch_all::<Key>(sql.foreign_keys, ()).await?
    {
        let key = keys.entry((table, key)).or_insert_with(|| ForeignKey {
            columns: Vec::new(),
            table: target,
            references: Vec::new(),
        });
        key.columns.push(column);
        key.references.push(reference);
    }
    for ((table, _), key) in keys {
        entry(&mut tables, table).foreign_keys.push(key);
    }
    for table in tables.values_mut() {
        table.unique.sort();
        table.foreign_keys.sort();
    }
    Ok(tables.into_values().collect())
}

fn entry(tables: &mut BTreeMap<String, TableInfo>, name: String) -> &mut TableInfo {
    tables.entry(name).or_insert_with_key(|name| TableInfo {
        name: name.clone(),
        internal: name.starts_with("microcore_"),
        ..TableInfo::default()
    })
}

/// The type of an engine's type name.
fn kind(word: &str) -> Option<Type> {
    let word = word.to_ascii_uppercase();
    let word = word.split(['(', ' ']).next().unwrap_or_default();
    Some(match word {
        "BOOL" | "BOOLEAN" => Type::Bool,
        "INT2" | "INT4" | "INT8" | "INT" | "INTEGER" | "SMALLINT" | "BIGINT" => Type::Int,
        "FLOAT4" | "FLOAT8" | "REAL" | "DOUBLE" | "NUMERIC" | "DECIMAL" | "FLOAT" => Type::Float,
        "TEXT" | "VARCHAR" | "BPCHAR" | "CHAR" | "CHARACTER" => Type::Text,
        "BYTEA" | "BLOB" => Type::Bytes,
        "TIMESTAMPTZ" | "TIMESTAMP" => Type::Time,
        "DATE" => Type::Date,
        "UUID" => Type::Uuid,
        "JSON" | "JSONB" => Type::Json,
        _ => return None,
    })
}
