CREATE TABLE fees (
    reader TEXT PRIMARY KEY,
    cents BIGINT NOT NULL
);
