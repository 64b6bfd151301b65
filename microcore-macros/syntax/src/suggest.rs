//! "Did you mean": the nearest of the known names.

/// The longest name that is compared; longer names get no suggestion.
const LONGEST: usize = 64;

/// The nearest of `known`, where one is near enough for the other to be a typo.
///
/// ```
/// use microcore_syntax::suggest::nearest;
///
/// assert_eq!(nearest("retires", ["retries", "backoff"]), Some("retries"));
/// assert_eq!(nearest("colour", ["retries", "backoff"]), None);
/// ```
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .filter(|name| is_near(wrong, name))
        .min_by_key(|name| (distance(wrong, name), *name))
}

/// The help about a name that is not known: `did you mean …?`, or what is known.
pub fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(wrong, known.iter().copied()) {
        Some(name) => Some(format!("did you mean `{name}`?")),
        None if known.is_empty() => None,
        None => Some(format!("known: {}", known.join(", "))),
    }
}

/// Whether one name may be a misspelling of the other: at most a third of its letters
/// differ.
pub const fn is_near(wrong: &str, name: &str) -> bool {
    let longer = if wrong.len() > name.len() { wrong.len() } else { name.len() };
    let allowed = if longer < 3 { 1 } else { longer / 3 };
    distance(wrong, name) <= allowed
}

/// How many bytes must be inserted, removed, replaced or swapped with their neighbour to
/// make one name of the other: the optimal string alignment distance
/// ([source](https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance)).
/// Also for constants.
pub const fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() > LONGEST || b.len() > LONGEST {
        return usize::MAX;
    }
    let mut before = [0; LONGEST + 1];
    let mut last = [0; LONGEST + 1];
    let mut column = 0;
    while column <= b.len() {
        last[column] = column;
        column += 1;
    }
    let mut row = 1;
    while row <= a.len() {
        let mut current = [0; LONGEST + 1];
        current[0] = row;
        let mut column = 1;
        while column <= b.len() {
            let same = a[row - 1] == b[column - 1];
            let mut least = last[column - 1] + if same { 0 } else { 1 };
            least = smaller(least, last[column] + 1);
            least = smaller(least, current[column - 1] + 1);
            if row > 1 && column > 1 && a[row - 1] == b[column - 2] && a[row - 2] == b[column - 1] {
                least = smaller(least, before[column - 2] + 1);
            }
            current[column] = least;
            column += 1;
        }
        before = last;
        last = current;
        row += 1;
    }
    last[b.len()]
}

const fn smaller(a: usize, b: usize) -> usize {
    if a < b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swapped_a_missing_and_a_wrong_letter_each_count_one() {
        assert_eq!(distance("user.created", "user.craeted"), 1);
        assert_eq!(distance("user.created", "user.create"), 1);
        assert_eq!(distance("user.created", "usar.created"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert!(distance("user.created", "order.placed") > 4);
    }

    #[test]
    fn the_nearest_name_is_offered_and_a_far_one_is_not() {
        assert_eq!(nearest("emial", ["url", "email"]), Some("email"));
        assert_eq!(nearest("colour", ["retries", "backoff"]), None);
        let longest = "x".repeat(LONGEST + 1);
        assert_eq!(nearest(&longest, [longest.as_str()]), None);
    }

    #[test]
    fn without_a_near_name_all_are_listed() {
        let known = ["bind", "workers", "body_limit"];
        let help = |wrong| did_you_mean(wrong, known);
        assert_eq!(help("bnid").as_deref(), Some("did you mean `bind`?"));
        assert_eq!(help("colour").as_deref(), Some("known: bind, workers, body_limit"));
        assert_eq!(did_you_mean("colour", []), None);
    }
}
