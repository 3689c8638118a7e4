//! Templates: each is sound and proved at once, and nothing of a trainer's is written over.

use std::path::Path;

use assert_cmd::Command;
use splicelab::scenario::templates::ALL;

fn splicelab(args: &[&str], folder: &Path) -> (i32, String, String) {
    let output = Command::cargo_bin("splicelab")
        .expect("the program")
        .args(["--lang", "en"])
        .args(args)
        .current_dir(folder)
        .output()
        .expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

#[test]
fn every_template_passes_check_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let (code, listed, _) = splicelab(&["new"], folder.path());
    assert!(code == 0 && ALL.len() >= 6);
    for template in ALL {
        assert!(listed.contains(template.name), "{listed}");
        let name = format!("mon-{}", template.name);
        assert_eq!(splicelab(&["new", template.name, &name], folder.path()).0, 0);
        let (code, said, trouble) = splicelab(&["check", &name, "--seeds", "5"], folder.path());
        // Not even a warning.
        assert_eq!(
            (code, said.trim()),
            (0, format!("{name}/{name}.ron: good, proved for 5 seeds.").as_str()),
            "{trouble}"
        );
    }
}

#[test]
fn a_new_exercise_is_named_well_and_writes_over_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (code, _, said) = splicelab(&["new", "epissur", "x"], folder.path());
    assert!(code == 2 && said.contains("perhaps “epissure”"), "{said}");
    let (code, _, said) = splicelab(&["new", "epissure", "Mon Exercice"], folder.path());
    assert!(code == 2 && said.contains("small plain letters"), "{said}");
    assert_eq!(splicelab(&["new", "epissure", "x"], folder.path()).0, 0);
    std::fs::write(folder.path().join("x/x.ron"), "mine").expect("written");
    assert_eq!(splicelab(&["new", "epissure", "x"], folder.path()).0, 2);
    assert_eq!(std::fs::read_to_string(folder.path().join("x/x.ron")).expect("there"), "mine");
}
