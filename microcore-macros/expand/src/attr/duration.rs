//! `"500ms"`, `"30s"`, `"5m"`, `"2h"`, `"1d"`.

use syn::LitStr;
use syn::parse::{Parse, ParseStream};

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    /// In milliseconds.
    pub ms: u64,
}

impl Duration {
    /// Reads the text.
    pub fn from_text(text: &str) -> Option<Self> {
        let split = text.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = text.split_at(split);
        let scale = match unit {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return None,
        };
        let ms = number.parse::<u64>().ok()?.checked_mul(scale)?;
        Some(Self { ms })
    }
}

impl Parse for Duration {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let text: LitStr = input.parse().map_err(|error| {
            syn::Error::new(
                error.span(),
                "a duration is a string: `\"500ms\"`, `\"30s\"`, `\"5m\"`",
            )
        })?;
        Self::from_text(&text.value()).ok_or_else(|| {
            syn::Error::new(
                text.span(),
                format!(
                    "`{}` is not a duration\n\
                     help: write a whole number and `ms`, `s`, `m`, `h` or `d`, as in \"500ms\"",
                    text.value()
                ),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Duration;

    #[test]
    fn durations_have_a_whole_number_and_a_unit() {
        let ms = |text| Duration::from_text(text).map(|duration| duration.ms);
        assert_eq!(ms("500ms"), Some(500));
        assert_eq!(ms("2h"), Some(7_200_000));
        for wrong in ["", "5", "s", "1.5s", "-1s", "5 s", "99999999999999999d"] {
            assert_eq!(ms(wrong), None, "{wrong}");
        }
    }
}
