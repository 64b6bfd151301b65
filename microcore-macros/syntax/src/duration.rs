//! `500ms`, `30s`, `5m`, `2h`, `1d`: a length of time.

/// The milliseconds of a duration as it is written: a whole number and a unit.
///
/// ```
/// use microcore_syntax::duration::milliseconds;
///
/// assert_eq!(milliseconds("500ms"), Some(500));
/// assert_eq!(milliseconds("2h"), Some(7_200_000));
/// assert_eq!(milliseconds("1.5s"), None);
/// ```
pub fn milliseconds(text: &str) -> Option<u64> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(unit_at);
    let scale = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(scale)
}

#[cfg(test)]
mod tests {
    use super::milliseconds;

    #[test]
    fn durations_have_a_whole_number_and_a_unit() {
        assert_eq!(milliseconds("500ms"), Some(500));
        assert_eq!(milliseconds("1d"), Some(86_400_000));
        for wrong in ["", "5", "s", "1.5s", "-1s", "5 s", "99999999999999999d"] {
            assert_eq!(milliseconds(wrong), None, "{wrong}");
        }
    }
}
