//! The shop's capabilities and tools.

mod file_mailer;
mod mailer;

pub(crate) use file_mailer::FileMailer;
pub(crate) use mailer::Mailer;
