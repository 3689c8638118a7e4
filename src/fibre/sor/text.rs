//! Texts as they stand in the file: bytes before a zero, in whatever encoding the instrument used.

use std::fmt;

/// A text of the file, kept byte for byte so that writing loses nothing. It never holds a zero byte.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Text(Vec<u8>);

impl Text {
    /// The bytes up to the first zero.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.split(|byte| *byte == 0).next().unwrap_or_default().to_vec())
    }

    /// A text that every reader agrees on: ASCII. Accents are dropped, other letters become `?`, because public readers
    /// disagree about the encoding: one takes UTF-8 and stops at anything else, another takes Latin-1.
    pub fn plain(text: &str) -> Self {
        let mut bytes = Vec::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                ' '..='~' => bytes.push(letter as u8),
                _ => bytes.extend(stand_in(letter).bytes()),
            }
        }
        Self(bytes)
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether there is nothing to read: instruments write one space for an empty text.
    pub fn is_blank(&self) -> bool {
        self.to_string().is_empty()
    }
}

/// The text as people read it: UTF-8, else Latin-1, without outer spaces; control characters, which a terminal would
/// obey, are shown as `\u{fffd}`.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match std::str::from_utf8(&self.0) {
            Ok(text) => text.to_owned(),
            Err(_) => self.0.iter().map(|byte| char::from(*byte)).collect(),
        };
        let shown: String =
            text.trim().chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect();
        f.write_str(&shown)
    }
}

/// What stands in ASCII for a letter of French or English text that is not in it.
fn stand_in(letter: char) -> &'static str {
    match letter {
        'à' | 'â' | 'ä' => "a",
        'ç' => "c",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'î' | 'ï' => "i",
        'ô' | 'ö' => "o",
        'ù' | 'û' | 'ü' => "u",
        'ÿ' => "y",
        'À' | 'Â' | 'Ä' => "A",
        'Ç' => "C",
        'É' | 'È' | 'Ê' | 'Ë' => "E",
        'Î' | 'Ï' => "I",
        'Ô' | 'Ö' => "O",
        'Ù' | 'Û' | 'Ü' => "U",
        '°' | 'º' => "o",
        'œ' => "oe",
        'Œ' => "OE",
        'æ' => "ae",
        'Æ' => "AE",
        '’' | '‘' => "'",
        '“' | '”' | '«' | '»' => "\"",
        '–' | '—' | '−' => "-",
        '→' => "->",
        '\u{a0}' | '\u{202f}' | '\t' | '\n' | '\r' => " ",
        '\0' => "",
        _ => "?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_names_keep_their_letters_without_accents() {
        assert_eq!(Text::plain("Câble n°2 – PM « Lilas » cœur\0").as_bytes(), b"Cable no2 - PM \" Lilas \" coeur");
    }

    #[test]
    fn a_terminal_gets_no_escapes_and_both_encodings_are_read() {
        assert_eq!(Text::from_bytes(b" \x1b[2Jx ").to_string(), "\u{fffd}[2Jx");
        assert_eq!(Text::from_bytes(b"B\xe2timent").to_string(), "Bâtiment");
        assert_eq!(Text::from_bytes("Bâtiment".as_bytes()).to_string(), "Bâtiment");
        assert!(Text::from_bytes(b" ").is_blank());
    }
}
