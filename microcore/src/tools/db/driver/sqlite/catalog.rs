//! Reads the tables from the schema of SQLite.

use super::super::dialect::Catalog;

pub(super) const CATALOG: Catalog = Catalog {
    // An INTEGER column that is the whole primary key is generated.
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
