//! `ui`: the cases of `ui-tests`.

use crate::{Result, run};

pub(crate) fn run(args: &[&str]) -> Result {
    let mut variables = Vec::new();
    for arg in args {
        match *arg {
            "--bless" => variables.push(("TRYBUILD", "overwrite")),
            option if option.starts_with('-') => {
                return Err(format!("`ui` has no option `{option}`").into());
            }
            part => variables.push(("UI_ONLY", part)),
        }
    }
    let args = ["test", "--locked", "-p", "ui-tests", "--test", "messages"];
    run::command(&run::cargo_path(), &args, &variables)
}
