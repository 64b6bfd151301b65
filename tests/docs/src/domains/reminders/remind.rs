//! Reminds readers of due books by mail.

#[microcore::plugin]
mod remind {
    use crate::tools::Postman;
    use microcore::prelude::*;

    #[view]
    struct Due {
        reader: String,
        title: String,
    }

    #[on_event("loan.due", retries = 5, backoff = "1s", timeout = "10s", once)]
    async fn remind(due: Due, postman: Tool<dyn Postman>) -> Result<()> {
        postman.deliver(&due.reader, &format!("Please bring back {}.", due.title)).await
    }

    #[on_event("book.lent", retries = 1, backoff = "100ms")]
    async fn confirm(lent: Due, postman: Tool<dyn Postman>) -> Result<()> {
        postman.deliver(&lent.reader, &format!("Enjoy {}.", lent.title)).await
    }
}
