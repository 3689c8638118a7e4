//! Tickets: what lets one candidate sit one exam, signed by whoever gives it.

use serde::{Deserialize, Serialize};

use super::class::Candidate;
use super::seal::{Hash, Key, hash, signed};

pub const FORMAT: u32 = 1;
const DOMAIN: &str = "splicelab-ticket-v1";

/// One exercise of an exam, for one candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    pub id: String,
    /// SHA-256 of the scenario's text, in hexadecimal.
    pub hash: String,
    pub seed: u64,
}

/// What a ticket says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    pub format: u32,
    /// Which exam: a code of its own.
    pub session: String,
    pub title: String,
    pub candidate: Candidate,
    pub exercises: Vec<Exercise>,
    pub minutes: u32,
    /// What the candidate may have beside the program, in the assessor's words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aids: Vec<String>,
    /// From when and until when it may be begun, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<u64>,
    /// What the candidate's seal is checked with.
    pub key: String,
    /// Hash of the code with which an assessor lets an exam pause.
    pub pause: String,
}

/// A ticket as it travels: exactly the bytes that were signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// The JSON of a [`Ticket`].
    pub body: String,
    pub signature: String,
}

/// The file that a candidate gets: the ticket and the key of the seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TicketFile {
    pub ticket: Signed,
    pub secret: String,
}

impl Signed {
    pub fn new(ticket: &Ticket, session: &Key) -> Self {
        let body = serde_json::to_string(ticket).expect("a ticket has only text keys");
        let signature = session.sign(DOMAIN, body.as_bytes());
        Self { body, signature }
    }

    /// What it says, whether or not the signature holds; nothing if it is no ticket.
    pub fn ticket(&self) -> Option<Ticket> {
        serde_json::from_str(&self.body).ok().filter(|ticket: &Ticket| ticket.format == FORMAT)
    }

    pub fn is_signed_by(&self, session_key: &str) -> bool {
        signed(session_key, DOMAIN, self.body.as_bytes(), &self.signature)
    }
}

/// The seed of a candidate's exercise: from the scenario, the session and who sits it, so that it is the same whoever works
/// it out, and 53 bits long, so that every program reads it alike.
pub fn seed(scenario_hash: &str, session: &str, candidate: &str) -> u64 {
    let bytes: Hash = hash("splicelab-seed-v1", &[scenario_hash.as_bytes(), session.as_bytes(), candidate.as_bytes()]);
    u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes")) >> 11
}

/// What a ticket keeps of the code that lets an exam pause.
pub fn pause_hash(session: &str, code: &str) -> String {
    super::seal::hex(&hash("splicelab-pause-v1", &[session.as_bytes(), code.trim().as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_depend_on_all_three_and_on_nothing_else() {
        let one = seed("aa", "s", "c");
        assert_eq!(one, seed("aa", "s", "c"));
        for other in [seed("ab", "s", "c"), seed("aa", "t", "c"), seed("aa", "s", "d"), seed("a", "as", "c")] {
            assert_ne!(one, other);
        }
        assert!(one < 1 << 53);
    }
}
