//! Places an order for a user whom another crate knows.

#[microcore::plugin]
mod place_order {
    use microcore::prelude::*;

    use crate::Mailer;

    #[request]
    struct PlaceOrder {
        buyer: i64,
    }

    #[response]
    struct PlacedOrder {
        id: i64,
        email: String,
    }

    #[ask("users.contact", reply = Option<Contact>)]
    struct WhoIs {
        id: i64,
    }

    #[view]
    struct Contact {
        email: String,
    }

    #[route(POST, "/orders", status = 201)]
    async fn place(
        body: Json<PlaceOrder>,
        db: Db,
        who: Ask<WhoIs>,
        mailer: Tool<dyn Mailer>,
    ) -> Result<PlacedOrder> {
        let contact = who.ask(WhoIs { id: body.buyer }).await?;
        let Contact { email } = contact.ok_or_else(|| Error::not_found("no such user"))?;
        let id = db
            .fetch_scalar("INSERT INTO orders (buyer) VALUES ($1) RETURNING id", (body.buyer,))
            .await?;
        mailer.send(&email, "your order").await?;
        Ok(PlacedOrder { id, email })
    }
}
