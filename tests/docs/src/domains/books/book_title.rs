//! Answers questions of other domains about books.

#[microcore::plugin]
mod book_title {
    use microcore::prelude::*;

    #[view]
    struct Which {
        id: i64,
    }

    #[row]
    #[response]
    struct Book {
        title: String,
        copies: i64,
    }

    #[on_ask("books.book")]
    async fn book(which: Which, db: Db) -> Result<Option<Book>> {
        db.fetch_optional("SELECT title, copies FROM books WHERE id = $1", (which.id,)).await
    }
}
