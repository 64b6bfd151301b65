//! A question that no plugin answers must be refused where it is declared.

microcore::app! { plugins: [orders] }

#[microcore::plugin]
mod orders {
    use microcore::prelude::*;

    #[ask("catalog.price", reply = Price)]
    struct AskPrice {
        product: i64,
    }

    #[view]
    struct Price {
        cents: i64,
    }

    #[route(POST, "/orders")]
    async fn place(catalog: Ask<AskPrice>) -> Result<()> {
        let price = catalog.ask(AskPrice { product: 1 }).await?;
        let _ = price.cents;
        Ok(())
    }
}

fn main() {}
