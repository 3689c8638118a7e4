//! An exam pack: one file with the scenarios of an exam, locked with a passphrase until the assessor gives it.
//!
//! The first line says openly which exam it is. The rest is XChaCha20-Poly1305 over the scenarios, with a key that Argon2id
//! makes from the passphrase; the open line is bound to it, so that changing one breaks the other.

use argon2::Argon2;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use serde::{Deserialize, Serialize};

use super::seal::{hex, secret, unhex};

pub const FORMAT: u32 = 1;
/// A pack larger than this is not read, in bytes.
pub const LARGEST: u64 = 64 * 1024 * 1024;

/// What anybody may know of an exam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    pub format: u32,
    pub session: String,
    pub title: String,
    pub minutes: u32,
    /// What tickets of this session are checked with.
    pub key: String,
    /// Ids and hashes of the exercises, in their order.
    pub exercises: Vec<(String, String)>,
    salt: String,
    nonce: String,
}

/// A scenario in the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// The file's name, for messages.
    pub name: String,
    pub text: String,
}

/// A locked pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    pub cover: Cover,
    cover_bytes: Vec<u8>,
    locked: Vec<u8>,
}

/// Why a pack does not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shut {
    /// It is no exam pack.
    NoPack,
    /// Written in a format this program does not know.
    UnknownFormat(u32),
    /// Another passphrase, or the file was changed.
    WrongPassphrase,
}

/// What a session is made of, before it is locked.
pub struct Session<'a> {
    pub session: &'a str,
    pub title: &'a str,
    pub minutes: u32,
    pub key: &'a str,
    pub exercises: Vec<(String, String)>,
}

fn cipher(passphrase: &str, salt: &[u8]) -> Option<XChaCha20Poly1305> {
    let mut key = [0_u8; 32];
    Argon2::default().hash_password_into(passphrase.trim().as_bytes(), salt, &mut key).ok()?;
    Some(XChaCha20Poly1305::new(&key.into()))
}

/// Locks scenarios into a pack.
///
/// # Errors
/// The system has no chance to give.
pub fn lock(session: &Session, sheets: &[Sheet], passphrase: &str) -> std::io::Result<Vec<u8>> {
    let (salt, nonce): ([u8; 16], [u8; 24]) = (secret()?, secret()?);
    let cover = Cover {
        format: FORMAT,
        session: session.session.to_owned(),
        title: session.title.to_owned(),
        minutes: session.minutes,
        key: session.key.to_owned(),
        exercises: session.exercises.clone(),
        salt: hex(&salt),
        nonce: hex(&nonce),
    };
    let mut bytes = serde_json::to_vec(&cover).expect("a cover has only text keys");
    let inside = serde_json::to_vec(sheets).expect("sheets have only text keys");
    let cipher = cipher(passphrase, &salt).ok_or_else(|| std::io::Error::other("argon2"))?;
    let payload = Payload { msg: &inside, aad: &bytes };
    let locked = cipher.encrypt(&nonce.into(), payload).map_err(|_| std::io::Error::other("chacha20poly1305"))?;
    bytes.push(b'\n');
    bytes.extend(locked);
    Ok(bytes)
}

impl Pack {
    /// # Errors
    /// Why the bytes are no pack.
    pub fn read(bytes: &[u8]) -> Result<Self, Shut> {
        let end = bytes.iter().position(|byte| *byte == b'\n').ok_or(Shut::NoPack)?;
        let any: serde_json::Value = serde_json::from_slice(&bytes[..end]).map_err(|_| Shut::NoPack)?;
        match any.get("format").and_then(serde_json::Value::as_u64) {
            Some(format) if format != u64::from(FORMAT) => return Err(Shut::UnknownFormat(format as u32)),
            _ => {}
        }
        let cover: Cover = serde_json::from_slice(&bytes[..end]).map_err(|_| Shut::NoPack)?;
        Ok(Self { cover, cover_bytes: bytes[..end].to_vec(), locked: bytes[end + 1..].to_vec() })
    }

    /// The scenarios.
    ///
    /// # Errors
    /// The passphrase is another one, or the file was changed: nobody can tell which.
    pub fn open(&self, passphrase: &str) -> Result<Vec<Sheet>, Shut> {
        let opened = || {
            let (salt, nonce) = (unhex(&self.cover.salt)?, unhex(&self.cover.nonce)?);
            let nonce: [u8; 24] = nonce.try_into().ok()?;
            let payload = Payload { msg: &self.locked, aad: &self.cover_bytes };
            let inside = cipher(passphrase, &salt)?.decrypt(&nonce.into(), payload).ok()?;
            serde_json::from_slice(&inside).ok()
        };
        opened().ok_or(Shut::WrongPassphrase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_opens_with_its_passphrase_and_unchanged_only() {
        let session = Session { session: "s1", title: "Essai", minutes: 30, key: "00", exercises: Vec::new() };
        let sheets = [Sheet { name: "a.ron".to_owned(), text: "(…)".to_owned() }];
        let bytes = lock(&session, &sheets, "trois mots secrets").unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("(…)"));
        let pack = Pack::read(&bytes).unwrap();
        assert_eq!(pack.open("trois mots secrets\n").unwrap(), sheets);
        assert_eq!(pack.open("trois mots"), Err(Shut::WrongPassphrase));
        // The open line is bound to the rest.
        let changed = String::from_utf8_lossy(&bytes[..bytes.iter().position(|byte| *byte == b'\n').unwrap()])
            .replace("\"minutes\":30", "\"minutes\":90");
        let mut forged = changed.into_bytes();
        forged.extend(&bytes[bytes.iter().position(|byte| *byte == b'\n').unwrap()..]);
        assert_eq!(Pack::read(&forged).unwrap().open("trois mots secrets"), Err(Shut::WrongPassphrase));
        assert_eq!(Pack::read(b"hello"), Err(Shut::NoPack));
    }
}
