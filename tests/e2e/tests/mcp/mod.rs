//! The programs, served to an agent over the Model Context Protocol.

mod agent;
mod call_tools;
mod http;
mod raw;
mod read_tools;

use std::path::Path;

use microcore_e2e::{Program, Run};
use serde_json::{Value, json};

fn shop(folder: &Path) -> Run {
    Run::new(Program::Shop, folder)
}

fn ada() -> Value {
    json!({ "name": "Ada", "email": "ada@example.org", "password": "long enough" })
}
