//! The shop's own capabilities.

mod file_mailer;
mod mailer;

pub(crate) use file_mailer::FileMailer;
pub(crate) use mailer::Mailer;
