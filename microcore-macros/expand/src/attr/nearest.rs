//! Which known word somebody probably meant.

/// The nearest of the known words, for "did you mean".
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), *candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().max(3) / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_word_is_offered_and_a_far_one_is_not() {
        assert_eq!(nearest("retires", &["retries", "backoff"]), Some("retries"));
        assert_eq!(nearest("emial", &["url", "email"]), Some("email"));
        assert_eq!(nearest("colour", &["retries", "backoff"]), None);
    }
}
