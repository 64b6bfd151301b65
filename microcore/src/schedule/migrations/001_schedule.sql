-- The last tick of each job that some replica took, in milliseconds since 1970.
CREATE TABLE microcore_ticks (
    job TEXT PRIMARY KEY,
    due BIGINT NOT NULL
);
