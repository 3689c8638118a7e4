//! Hashes and signatures: a chain over the exact bytes of each line, and keys that sign its last link.
//!
//! Every hash and every signature begins with the name of what it is for, so that no piece of a file can stand for
//! another one.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// A link of the chain.
pub type Hash = [u8; 32];

/// SHA-256 over a name and some pieces, each with its length before it.
pub fn hash(domain: &str, pieces: &[&[u8]]) -> Hash {
    let mut hash = Sha256::new();
    hash.update(domain.as_bytes());
    hash.update([0]);
    for piece in pieces {
        hash.update((piece.len() as u64).to_le_bytes());
        hash.update(piece);
    }
    hash.finalize().into()
}

/// The first link: over the manifest.
pub fn first_link(manifest: &[u8]) -> Hash {
    hash("splicelab-manifest-v1", &[manifest])
}

/// The next link: over the one before and the bytes of a line.
pub fn next_link(before: &Hash, line: &[u8]) -> Hash {
    hash("splicelab-event-v1", &[before, line])
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes from hexadecimal digits; nothing if they are none.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let value = |digit: u8| (digit as char).to_digit(16).filter(|_| !digit.is_ascii_uppercase());
    digits.chunks(2).map(|two| Some((value(two[0])? * 16 + value(two[1])?) as u8)).collect()
}

fn fixed<const N: usize>(text: &str) -> Option<[u8; N]> {
    unhex(text)?.try_into().ok()
}

/// Bytes that nobody can guess.
///
/// # Errors
/// The system has none to give.
pub fn secret<const N: usize>() -> std::io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(bytes)
}

/// A key that signs.
pub struct Key(SigningKey);

impl Key {
    /// # Errors
    /// The system has no chance to give.
    pub fn new() -> std::io::Result<Self> {
        Ok(Self::from_secret(&secret()?))
    }

    pub fn from_secret(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// From 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        Some(Self::from_secret(&fixed(text.trim())?))
    }

    pub fn secret_hex(&self) -> String {
        hex(&self.0.to_bytes())
    }

    /// What others check its signatures with, as 64 hexadecimal digits.
    pub fn public_hex(&self) -> String {
        hex(self.0.verifying_key().as_bytes())
    }

    /// Signs something for a purpose; 128 hexadecimal digits.
    pub fn sign(&self, domain: &str, bytes: &[u8]) -> String {
        hex(&self.0.sign(&hash(domain, &[bytes])).to_bytes())
    }
}

/// Whether this key signed these bytes for this purpose. Keys and signatures that are none are no signature.
pub fn signed(public_hex: &str, domain: &str, bytes: &[u8], signature_hex: &str) -> bool {
    let check = || {
        let key = VerifyingKey::from_bytes(&fixed(public_hex)?).ok()?;
        let signature = Signature::from_bytes(&fixed(signature_hex)?);
        key.verify_strict(&hash(domain, &[bytes]), &signature).ok()
    };
    check().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_bytes_its_purpose_and_its_key_only() {
        let key = Key::from_secret(&[7; 32]);
        let other = Key::from_secret(&[8; 32]);
        let signature = key.sign("one", b"text");
        assert!(signed(&key.public_hex(), "one", b"text", &signature));
        assert!(!signed(&key.public_hex(), "two", b"text", &signature));
        assert!(!signed(&key.public_hex(), "one", b"texts", &signature));
        assert!(!signed(&other.public_hex(), "one", b"text", &signature));
        assert!(!signed("ff", "one", b"text", "00"));
    }

    #[test]
    fn pieces_cannot_be_cut_elsewhere() {
        assert_ne!(hash("a", &[b"bc", b"d"]), hash("a", &[b"b", b"cd"]));
        assert_eq!(unhex("00ff"), Some(vec![0, 255]));
        assert_eq!((unhex("0"), unhex("0g"), unhex("FF")), (None, None, None));
    }
}
