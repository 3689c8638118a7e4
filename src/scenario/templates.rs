//! Small exercises to begin from: each is sound and proved as it stands.

/// What stands in a template for the id of the new exercise.
const ID: &str = "TEMPLATE-ID";

/// A template: its name, what it is about in the words of the locale files, its scenario and its solution.
pub struct Template {
    pub name: &'static str,
    /// Key of the sentence that describes it.
    pub about: &'static str,
    scenario: &'static str,
    solution: &'static str,
}

macro_rules! templates {
    ($($name:literal : $about:literal),* $(,)?) => {
        /// In the order of the course.
        pub const ALL: &[Template] = &[$(Template {
            name: $name,
            about: $about,
            scenario: include_str!(concat!("../../assets/templates/", $name, ".ron")),
            solution: include_str!(concat!("../../assets/templates/", $name, ".solution.ron")),
        }),*];
    };
}
templates!(
    "epissure": "template-epissure",
    "brassage": "template-brassage",
    "baie-montage": "template-baie-montage",
    "baie-cordon": "template-baie-cordon",
    "reseau-ping": "template-reseau-ping",
    "reseau-routeur": "template-reseau-routeur",
    "chaine-courant": "template-chaine-courant",
);

impl Template {
    pub fn find(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|template| template.name == name)
    }

    /// Scenario and solution with the id of the new exercise.
    pub fn fill(&self, id: &str) -> (String, String) {
        (self.scenario.replace(ID, id), self.solution.replace(ID, id))
    }
}
