//! Migrations.
use super::Engine;
use super::engine::Conn;
use crate::error::Result;
use crate::meta::Migration;

pub(super) async fn apply(_c: &mut Conn, _e: Engine, _m: &[Migration]) -> Result<()> {
    Ok(())
}
