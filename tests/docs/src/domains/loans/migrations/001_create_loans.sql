-- depends: books/001_create_books
CREATE TABLE loans (
    id BIGSERIAL PRIMARY KEY,
    book_id BIGINT NOT NULL REFERENCES books (id),
    reader TEXT NOT NULL,
    due_at TIMESTAMPTZ NOT NULL
);
