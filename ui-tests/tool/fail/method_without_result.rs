//! A tool may be down.

#[microcore::tool]
pub trait Mailer {
    async fn send(&self);
}

fn main() {}
