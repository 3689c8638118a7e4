//! Every text a person sees exists in French and English.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use splicelab::locale::Lang;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The keys of a language with the arguments each one uses.
fn keys(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let folder = root().join("assets/locale").join(lang.code());
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in std::fs::read_dir(folder).expect("the locale folder") {
        let text = std::fs::read_to_string(file.expect("a file").path()).expect("a text");
        let mut key = None;
        for line in text.lines() {
            if let Some((name, _)) = line.split_once(" =")
                && line.starts_with(|first: char| first.is_ascii_lowercase())
            {
                assert!(keys.insert(name.to_owned(), BTreeSet::new()).is_none(), "{name} stands twice in {lang:?}");
                key = Some(name.to_owned());
            }
            let args = line
                .split('$')
                .skip(1)
                .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>());
            if let Some(key) = &key {
                keys.get_mut(key).expect("just inserted").extend(args);
            }
        }
    }
    keys
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_arguments() {
    let (fr, en) = (keys(Lang::Fr), keys(Lang::En));
    for (key, args) in &fr {
        let other = en.get(key).unwrap_or_else(|| panic!("{key} is missing in English"));
        assert_eq!(args, other, "the arguments of {key}");
    }
    for key in en.keys() {
        assert!(fr.contains_key(key), "{key} is missing in French");
    }
}

/// A key that no file holds would show as `[key]`; one that no code says is dead.
#[test]
fn every_key_said_exists_and_every_text_is_said() {
    let keys = keys(Lang::Fr);
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let code: String = files.iter().map(|file| std::fs::read_to_string(file).expect("a source")).collect();
    let mut said = BTreeSet::new();
    for opening in ["Message::new(\"", ".text(\"", "say(\"", "about(\""] {
        said.extend(code.split(opening).skip(1).filter_map(|rest| rest.split('"').next()));
    }
    for key in said.iter().filter(|key| key.contains('-')) {
        assert!(keys.contains_key(*key), "the code says `{key}`, which no locale file holds");
    }
    for key in keys.keys() {
        assert!(code.contains(&format!("\"{key}\"")), "no code says `{key}`");
    }
}

#[test]
fn numbers_follow_the_language() {
    use splicelab::units::{Millidecibels, Millidegrees, Millis};
    assert_eq!(Lang::Fr.loss(Millidecibels(54)), "0,05\u{a0}dB");
    assert_eq!(Lang::En.loss(Millidecibels(-120)), "−0.12\u{a0}dB");
    assert_eq!(Lang::Fr.angle(Millidegrees(1900)), "1,9°");
    assert_eq!(Lang::Fr.time(Millis(402_000)), "6\u{a0}min 42\u{a0}s");
}
