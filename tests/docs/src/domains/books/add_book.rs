//! Add a book.

#[microcore::plugin]
mod add_book {
    use microcore::prelude::*;

    #[request]
    struct AddBook {
        #[validate(length(min = 1, max = 200))]
        title: String,
        #[validate(
            regex(pattern = "^[0-9]{13}$", message = "must be 13 digits"),
            custom(function = check_digit)
        )]
        isbn: String,
        /// The number of copies.
        #[serde(default = "one")]
        #[validate(range(min = 1, max = 100))]
        copies: u32,
        #[validate(nested)]
        shelf: Option<Shelf>,
    }

    #[request]
    #[response]
    struct Shelf {
        room: Room,
        #[validate(range(min = 1, max = 999))]
        number: u16,
    }

    #[request]
    #[response]
    #[serde(rename_all = "snake_case")]
    enum Room {
        ReadingRoom,
        Cellar,
    }

    /// The last digit is a checksum of the others.
    fn check_digit(isbn: &str) -> Result<(), &'static str> {
        let digits = isbn.chars().filter_map(|digit| digit.to_digit(10));
        let sum: u32 = digits.zip([1, 3].into_iter().cycle()).map(|(a, b)| a * b).sum();
        if sum.is_multiple_of(10) { Ok(()) } else { Err("has an invalid check digit") }
    }

    fn one() -> u32 {
        1
    }

    #[response]
    struct AddedBook {
        id: i64,
        title: String,
        shelf: Option<Shelf>,
    }

    /// Add a book.
    #[route(POST, "/books", status = 201)]
    async fn add(body: Json<AddBook>, db: Db) -> Result<AddedBook> {
        let AddBook { title, isbn, copies, shelf } = body.into_inner();
        let id = db
            .fetch_scalar(
                "INSERT INTO books (title, isbn, copies, shelf) VALUES ($1, $2, $3, $4) RETURNING id",
                (&title, &isbn, i64::from(copies), &json!(shelf)),
            )
            .await
            .on_unique_violation(|| Error::conflict("this book exists already"))?;
        Ok(AddedBook { id, title, shelf })
    }
}
