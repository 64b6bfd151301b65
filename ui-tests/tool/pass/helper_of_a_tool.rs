//! A capability is handed on, held and cloned.

microcore::app! { plugins: [users], tools: [NoMail] }

/// Send mail.
#[microcore::tool]
pub trait Mailer {
    /// Queue one message.
    async fn send(&self, to: &str) -> microcore::Result<()>;
}

/// Keeps every mail to itself.
#[derive(Default)]
pub struct NoMail;

#[microcore::provides]
impl Mailer for NoMail {
    async fn send(&self, _to: &str) -> microcore::Result<()> {
        Ok(())
    }
}

#[microcore::plugin]
mod users {
    use crate::Mailer as Post;
    use microcore::prelude::*;

    struct Desk {
        post: Tool<dyn Post>,
    }

    async fn tell(post: &Tool<dyn Post>) -> Result<()> {
        post.send("ada@example.org").await
    }

    #[on_start]
    async fn start(post: Tool<dyn Post>) -> Result<()> {
        let desk = Desk { post: post.clone() };
        tell(&desk.post).await?;
        tell(&post).await
    }

    #[route(POST, "/mail")]
    async fn mail(post: Tool<dyn crate::Mailer + 'static>) -> Result<()> {
        tell(&post).await
    }
}

fn main() {}
