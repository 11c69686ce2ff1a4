//! Quick looks at the beginning of a JSON text, eight bytes at a time.

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);

/// A byte eight times.
const fn every(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// How many bytes there are before the next quote, backslash or control character.
#[inline]
pub(super) fn plain_length(text: &[u8]) -> usize {
    // The high bit of the lowest byte that is below the limit; bytes above it may be marked too.
    let below = |bytes: u64, limit: u64| bytes.wrapping_sub(limit) & !bytes & HIGH;
    let mut length: usize = 0;
    let mut rest = text;
    while let Some((chunk, behind)) = rest.split_first_chunk::<8>() {
        let bytes = u64::from_le_bytes(*chunk);
        let quote_or_slash = below(bytes ^ every(b'"'), ONES) | below(bytes ^ every(b'\\'), ONES);
        let found = quote_or_slash | below(bytes, every(b' '));
        if found != 0 {
            return length.saturating_add(lowest(found));
        }
        length = length.saturating_add(8);
        rest = behind;
    }
    let before = rest.iter().position(|&byte| matches!(byte, b'"' | b'\\') || byte < b' ').unwrap_or(rest.len());
    length.saturating_add(before)
}

/// Below which byte the lowest high bit stands; 8 where there is none.
#[inline]
fn lowest(high_bits: u64) -> usize {
    usize::try_from(high_bits.trailing_zeros() / 8).unwrap_or(8)
}

/// A whole number of at most fifteen digits at the beginning of a text, and how many; nothing where it is another number, or none.
#[inline]
pub(super) fn short_whole(text: &[u8]) -> Option<(i64, usize)> {
    let (number, length) = match text.first_chunk::<8>().map(|chunk| digits(u64::from_le_bytes(*chunk))) {
        Some((number, length)) if length < 8 => (number, length),
        Some(_) | None => digit_by_digit(text)?,
    };
    let is_whole = !matches!(text.get(length), Some(b'0'..=b'9' | b'.' | b'e' | b'E'));
    let has_zero = length > 1 && text.first() == Some(&b'0');
    (is_whole && !has_zero && length > 0).then_some((number, length))
}

/// The number that the first bytes are the digits of, the first byte being the lowest, and how many these are.
#[inline]
fn digits(bytes: u64) -> (i64, usize) {
    let values = bytes ^ every(b'0');
    // The high bit of bytes that are no digits.
    let others = (values.wrapping_add(every(0x76)) | values) & HIGH;
    let length = lowest(others);
    let unused = 64_u32.saturating_sub(others.trailing_zeros() & !7);
    let values = if length == 0 { 0 } else { values.checked_shl(unused).unwrap_or(values) };
    // Tens of pairs, hundreds of those, then of those.
    let pairs = values.wrapping_mul(10).wrapping_add(values >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
    let all = fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff;
    (i64::try_from(all).unwrap_or(0), length)
}

fn digit_by_digit(text: &[u8]) -> Option<(i64, usize)> {
    const LONGEST: usize = 15;
    let mut number = 0_i64;
    let mut length: usize = 0;
    for &byte in text.iter().take_while(|byte| byte.is_ascii_digit()) {
        if length == LONGEST {
            return None;
        }
        number = number.wrapping_mul(10).wrapping_add(i64::from(byte.wrapping_sub(b'0')));
        length = length.wrapping_add(1);
    }
    Some((number, length))
}

/// A key as JSON writes it, with its quotes and colon: its length and bytes of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct JsonKey {
    /// None of a key that needs escapes or is very short.
    length: usize,
    first: u64,
    last: u64,
}

impl JsonKey {
    /// The mark of a key.
    pub(super) fn of(key: &str) -> Self {
        let is_plain = plain_length(key.as_bytes()) == key.len();
        let bytes = || b"\"".iter().chain(key.as_bytes()).chain(b"\":");
        let length = key.len().saturating_add(3);
        let eight = |skip: usize| {
            bytes().skip(skip).take(8).fold((0_u64, 0_u32), |(all, at), &byte| {
                (all | u64::from(byte).checked_shl(at).unwrap_or(0), at.saturating_add(8))
            })
        };
        let (first, last) = (eight(0).0, eight(length.saturating_sub(8)).0);
        if is_plain && length >= 8 { JsonKey { length, first, last } } else { JsonKey::default() }
    }

    /// How long it is, if a text begins with that key.
    #[inline]
    pub(super) fn at_start<'k>(self, text: &[u8], key: impl FnOnce() -> &'k [u8]) -> Option<usize> {
        let JsonKey { length, first, last } = self;
        let start = text.first_chunk().map(|chunk| u64::from_le_bytes(*chunk));
        let end = text.get(..length)?.last_chunk().map(|chunk| u64::from_le_bytes(*chunk));
        if start != Some(first) || end != Some(last) {
            return None;
        }
        // What is not longer than two eights has been compared.
        (length <= 16 || text.get(1..)?.starts_with(key())).then_some(length)
    }
}

#[cfg(test)]
mod tests {
    use super::{JsonKey, plain_length, short_whole};

    #[test]
    fn numbers_are_read_as_far_as_they_are_short_and_whole() {
        for number in
            [0, 1, 7, 10, 99, 123, 1_234, 12_345, 654_321, 1_234_567, 12_345_678, 123_456_789, 999_999_999_999_999]
        {
            for behind in ["", ",", "}", " ", ", \"next\": 12345678", "\u{e9}\u{e9}\u{e9}\u{e9}", "x/:;"] {
                let text = format!("{number}{behind}");
                let length = number.to_string().len();
                assert_eq!(short_whole(text.as_bytes()), Some((number, length)), "{text}");
            }
            for behind in [".5", "e3", "E3", ".", ".25, 1234567", "e1, 1234567"] {
                assert_eq!(short_whole(format!("{number}{behind}").as_bytes()), None);
            }
        }
        for text in ["", "-1", "01", "00", "x", "0123456789", "1234567890123456", "012, 345678", "\"12345678\""] {
            assert_eq!(short_whole(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn plain_text_ends_at_quotes_escapes_and_control_characters() {
        for before in
            ["", "a", "abcdefg", "abcdefgh", "\u{e9}\u{4e00}\u{1f600} ~\u{7f}", "a text of more than two eights"]
        {
            for end in ["\"", "\\", "\n", "\0", "\u{1f}"] {
                for behind in ["", "a", "!!!!!!!!!!!!", "\"\\\n!\"\\"] {
                    let text = format!("{before}{end}{behind}");
                    assert_eq!(plain_length(text.as_bytes()), before.len(), "{text:?}");
                }
            }
            assert_eq!(plain_length(before.as_bytes()), before.len());
        }
    }

    #[test]
    fn keys_are_found_as_json_writes_them() {
        let keys = [
            "amount",
            "list_price",
            "abcde",
            "a key that is rather long",
            "a key that is_rather long",
            "\u{e9}t\u{e9}s",
        ];
        for key in keys {
            for other in keys {
                let text = format!("{}:1}}", serde_json::to_string(other).unwrap());
                let found = JsonKey::of(key).at_start(text.as_bytes(), || key.as_bytes());
                assert_eq!(found, (key == other).then_some(key.len() + 3), "{key} {other}");
            }
        }
        for key in ["", "abcd", "with\"quote", "with\\slash", "with\nbreak"] {
            let text = format!("\"{key}\":1");
            assert_eq!(JsonKey::of(key).at_start(text.as_bytes(), || key.as_bytes()), None);
        }
    }
}
