CREATE TABLE books (
    id BIGSERIAL PRIMARY KEY,
    title TEXT NOT NULL,
    isbn TEXT NOT NULL UNIQUE,
    copies BIGINT NOT NULL CHECK (copies >= 0),
    shelf JSONB,
    added_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
