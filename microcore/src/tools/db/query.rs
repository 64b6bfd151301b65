//! A statement with its arguments.

use super::driver::{AnyDriver, Arguments, EachArgument};
use super::params::Params;
use super::statement::Statement;
use microcore_core::error::{Error, Result};

/// A statement with its arguments, ready for its engine.
pub(super) struct Query {
    pub(super) sql: String,
    pub(super) arguments: Arguments,
    pub(super) reads: bool,
}

impl Query {
    pub(super) fn new(driver: AnyDriver, sql: &str, params: &impl Params) -> Result<Self> {
        let count = params.count();
        Self::bind(driver, sql, count, &mut |bind| params.each(bind))
    }

    fn bind(driver: AnyDriver, sql: &str, count: usize, each: EachArgument<'_>) -> Result<Self> {
        let Statement { placeholders, reads } = Statement::parse(sql, driver.dialect().syntax)?;
        if placeholders != count {
            return Err(Error::internal(format!(
                "the statement has {placeholders} placeholders but {count} arguments"
            )));
        }
        let (sql, arguments) = driver.bind(sql, each)?;
        Ok(Self { sql, arguments, reads })
    }
}
