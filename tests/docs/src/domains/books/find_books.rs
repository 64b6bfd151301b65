//! Search books, paginated.

#[microcore::plugin]
mod find_books {
    use microcore::prelude::*;

    #[request]
    struct FindBooks {
        #[serde(default)]
        title: String,
        #[serde(default = "ten")]
        #[validate(range(min = 1, max = 50))]
        limit: u32,
        #[serde(default)]
        offset: u32,
    }

    fn ten() -> u32 {
        10
    }

    #[row]
    #[response]
    struct Book {
        id: i64,
        title: String,
        copies: i64,
    }

    /// Search books.
    #[route(GET, "/books")]
    async fn find(query: Query<FindBooks>, db: Db) -> Result<Page<Book>> {
        let FindBooks { title, limit, offset } = query.into_inner();
        let like = format!("%{}%", title.to_lowercase());
        let total: i64 = db
            .fetch_scalar("SELECT COUNT(*) FROM books WHERE LOWER(title) LIKE $1", (&like,))
            .await?;
        let books = db
            .fetch_all(
                "SELECT id, title, copies FROM books WHERE LOWER(title) LIKE $1
                 ORDER BY id LIMIT $2 OFFSET $3",
                (&like, i64::from(limit), i64::from(offset)),
            )
            .await?;
        Ok(Page::new(books, total.unsigned_abs(), limit.into(), offset.into()))
    }
}
