//! An application whose domains are crates: `app!` names them and checks all of
//! them together.

use microcore::Result;

struct NoMail;

#[microcore::provides]
impl crates_orders::Mailer for NoMail {
    async fn connect() -> Result<Self> {
        Ok(Self)
    }

    async fn send(&self, _to: &str, _subject: &str) -> Result<()> {
        Ok(())
    }
}

microcore::app! {
    domains: "src/domains",
    crates: [crates_orders, crates_users],
    tools: [NoMail],
}
