//! Rows, and their conversion into structs and tuples.

use std::fmt;

use super::driver::AnyRow;
use super::from_value::FromValue;
use super::tuples::up_to_sixteen;
use super::value::ValueRef;
use microcore_core::error::{Error, Result};

/// One row of a result. Its cells are decoded when they are read.
pub struct Row(pub(super) AnyRow);

impl Row {
    /// The cell of that name (`"email"`) or position (`0`).
    ///
    /// # Errors
    /// A defect (kind `Internal`): there is no such column, or it holds
    /// something else than `T`.
    pub fn get<T: FromValue>(&self, column: impl Column) -> Result<T> {
        let index = column.find(self)?;
        let cell = self.cell(index)?;
        T::from_value(cell).map_err(|error| self.unreadable(index, &error.to_string()))
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no column at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of the column at that position.
    pub fn name(&self, index: usize) -> Option<&str> {
        self.0.name(index)
    }

    /// The names of all columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|index| self.0.name(index))
    }

    fn cell(&self, index: usize) -> Result<ValueRef<'_>> {
        if index >= self.len() {
            return Err(Error::internal(format!(
                "the row has {} columns, number {index} was asked for",
                self.len()
            )));
        }
        self.0.cell(index).map_err(|reason| self.unreadable(index, &reason))
    }

    #[cold]
    fn unreadable(&self, index: usize, reason: &str) -> Error {
        let name = self.name(index).unwrap_or("?");
        Error::internal(format!("column `{name}`: {reason}"))
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names only: a row may hold what must not be logged.
        f.debug_tuple("Row").field(&self.names().collect::<Vec<_>>()).finish()
    }
}

/// A column by name or by position.
pub trait Column {
    /// Its position in that row.
    fn find(&self, row: &Row) -> Result<usize>;
}

impl Column for usize {
    fn find(&self, _row: &Row) -> Result<usize> {
        Ok(*self)
    }
}

impl Column for &str {
    fn find(&self, row: &Row) -> Result<usize> {
        if let Some(index) = row.0.position(self) {
            return Ok(index);
        }
        // PostgreSQL lowers names that are not quoted, SQLite keeps them.
        row.names().position(|name| name.eq_ignore_ascii_case(self)).ok_or_else(|| {
            let known = row.names().collect::<Vec<_>>().join("`, `");
            Error::internal(format!("no column `{self}` in the row; it has `{known}`"))
        })
    }
}

/// What a row can be read into: a tuple of up to 16 values by position, or a
/// struct by name.
///
/// ```
/// use microcore::Result;
/// use microcore::tools::db::{FromRow, Row};
///
/// struct User { id: i64, email: Option<String> }
///
/// impl FromRow for User {
///     fn from_row(row: &Row) -> Result<Self> {
///         Ok(Self { id: row.get("id")?, email: row.get("email")? })
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a row cannot be read into `{Self}`",
    label = "this type does not implement `FromRow`",
    note = "read into a tuple (`(i64, String)`; one column is `(i64,)`), or implement `FromRow` for the struct"
)]
pub trait FromRow: Sized + Send {
    /// The row as `Self`.
    fn from_row(row: &Row) -> Result<Self>;
}

macro_rules! tuples {
    ($($($name:ident $index:tt),+;)*) => {$(
        impl<$($name: FromValue + Send),+> FromRow for ($($name,)+) {
            fn from_row(row: &Row) -> Result<Self> {
                const WIDTH: usize = [$($index),+].len();
                if row.len() != WIDTH {
                    return Err(Error::internal(format!(
                        "a row of {} columns is read into a tuple of {WIDTH}", row.len()
                    )));
                }
                Ok(($(row.get::<$name>($index as usize)?,)+))
            }
        }
    )*};
}

up_to_sixteen!(tuples);
