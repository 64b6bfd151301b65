//! Decodes `NUMERIC` of PostgreSQL, the type of sums of integers and of averages.

use crate::tools::db::value::ValueRef;

/// An integer where there is no fraction and it fits, else a float: what SQLite
/// gives for the same sum or average.
pub(super) fn decode(bytes: &[u8]) -> Option<ValueRef<'static>> {
    let mut words = bytes.chunks_exact(2).map(|pair| i16::from_be_bytes([pair[0], pair[1]]));
    let count = words.next()?;
    let weight = i32::from(words.next()?);
    let sign = words.next()? as u16;
    let _display_scale = words.next()?;
    let digits: Vec<i16> = words.collect();
    if digits.len() != usize::try_from(count).ok()? {
        return None;
    }
    match sign {
        0x0000 | 0x4000 => {}
        0xC000 => return Some(ValueRef::Float(f64::NAN)),
        0xD000 => return Some(ValueRef::Float(f64::INFINITY)),
        0xF000 => return Some(ValueRef::Float(f64::NEG_INFINITY)),
        _ => return None,
    }
    let negative = sign == 0x4000;
    if let Some(integer) = integer(&digits, weight, negative) {
        return Some(ValueRef::Int(integer));
    }
    // Through text, so that the float is the nearest one.
    let mut text = String::from(if negative { "-0" } else { "0" });
    for digit in &digits {
        text.push_str(&format!("{digit:04}"));
    }
    text.push_str(&format!("e{}", (weight + 1 - digits.len() as i32) * 4));
    text.parse().ok().map(ValueRef::Float)
}

/// Base-10000 digits as an integer, the first of them worth `10000^weight`.
fn integer(digits: &[i16], weight: i32, negative: bool) -> Option<i64> {
    let places = usize::try_from(weight + 1).ok()?;
    if places > 5 || digits.iter().skip(places).any(|digit| *digit != 0) {
        return None;
    }
    let mut value: i128 = 0;
    for place in 0..places {
        value = value * 10_000 + i128::from(digits.get(place).copied().unwrap_or(0));
    }
    i64::try_from(if negative { -value } else { value }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numeric(weight: i16, sign: u16, digits: &[i16]) -> Vec<u8> {
        let head = [digits.len() as i16, weight, sign as i16, 0];
        head.iter().chain(digits).flat_map(|word| word.to_be_bytes()).collect()
    }

    #[test]
    fn whole_numbers_become_integers_and_others_floats() {
        let cases = [
            (numeric(0, 0, &[]), ValueRef::Int(0)),
            (numeric(0, 0, &[42]), ValueRef::Int(42)),
            (numeric(1, 0x4000, &[1]), ValueRef::Int(-10_000)),
            (numeric(4, 0, &[922, 3372, 368, 5477, 5807]), ValueRef::Int(i64::MAX)),
            (numeric(0, 0, &[3, 2500]), ValueRef::Float(3.25)),
            (numeric(-1, 0x4000, &[5000]), ValueRef::Float(-0.5)),
            (numeric(5, 0, &[1]), ValueRef::Float(1e20)),
        ];
        for (bytes, value) in cases {
            assert_eq!(decode(&bytes), Some(value));
        }
    }

    #[test]
    fn damaged_bytes_are_refused() {
        assert_eq!(decode(&[0, 1, 0]), None);
        assert_eq!(decode(&numeric(0, 0x1234, &[1])), None);
    }
}
