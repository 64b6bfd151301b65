//! The built-in tools: what stands behind the capabilities.

pub mod db;
