//! Dead letters: lists, replays and discards them.

use std::sync::{Arc, PoisonError};

use uuid::Uuid;

use super::{Bus, DeadLetter, Delivery, Envelope, Receipt};
use microcore_core::error::{Error, Result};

impl Bus {
    /// The latest dead letters, the newest first.
    pub async fn dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter>> {
        self.0.shared.letters.list(limit).await
    }

    /// One dead letter; 404 if there is none.
    pub async fn dead_letter(&self, id: Uuid) -> Result<DeadLetter> {
        self.0.shared.letters.get(id).await?.ok_or_else(|| Error::not_found("no such dead letter"))
    }

    /// Delivers a dead letter again, to the subscriber that failed and to no other;
    /// done when that is in progress. The letter is kept until the delivery is over;
    /// if it fails again there is a new letter. An expiry no longer counts.
    pub async fn replay(&self, id: Uuid) -> Result<()> {
        self.open()?;
        let letter = self.dead_letter(id).await?;
        let found = self.groups().into_iter().find_map(|group| {
            let mut members = group.members().into_iter();
            let member = members.position(|member| {
                *member.mounted.id == *letter.subscriber && group.event() == letter.envelope.name
            })?;
            Some((group, member))
        });
        let Some((group, member)) = found else {
            let text = format!("there is no subscriber `{}` any more", letter.subscriber);
            return Err(Error::conflict(text));
        };
        if !self.0.replays.lock().unwrap_or_else(PoisonError::into_inner).insert(id) {
            return Err(Error::conflict("the dead letter is being delivered already"));
        }
        let receipt = Replay { bus: self.clone(), id };
        let envelope = Envelope { attempt: 1, expires: None, not_before: None, ..letter.envelope };
        let delivery = Delivery::new(Arc::new(envelope), Some(Arc::new(receipt)));
        group.take(delivery, Some(member));
        Ok(())
    }

    /// Forgets a dead letter; 404 if there is none.
    pub async fn discard(&self, id: Uuid) -> Result<()> {
        if self.0.shared.letters.remove(id).await? {
            return Ok(());
        }
        Err(Error::not_found("no such dead letter"))
    }
}

/// A dead letter on its way again.
struct Replay {
    bus: Bus,
    id: Uuid,
}

impl Receipt for Replay {
    fn settle(&self, _: &Envelope) {
        let (bus, id) = (self.bus.clone(), self.id);
        self.bus.0.shared.tasks.spawn(async move {
            if let Err(error) = bus.0.shared.letters.remove(id).await {
                tracing::error!(letter = %id, cause = %error.chain(), "dead letter not removed");
            }
        });
    }
}

impl Drop for Replay {
    fn drop(&mut self) {
        self.bus.0.replays.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}
