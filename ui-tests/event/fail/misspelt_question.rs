//! A misspelt question is reported with the nearest one.

microcore::app! { plugins: [orders, prices] }

#[microcore::plugin]
mod prices {
    use microcore::prelude::*;

    #[view]
    struct Asked {
        id: i64,
    }

    #[response]
    struct Price {
        cents: i64,
    }

    #[on_ask("catalog.price")]
    async fn price(asked: Asked) -> Result<Price> {
        Ok(Price { cents: asked.id })
    }
}

#[microcore::plugin]
mod orders {
    use microcore::prelude::*;

    #[ask("catalog.prise", reply = Price)]
    struct AskPrice {
        id: i64,
    }

    #[view]
    struct Price {
        cents: i64,
    }

    #[on_start]
    async fn start(catalog: Ask<AskPrice>) -> Result<()> {
        let _ = catalog.ask(AskPrice { id: 1 }).await?.cents;
        Ok(())
    }
}

fn main() {}
