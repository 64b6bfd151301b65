//! Lend a book, and schedule the reminder.

#[microcore::plugin]
mod lend_book {
    use std::time::Duration;

    use microcore::prelude::*;

    const WEEKS: Duration = Duration::from_secs(4 * 7 * 24 * 60 * 60);

    #[request]
    struct LendBook {
        #[validate(email)]
        reader: String,
    }

    #[response]
    struct Loan {
        id: i64,
        title: String,
        due_at: DateTime<Utc>,
    }

    /// Requests a book.
    #[ask("books.book", reply = Option<Book>)]
    struct AskBook {
        id: i64,
    }

    #[view]
    struct Book {
        title: String,
        copies: i64,
    }

    /// A reader has borrowed a book.
    #[event("book.lent")]
    struct BookLent {
        loan: i64,
        reader: String,
        title: String,
    }

    /// A loan is due.
    #[event("loan.due")]
    struct LoanDue {
        loan: i64,
        reader: String,
        title: String,
    }

    /// Lend a book.
    #[route(POST, "/books/{id}/loans", status = 201)]
    async fn lend(
        id: Path<i64>,
        body: Json<LendBook>,
        db: Db,
        clock: Clock,
        books: Ask<AskBook>,
        lent: Emit<BookLent>,
        due: Emit<LoanDue>,
    ) -> Result<Loan> {
        let reader = body.into_inner().reader;
        let book = books.ask(AskBook { id: *id }).await?;
        let Book { title, copies } = book.ok_or_else(|| Error::not_found("no such book"))?;
        let due_at = clock.now() + WEEKS;

        let mut tx = db.begin().await?;
        let out: i64 =
            tx.fetch_scalar("SELECT COUNT(*) FROM loans WHERE book_id = $1", (*id,)).await?;
        if out >= copies {
            return Err(Error::conflict("every copy is lent"));
        }
        let loan: i64 = tx
            .fetch_scalar(
                "INSERT INTO loans (book_id, reader, due_at) VALUES ($1, $2, $3) RETURNING id",
                (*id, &reader, due_at),
            )
            .await?;
        let event = BookLent { loan, reader: reader.clone(), title: title.clone() };
        lent.emit_in_with(&mut tx, event, EmitOptions::key(&reader)).await?;
        let event = LoanDue { loan, reader, title: title.clone() };
        let later = EmitOptions { delay: Some(WEEKS), ..EmitOptions::default() };
        due.emit_in_with(&mut tx, event, later).await?;
        tx.commit().await?;
        Ok(Loan { id: loan, title, due_at })
    }
}
