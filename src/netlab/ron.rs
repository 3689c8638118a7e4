//! A scenario written so that a trainer can go on with it.

use crate::locale::Text;

/// A text in quotes, safe from being read as one of the scenario's choices.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                out.push('\\');
                out.push(letter);
            }
            '{' | '}' => {
                out.push(letter);
                out.push(letter);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out + "\""
}

/// Words in both languages.
pub fn text(text: &Text) -> String {
    format!("(fr: {}, en: {})", quoted(&text.fr), quoted(&text.en))
}

/// One line of a comment.
pub fn comment(text: &str) -> String {
    format!("// {}\n", text.replace(['\n', '\r'], " "))
}
