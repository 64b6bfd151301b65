//! Confirms an order by mail.

#[microcore::plugin]
mod order_mail {
    use crate::tools::Mailer;
    use microcore::prelude::*;

    #[view]
    struct NewOrder {
        id: i64,
        user_id: i64,
        total_cents: i64,
        lines: Vec<Line>,
    }

    #[view]
    struct Line {
        name: String,
        quantity: u32,
    }

    /// Requests the contact data of a user.
    #[ask("users.contact", reply = Option<Contact>)]
    struct AskContact {
        id: i64,
    }

    #[view]
    struct Contact {
        name: String,
        email: String,
    }

    #[on_event("order.placed", retries = 3)]
    async fn confirm(
        order: NewOrder,
        users: Ask<AskContact>,
        mailer: Tool<dyn Mailer>,
        log: Log,
    ) -> Result<()> {
        let Some(contact) = users.ask(AskContact { id: order.user_id }).await? else {
            log.warn(&format!("order {} has no known user", order.id));
            return Ok(());
        };
        let lines: Vec<String> =
            order.lines.iter().map(|line| format!("{} × {}", line.quantity, line.name)).collect();
        let body = format!(
            "Dear {},\n\nyour order:\n{}\n\nTotal: {}.{:02}",
            contact.name,
            lines.join("\n"),
            order.total_cents / 100,
            order.total_cents % 100,
        );
        mailer.send(&contact.email, &format!("Your order {}", order.id), &body).await?;
        Ok(())
    }
}
