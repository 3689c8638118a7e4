//! The class: who sits an exam, from a CSV file as spreadsheets write it.

use serde::{Deserialize, Serialize};

/// One who sits the exam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// What the class calls them by: letters, digits, `-`, `_` and `.`.
    pub id: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
}

/// What is wrong with a class file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    Empty,
    /// No column is called `id`.
    NoId {
        columns: String,
    },
    /// This line has no id.
    MissingId {
        line: usize,
    },
    /// An id that could not be a file's name.
    BadId {
        line: usize,
        id: String,
    },
    Twice {
        line: usize,
        id: String,
        first: usize,
    },
    /// A quote that is never closed.
    OpenQuote {
        line: usize,
    },
    NotText,
}

/// Longest id, in characters: it becomes part of a file's name.
const LONGEST_ID: usize = 64;

/// Fields of a CSV text with the line each row begins at; separated by what its first line has most of.
///
/// # Errors
/// A quote that is never closed.
pub fn rows(text: &str) -> Result<Vec<(usize, Vec<String>)>, Wrong> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let head = text.lines().next().unwrap_or_default();
    let separator = [';', ',', '\t'].into_iter().max_by_key(|mark| head.matches(*mark).count()).unwrap_or(';');
    let (mut rows, mut row, mut field) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut line, mut began, mut quote_line) = (false, 1, 1, 1);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.trim().is_empty() => {
                field.clear();
                quoted = true;
                quote_line = line;
            }
            '\r' if !quoted => {}
            '\n' => {
                line += 1;
                if quoted {
                    field.push('\n');
                } else {
                    row.push(std::mem::take(&mut field).trim().to_owned());
                    rows.push((began, std::mem::take(&mut row)));
                    began = line;
                }
            }
            other if other == separator && !quoted => row.push(std::mem::take(&mut field).trim().to_owned()),
            other => field.push(other),
        }
    }
    if quoted {
        return Err(Wrong::OpenQuote { line: quote_line });
    }
    if !field.is_empty() || !row.is_empty() {
        row.push(field.trim().to_owned());
        rows.push((began, row));
    }
    rows.retain(|(_, row)| row.iter().any(|field| !field.is_empty()));
    Ok(rows)
}

/// The candidates of a class: a heading with at least `id`, and `name` and `email` if wanted; also `idnumber`,
/// `identifiant`, `nom`, `prénom`, `courriel`.
///
/// # Errors
/// The first thing that is wrong, with its line.
pub fn read(bytes: &[u8]) -> Result<Vec<Candidate>, Wrong> {
    let text = std::str::from_utf8(bytes).map_err(|_| Wrong::NotText)?;
    let rows = rows(text)?;
    let Some(((_, head), rows)) = rows.split_first() else { return Err(Wrong::Empty) };
    let column = |names: &[&str]| {
        let small = |title: &String| title.to_lowercase();
        head.iter().position(|title| names.contains(&small(title).as_str()))
    };
    let id = column(&["id", "idnumber", "id number", "identifiant", "numéro", "numero"]);
    let id = id.ok_or_else(|| Wrong::NoId { columns: head.join(", ") })?;
    let first_name = column(&["first name", "firstname", "prénom", "prenom"]);
    let name = column(&["name", "nom", "last name", "lastname", "surname"]);
    let email = column(&["email", "e-mail", "mail", "courriel", "email address", "adresse de courriel"]);
    let mut found: Vec<(usize, Candidate)> = Vec::new();
    for (line, row) in rows {
        let cell = |index: Option<usize>| index.and_then(|index| row.get(index)).cloned().unwrap_or_default();
        let name = [cell(first_name), cell(name)].join(" ").trim().to_owned();
        let candidate = Candidate { id: cell(Some(id)), name, email: cell(email) };
        if candidate.id.is_empty() {
            return Err(Wrong::MissingId { line: *line });
        }
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
        let names_a_file = candidate.id.chars().all(plain) && !candidate.id.starts_with('.');
        if !names_a_file || candidate.id.len() > LONGEST_ID {
            return Err(Wrong::BadId { line: *line, id: candidate.id });
        }
        if let Some((first, _)) = found.iter().find(|(_, known)| known.id.eq_ignore_ascii_case(&candidate.id)) {
            return Err(Wrong::Twice { line: *line, id: candidate.id, first: *first });
        }
        found.push((*line, candidate));
    }
    if found.is_empty() {
        return Err(Wrong::Empty);
    }
    Ok(found.into_iter().map(|(_, candidate)| candidate).collect())
}

/// A field as CSV wants it: in quotes where it holds a separator, a quote or a line end. What a spreadsheet would take for a
/// formula gets an apostrophe before it.
pub fn field(text: &str, separator: char) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err() {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([separator, '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_read_as_spreadsheets_write_it() {
        let text = "\u{feff}Identifiant;Nom;Prénom;Courriel\r\nA1;\"Durand; dit \"\"Dudu\"\"\";Zoé;z@exemple.test\r\n\r\nA2;;;\r\n";
        let class = read(text.as_bytes()).unwrap();
        assert_eq!(class[0].name, "Zoé Durand; dit \"Dudu\"");
        assert_eq!((class[1].id.as_str(), class.len()), ("A2", 2));
        let comma = read(b"id,name\nx,Y\n").unwrap();
        assert_eq!(comma[0].name, "Y");
    }

    #[test]
    fn each_trouble_of_a_class_is_told_with_its_line() {
        let wrong = |text: &str| read(text.as_bytes()).unwrap_err();
        assert_eq!(wrong(""), Wrong::Empty);
        assert_eq!(wrong("id;nom\n"), Wrong::Empty);
        assert_eq!(wrong("nom;age\nx;3\n"), Wrong::NoId { columns: "nom, age".to_owned() });
        assert_eq!(wrong("id;nom\n;x\n"), Wrong::MissingId { line: 2 });
        assert_eq!(wrong("id\n../x\n"), Wrong::BadId { line: 2, id: "../x".to_owned() });
        assert_eq!(wrong("id\na\nb\nA\n"), Wrong::Twice { line: 4, id: "A".to_owned(), first: 2 });
        assert_eq!(wrong("id\na\n\"b\n"), Wrong::OpenQuote { line: 3 });
    }

    #[test]
    fn fields_come_back_as_they_were() {
        for text in ["plain", "a;b", "say \"x\"", "two\nlines"] {
            let line = format!("id;{}\n", field(text, ';'));
            assert_eq!(rows(&line).unwrap()[0].1[1], text);
        }
        assert_eq!(field("=1+1", ';'), "'=1+1");
        assert_eq!(field("-12.5", ';'), "-12.5");
    }
}
