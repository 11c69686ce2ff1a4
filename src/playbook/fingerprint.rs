//! A hash of a playbook's text.

use crate::source::Source;

/// FNV-1a in 128 bits over each file's length and text, as hexadecimal digits.
pub(super) fn of(sources: &[Source]) -> String {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let mut hash = OFFSET;
    for source in sources {
        let length = u64::try_from(source.text().len()).unwrap_or(u64::MAX).to_le_bytes();
        for byte in length.into_iter().chain(source.text().bytes()) {
            hash = (hash ^ u128::from(byte)).wrapping_mul(PRIME);
        }
    }
    format!("{hash:032x}")
}
