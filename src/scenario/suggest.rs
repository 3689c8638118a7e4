//! “Did you mean …?”

use crate::locale::Message;

/// Among more names than this nobody looks, and comparing takes long.
const MOST_COMPARED: usize = 2000;

/// More allowed names than this are not listed.
const MOST_LISTED: usize = 30;

/// The known name that is most like the one written, if one is like it.
pub fn did_you_mean<'n>(written: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let folded = written.to_lowercase();
    known
        .into_iter()
        .take(MOST_COMPARED)
        .map(|name| (strsim::jaro_winkler(&folded, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// Help for an unknown name: the likely one and what there is.
pub fn among<'n>(written: &str, known: impl IntoIterator<Item = &'n str> + Clone) -> Message {
    let suggestion = did_you_mean(written, known.clone());
    let listed: Vec<Message> = known.into_iter().take(MOST_LISTED + 1).map(quoted).collect();
    match suggestion {
        Some(suggestion) if listed.len() > MOST_LISTED => Message::new("diag-meant").with("suggestion", suggestion),
        Some(suggestion) => Message::new("diag-meant-among").with("suggestion", suggestion).with("known", listed),
        None if listed.is_empty() => Message::new("diag-none-known"),
        None if listed.len() > MOST_LISTED => Message::new("diag-many-known"),
        None => Message::new("diag-known").with("known", listed),
    }
}

/// A name between the quotes of the language.
pub fn quoted(name: &str) -> Message {
    Message::new("diag-quoted").with("text", name)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn finds_slips_of_the_finger_and_nothing_far_fetched() {
        assert_eq!(did_you_mean("cabels", ["places", "cables"]), Some("cables"));
        assert_eq!(did_you_mean("CORE", ["Core", "Cladding"]), Some("Core"));
        assert_eq!(did_you_mean("weather", ["places", "cables"]), None);
    }
}
