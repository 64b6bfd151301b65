//! A tool may be unavailable, so methods return `Result`.

#[microcore::tool]
pub trait Mailer {
    async fn send(&self);
}

fn main() {}
