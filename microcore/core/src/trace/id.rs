//! The id of a call.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// The id of a request, an event or a run. Cheap to make, written out only
/// where it is read.
#[derive(Clone, PartialEq, Eq)]
pub enum CallId {
    /// Numbered by this process: its random prefix and a counter.
    Local(u32, u64),
    /// A UUID, as events have.
    Uuid(Uuid),
    /// Given from outside and found harmless.
    Text(Arc<str>),
}

impl CallId {
    /// The next number of this process.
    pub fn next() -> Self {
        use std::sync::OnceLock;
        use std::sync::atomic::{AtomicU64, Ordering};
        static PREFIX: OnceLock<u32> = OnceLock::new();
        static COUNTER: AtomicU64 = AtomicU64::new(1);
        let prefix = *PREFIX.get_or_init(|| Uuid::new_v4().as_u128() as u32);
        Self::Local(prefix, COUNTER.fetch_add(1, Ordering::Relaxed))
    }
}

impl fmt::Display for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local(prefix, number) => f.write_str(
                str::from_utf8(numbered(*prefix, *number, &mut [0; 25])).unwrap_or_default(),
            ),
            Self::Uuid(uuid) => uuid.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// A numbered id as text, written without formatting machinery: every answer
/// carries one.
#[doc(hidden)]
pub fn numbered(prefix: u32, number: u64, text: &mut [u8; 25]) -> &[u8] {
    let digits = (16 - number.leading_zeros() as usize / 4).max(1);
    hex(&mut text[..8], u64::from(prefix));
    text[8] = b'-';
    hex(&mut text[9..9 + digits], number);
    &text[..9 + digits]
}

fn hex(digits: &mut [u8], mut number: u64) {
    for digit in digits.iter_mut().rev() {
        *digit = b"0123456789abcdef"[(number & 15) as usize];
        number >>= 4;
    }
}

impl fmt::Debug for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Written as text.
impl Serialize for CallId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Read from text. Another process's number stays text: it reads the same.
impl<'de> Deserialize<'de> for CallId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let uuid = (text.len() == 36).then(|| Uuid::try_parse(&text).ok()).flatten();
        Ok(uuid.map_or_else(|| Self::Text(text.into()), Self::Uuid))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_numbered_id_is_its_prefix_and_its_number_in_hexadecimal() {
        for (prefix, number) in [(0, 0), (1, 1), (u32::MAX, u64::MAX), (0xabc, 0x10), (7, 0xf)] {
            let text = CallId::Local(prefix, number).to_string();
            assert_eq!(text, format!("{prefix:08x}-{number:x}"));
        }
    }

    #[test]
    fn an_id_survives_a_round_trip_through_json() {
        for id in [CallId::next(), CallId::Uuid(Uuid::new_v4()), CallId::Text("abc-1".into())] {
            let json = serde_json::to_string(&id).unwrap();
            let back: CallId = serde_json::from_str(&json).unwrap();
            assert_eq!(back.to_string(), id.to_string());
        }
    }
}
