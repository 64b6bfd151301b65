//! Errors in the statements that a plugin passes to the database, as far as they can be
//! found without one.

use microcore_syntax::Code;

use crate::errors::Errors;
use crate::model::Statement;
use crate::sql;

/// Reports the errors that can be found without a database.
pub(super) fn check(statement: &Statement, errors: &mut Errors) {
    let problem = match &statement.read.unchecked {
        Err(problem) => Some(problem.clone()),
        Ok(true) => None,
        Ok(false) if statement.built => Some(BUILT.to_owned()),
        Ok(false) => wrong(statement),
    };
    if let Some(problem) = problem {
        errors.at(Code::Sql, &statement.literal, problem);
    }
}

const BUILT: &str = "this statement is built at run time: no check reads it, and a value in it \
                     may be injected SQL\n\
                     help: write `$1`, `$2`, … and pass the values as arguments\n\
                     help: for an optional filter, write `($1 IS NULL OR column = $1)`\n\
                     help: or, to insert a name, begin the statement with `/* unchecked: reason */`";

fn wrong(statement: &Statement) -> Option<String> {
    let sql::Statement { placeholders, one_engine, defined, gap, .. } = &statement.read;
    if let Some(table) = defined {
        return Some(format!(
            "this changes the definition of `{table}` for every replica\n\
             help: move it into a migration of the domain, `migrations/*.sql`\n\
             help: or, if this is intended, add `/* unchecked: reason */` to the statement"
        ));
    }
    if one_engine.is_some() {
        return one_engine.clone();
    }
    let arguments = statement.arguments?;
    if arguments != *placeholders {
        let has = match placeholders {
            0 => "no placeholder".to_owned(),
            1 => "one placeholder, `$1`,".to_owned(),
            many => format!("{many} placeholders, `$1` to `${many}`,"),
        };
        let gets = match arguments {
            0 => "no argument".to_owned(),
            1 => "one argument".to_owned(),
            many => format!("{many} arguments"),
        };
        return Some(format!(
            "the statement has {has} and gets {gets}\nhelp: pass one for each, in order"
        ));
    }
    let gap = (*gap)?;
    Some(format!(
        "`${gap}` is not in the statement, so its argument is not used\n\
         help: number the placeholders from `$1` on, without a gap"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::statements;
    use crate::parse::Module;

    fn read(body: &str) -> Vec<Statement> {
        let module: Module = syn::parse_str(&format!("mod m {{ {body} }}")).expect(body);
        statements(&module.items)
    }

    fn errors(body: &str) -> String {
        let mut errors = Errors::default();
        for statement in read(body) {
            check(&statement, &mut errors);
        }
        errors.into_tokens().to_string()
    }

    #[test]
    fn statements_built_at_run_time_are_rejected_unless_marked() {
        for built in [
            "fn f() { db.fetch(&format!(\"SELECT a FROM t WHERE a = {a}\"), ()) }",
            "fn f() { db.fetch(&format!(\"SELECT a FROM {}\", t), ()) }",
            "fn f() { let sql = format!(\"DELETE FROM t WHERE a = '{}'\", a); db.execute(&sql, ()); }",
        ] {
            assert!(errors(built).contains("built at run time"), "{built}");
        }
        let meant =
            "fn f() { db.fetch(&format!(\"/* unchecked: a list */ SELECT {a} FROM x\"), ()) }";
        assert_eq!(errors(meant), "");
        let no_reason = "fn f() { db.fetch(\"/* unchecked */ SELECT a FROM x\", ()) }";
        assert!(errors(no_reason).contains("needs a reason"));
    }

    #[test]
    fn only_temporary_tables_may_be_created_outside_of_migrations() {
        for definition in ["DROP TABLE t", "CREATE TABLE t (a INT)", "ALTER TABLE t ADD b INT"] {
            let body = format!("fn f() {{ db.execute(\"{definition}\", ()) }}");
            assert!(errors(&body).contains("migration"), "{definition}");
        }
        let temporary = "fn f() { db.execute(\"CREATE TEMP TABLE t (a INT)\", ()); \
                    db.execute(\"INSERT INTO t (a) VALUES (1)\", ()); db.execute(\"DROP TABLE t\", ()) }";
        assert_eq!(errors(temporary), "");
        assert!(read(temporary).iter().all(|statement| statement.read.tables.is_empty()));
    }
}
