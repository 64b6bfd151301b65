// src/domains/tickets/close_ticket.rs
#[microcore::plugin]
mod close_ticket {
    use microcore::prelude::*;

    #[request]
    struct CloseTicket {
        #[validate(length(min = 1, max = 500))]
        reason: String,
    }

    #[response]
    struct ClosedTicket {
        id: i64,
        reason: String,
    }

    /// A ticket needs no more work.
    #[event("ticket.closed")]
    struct TicketClosed {
        id: i64,
        owner: i64,
    }

    /// Close a ticket.
    #[route(POST, "/tickets/{id}/close", roles = ["support"])]
    async fn close(
        id: Path<i64>,
        body: Json<CloseTicket>,
        db: Db,
        closed: Emit<TicketClosed>,
    ) -> Result<ClosedTicket> {
        let CloseTicket { reason } = body.into_inner();
        let mut tx = db.begin().await?;
        let owner: Option<(i64,)> = tx
            .fetch_optional(
                "UPDATE tickets SET closed_for = $2 WHERE id = $1 RETURNING owner",
                (*id, &reason),
            )
            .await?;
        let Some((owner,)) = owner else {
            return Err(Error::not_found("no such ticket"));
        };
        closed.emit_in(&mut tx, TicketClosed { id: *id, owner }).await?;
        tx.commit().await?; // the row and the event, or neither
        Ok(ClosedTicket { id: *id, reason })
    }
}

// src/domains/statistics/count_closed.rs
#[microcore::plugin]
mod count_closed {
    use microcore::prelude::*;

    /// Only what this plugin reads; nothing is imported from the publisher.
    #[view]
    struct Closed {
        owner: i64,
    }

    #[on_event("ticket.closed", retries = 3)]
    async fn count(ticket: Closed, state: State) -> Result<()> {
        state.increment(&format!("closed:{}", ticket.owner), 1, None).await?;
        Ok(())
    }
}
