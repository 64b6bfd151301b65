//! The domain `orders`, and the capability that it needs.

mod mailer;

pub use mailer::Mailer;

microcore::domains! { "src/domains" }
