//! Eight words that stand for a hash: what an assessor writes on a sheet at hand-in.
//!
//! Each word is made of two syllables that are said alike in French and English and stands for one byte, so eight words are
//! 64 bits: enough that nobody finds another file with the same ones.

use super::seal::Hash;

const SYLLABLES: [&str; 16] =
    ["ba", "do", "fi", "gu", "ka", "lo", "mi", "nu", "pa", "ro", "si", "tu", "va", "zo", "bi", "du"];

/// The words of the first eight bytes.
pub fn words(hash: &Hash) -> String {
    let word = |byte: &u8| format!("{}{}", SYLLABLES[usize::from(byte >> 4)], SYLLABLES[usize::from(byte & 15)]);
    hash[..8].iter().map(word).collect::<Vec<_>>().join(" ")
}

/// The eight bytes that words stand for, whatever their case and whatever parts them.
///
/// # Errors
/// The word that is none, or how many there are if not eight.
pub fn bytes(text: &str) -> Result<[u8; 8], WrongWords> {
    let mut found = Vec::new();
    for word in text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()) {
        let small = word.to_lowercase();
        let half = |part: Option<&str>| SYLLABLES.iter().position(|syllable| Some(*syllable) == part);
        match (small.len(), half(small.get(..2)), half(small.get(2..))) {
            (4, Some(high), Some(low)) => found.push((high * 16 + low) as u8),
            _ => return Err(WrongWords::Unknown(word.to_owned())),
        }
    }
    let count = found.len();
    found.try_into().map_err(|_| WrongWords::Count(count))
}

/// Why a text is not eight words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrongWords {
    Unknown(String),
    Count(usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_for_their_bytes() {
        let mut hash = [0; 32];
        for (index, byte) in hash.iter_mut().enumerate() {
            *byte = (index * 37 + 5) as u8;
        }
        let said = words(&hash);
        assert_eq!(said.split(' ').count(), 8);
        assert_eq!(bytes(&said.to_uppercase().replace(' ', " - ")).unwrap()[..], hash[..8]);
        assert_eq!(bytes("bado"), Err(WrongWords::Count(1)));
        assert_eq!(bytes("bado chat"), Err(WrongWords::Unknown("chat".to_owned())));
    }

    #[test]
    fn no_two_bytes_share_a_word() {
        let all: std::collections::HashSet<String> =
            (0..=255u8).map(|byte| words(&[byte; 32]).split(' ').next().unwrap().to_owned()).collect();
        assert_eq!(all.len(), 256);
    }
}
