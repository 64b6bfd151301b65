//! Which known name somebody probably meant.

/// `; did you mean …?`, or the list of what is known.
pub(crate) fn did_you_mean<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    let near = known
        .iter()
        .map(|name| (strsim::damerau_levenshtein(wrong, name), *name))
        .filter(|(distance, name)| *distance <= (wrong.len().max(name.len()) / 3).max(1))
        .min();
    match near {
        Some((_, name)) => format!("; did you mean `{name}`?"),
        None if known.is_empty() => String::new(),
        None => format!("; known: {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_fingers_is_recognised_and_a_stranger_is_not() {
        let known = ["bind", "workers", "body_limit"];
        assert_eq!(did_you_mean("bnid", known.into_iter()), "; did you mean `bind`?");
        assert_eq!(did_you_mean("colour", known.into_iter()), "; known: bind, workers, body_limit");
    }
}
