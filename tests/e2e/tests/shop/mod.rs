//! The shop, as its customers and its administrator use it.

mod journey;
