//! The scenarios that come with the program, held in the program itself.

use crate::diagnostic::Source;

/// One scenario and its solution, as texts.
struct Builtin {
    id: &'static str,
    scenario: &'static str,
    solution: &'static str,
}

macro_rules! builtin {
    ($($module:literal / $id:literal),* $(,)?) => {
        const ALL: &[Builtin] = &[$(Builtin {
            id: $id,
            scenario: include_str!(concat!("../../scenarios/", $module, "/", $id, ".ron")),
            solution: include_str!(concat!("../../scenarios/", $module, "/", $id, ".solution.ron")),
        }),*];
    };
}
builtin!(
    "fibre" / "fibre-01-premiere-epissure",
    "fibre" / "fibre-02-tube-de-douze",
    "fibre" / "fibre-03-preparer-le-cable",
    "fibre" / "fibre-04-cassette-propre",
    "fibre" / "fibre-05-nettoyer-inspecter",
    "fibre" / "fibre-06-raccorder-un-client",
    "fibre" / "fibre-07-brasser-au-pm",
    "fibre" / "fibre-08-recette-au-reflectometre",
    "fibre" / "fibre-09-trouver-le-defaut",
    "fibre" / "fibre-10-lire-une-vraie-courbe",
    "network" / "reseau-01-deux-postes",
    "network" / "reseau-02-plan-d-adressage",
    "network" / "reseau-03-passerelle-et-routes",
    "network" / "reseau-04-vlan-et-trunk",
    "network" / "reseau-05-inter-vlan",
    "network" / "reseau-06-dhcp",
    "network" / "reseau-07-dns",
    "network" / "reseau-08-nat-et-acl",
    "network" / "reseau-09-boucle",
    "network" / "reseau-10-depannage",
    "rack" / "rack-01-premier-commutateur",
    "rack" / "rack-02-alimenter-a-et-b",
    "rack" / "rack-03-panneau-cuivre",
    "rack" / "rack-04-cordons-propres",
    "rack" / "rack-05-liens-optiques",
    "rack" / "rack-06-air-froid",
    "rack" / "rack-07-remplacer-un-serveur",
    "rack" / "rack-08-baie-sans-papiers",
    "rack" / "rack-09-monter-la-baie",
    "chain" / "chaine-01-client-sans-internet",
);

/// The traces that our scenarios give, by the names of their files.
const TRACES: &[(&str, &[u8])] = &[
    ("lien-8800m-a.sor", include_bytes!("../../scenarios/fibre/lien-8800m-a.sor")),
    ("lien-8800m-b.sor", include_bytes!("../../scenarios/fibre/lien-8800m-b.sor")),
    ("branchement-620m.sor", include_bytes!("../../scenarios/fibre/branchement-620m.sor")),
];

/// The bytes of a trace.
pub fn trace(name: &str) -> Option<&'static [u8]> {
    TRACES.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes)
}

/// Ids in the order of the course.
pub fn ids() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|builtin| builtin.id)
}

/// The text of a scenario.
pub fn source(id: &str) -> Option<Source> {
    find(id).map(|builtin| Source::new(format!("{id}.ron"), builtin.scenario))
}

/// The text of a scenario's solution.
pub fn solution(id: &str) -> Option<Source> {
    find(id).map(|builtin| Source::new(format!("{id}.solution.ron"), builtin.solution))
}

/// The scenario and solution that are played where no window can open: the first.
pub fn demonstration() -> (Source, Source) {
    let first = ALL[0].id;
    let named = |kind: &str, text: &str| Source::new(format!("{first}{kind}.ron"), text);
    (named("", ALL[0].scenario), named(".solution", ALL[0].solution))
}

fn find(id: &str) -> Option<&'static Builtin> {
    ALL.iter().find(|builtin| builtin.id == id)
}

#[cfg(test)]
mod tests {
    /// A scenario added to the folder must be added to the list above too.
    #[test]
    fn every_scenario_of_the_folder_is_built_in() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder of scenarios")
            .flat_map(|module| std::fs::read_dir(module.expect("a module").path()).expect("a folder"))
            .filter_map(|file| Some(file.ok()?.file_name().to_str()?.strip_suffix(".ron")?.to_owned()))
            .filter(|name| !name.ends_with(".solution"))
            .collect();
        found.sort();
        let mut listed: Vec<&str> = super::ids().collect();
        listed.sort_unstable();
        assert_eq!(found, listed);
    }
}
