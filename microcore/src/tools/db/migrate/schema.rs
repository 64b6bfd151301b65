//! What tables there are: one model for both engines.

use std::collections::BTreeMap;

use super::super::Engine;
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
    let sql = match db.engine() {
        Engine::Sqlite => &SQLITE,
        Engine::Postgres => &POSTGRES,
    };
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

/// The type behind an engine's word for it.
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

struct Catalog {
    /// Table, column, type, nullable, default, primary key.
    columns: &'static str,
    /// Table, index, column.
    unique: &'static str,
    /// Table, key, column, target table, target column.
    foreign_keys: &'static str,
}

const SQLITE: Catalog = Catalog {
    // A column that is the whole primary key and an INTEGER counts by itself.
    columns: "SELECT t.name, c.name, c.type, c.\"notnull\" = 0 AND c.pk = 0,
            c.dflt_value IS NOT NULL OR (c.pk = 1 AND upper(c.type) = 'INTEGER' AND
                (SELECT count(*) FROM pragma_table_info(t.name) WHERE pk > 0) = 1),
            c.pk > 0
        FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
        WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        ORDER BY t.name, c.cid",
    unique: "SELECT t.name, i.name, c.name
        FROM sqlite_schema AS t JOIN pragma_index_list(t.name) AS i
            JOIN pragma_index_info(i.name) AS c
        WHERE t.type = 'table' AND i.\"unique\" = 1 AND i.origin <> 'pk' AND i.partial = 0
            AND c.name IS NOT NULL
        ORDER BY t.name, i.name, c.seqno",
    // Without a named column a key refers to the target's primary key.
    foreign_keys: "SELECT t.name, CAST(k.id AS TEXT), k.\"from\", k.\"table\",
            coalesce(k.\"to\", (SELECT name FROM pragma_table_info(k.\"table\") WHERE pk = k.seq + 1))
        FROM sqlite_schema AS t JOIN pragma_foreign_key_list(t.name) AS k
        WHERE t.type = 'table'
        ORDER BY t.name, k.id, k.seq",
};

const POSTGRES: Catalog = Catalog {
    columns: "SELECT t.relname, c.attname, y.typname, NOT c.attnotnull,
            c.atthasdef OR c.attidentity <> '', p.indexrelid IS NOT NULL
        FROM pg_class AS t
            JOIN pg_attribute AS c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
            JOIN pg_type AS y ON y.oid = c.atttypid
            LEFT JOIN pg_index AS p ON p.indrelid = t.oid AND p.indisprimary
                AND c.attnum = ANY (p.indkey)
        WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p')
        ORDER BY t.relname, c.attnum",
    unique: "SELECT t.relname, x.relname, c.attname
        FROM pg_index AS i
            JOIN pg_class AS t ON t.oid = i.indrelid
            JOIN pg_class AS x ON x.oid = i.indexrelid
            CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
            JOIN pg_attribute AS c ON c.attrelid = t.oid AND c.attnum = k.attnum
        WHERE t.relnamespace = current_schema()::regnamespace
            AND i.indisunique AND NOT i.indisprimary AND i.indpred IS NULL
        ORDER BY t.relname, x.relname, k.place",
    foreign_keys: "SELECT t.relname, f.conname, c.attname, o.relname, r.attname
        FROM pg_constraint AS f
            JOIN pg_class AS t ON t.oid = f.conrelid
            JOIN pg_class AS o ON o.oid = f.confrelid
            CROSS JOIN LATERAL unnest(f.conkey, f.confkey) WITH ORDINALITY
                AS k (attnum, target, place)
            JOIN pg_attribute AS c ON c.attrelid = t.oid AND c.attnum = k.attnum
            JOIN pg_attribute AS r ON r.attrelid = o.oid AND r.attnum = k.target
        WHERE f.contype = 'f' AND t.relnamespace = current_schema()::regnamespace
        ORDER BY t.relname, f.conname, k.place",
};
