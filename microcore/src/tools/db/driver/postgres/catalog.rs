//! Reads the tables from the catalog of PostgreSQL.

use super::super::dialect::Catalog;

pub(super) const CATALOG: Catalog = Catalog {
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
