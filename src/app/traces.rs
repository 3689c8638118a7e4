//! Traces as the OTDR's screen shows them, from files and from shots.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::panels::otdr::{EventSign, EventView, OtdrView, TraceView};
use crate::fibre::names::termination_name;
use crate::fibre::otdr::curve::Curve;
use crate::fibre::otdr::instrument::default_backscatter;
use crate::fibre::otdr::notebook::{Entry, EventKind, Taken};
use crate::fibre::otdr::reading::Markers;
use crate::fibre::otdr::{Settings, Shot};
use crate::fibre::sor::measure::{Kind, Note};
use crate::fibre::sor::parts::Event;
use crate::fibre::sor::{Opened, Sor, describe, file};
use crate::lab::Lab;
use crate::locale::{Lang, Message};

/// A file that is open.
#[derive(Debug, Clone)]
pub struct TraceFile {
    pub path: PathBuf,
    /// As on disk: a copy is the same file.
    pub bytes: Vec<u8>,
    pub opened: Opened,
    curve: Arc<Curve>,
    /// Measured from the other end than the one it is compared with.
    pub from_other_end: bool,
}

impl TraceFile {
    /// # Errors
    /// Why it does not open, in words.
    pub fn open(path: &Path) -> Result<Self, Message> {
        let (bytes, opened) = file::open(path)?;
        let curve = Curve::of(&opened.sor).ok_or_else(|| Message::new("trace-no-points"))?;
        Ok(Self { path: path.to_owned(), bytes, opened, curve: Arc::new(curve), from_other_end: false })
    }

    /// The name it is known by: that of the file.
    pub fn name(&self) -> String {
        self.path
            .file_name()
            .map_or_else(|| self.path.display().to_string(), |name| name.to_string_lossy().into_owned())
    }

    fn view(&self, lang: Lang) -> TraceView {
        let sor = &self.opened.sor;
        TraceView {
            name: self.name(),
            facts: facts(sor, lang),
            curve: self.curve.clone(),
            events: events(sor),
            from_other_end: self.from_other_end,
            length_m: None,
        }
    }
}

/// Whether a second file was measured from the other end, as far as the names in the files say: an end of one is the
/// other end of the other.
pub fn seems_turned(first: &Sor, second: &Sor) -> bool {
    let ends = |sor: &Sor| [&sor.general.from, &sor.general.to].map(|text| text.to_string().trim().to_owned());
    let ([a, b], [c, d]) = (ends(first), ends(second));
    let same = |x: &str, y: &str| !x.is_empty() && x == y;
    (same(&a, &d) || same(&b, &c)) && !same(&a, &c)
}

/// What the screen shows of a file, and of another one beside it.
pub fn view(first: &TraceFile, second: Option<&TraceFile>, lang: Lang) -> OtdrView {
    let traces = [Some(first), second].into_iter().flatten();
    OtdrView {
        key: traces.clone().map(|trace| trace.path.display().to_string()).collect::<Vec<_>>().join("|"),
        traces: traces.map(|trace| trace.view(lang)).collect(),
        about: describe::header(&first.opened, lang),
        remarks: first.opened.remarks.iter().map(|remark| lang.say(&remark.message())).collect(),
        ..OtdrView::default()
    }
}

/// Wavelength, pulse, range, averaging and index.
pub fn facts(sor: &Sor, lang: Lang) -> Vec<String> {
    let fixed = &sor.fixed;
    let wavelength = fixed.wavelength_nm();
    let decimals = if (wavelength - wavelength.round()).abs() < 0.05 { 0 } else { 1 };
    let mut facts = vec![format!("{} nm", lang.decimal(wavelength, decimals))];
    if let Some(pulse) = fixed.pulses.first() {
        facts.push(format!("{} ns", pulse.width_ns));
    }
    facts.push(format!("{} km", lang.decimal(fixed.metres(fixed.range) / 1000.0, 1)));
    facts.push(describe::averaging(fixed, lang));
    facts.push(format!("n {}", lang.decimal(fixed.group_index(), 4)));
    // A fact is not torn apart at the end of a line.
    facts.into_iter().map(|fact| fact.replace(' ', "\u{a0}")).collect()
}

/// The events of a file as rows.
pub fn events(sor: &Sor) -> Vec<EventView> {
    sor.events().iter().map(|event| row(sor, event)).collect()
}

fn row(sor: &Sor, event: &Event) -> EventView {
    let sign = sign(event);
    let ends = matches!(sign, EventSign::End | EventSign::EndDark | EventSign::Other);
    let thousandths = |value: i32| f64::from(value) / 1000.0;
    let at_m = sor.event_m(event);
    let markers = event.markers.map(|time| sor.fixed.metres(time));
    // Files of version 1 have none, and some events have all of them in one place.
    let sound = markers[0] < at_m && at_m < markers[2] && markers[2] < markers[3];
    EventView {
        number: event.number.to_string(),
        at_m,
        sign,
        // Where the instrument could read no loss it stores zero.
        loss_db: (event.loss != 0 && sign != EventSign::Other || !ends && at_m > 0.0)
            .then(|| thousandths(event.loss.into())),
        reflectance_db: event.reflectance_mdb().map(thousandths),
        slope_db_km: (event.slope != 0).then(|| thousandths(event.slope.into())),
        comment: event.comment.to_string().trim().to_owned(),
        markers: sound.then_some(Markers([markers[0], at_m, markers[2], markers[3]])),
    }
}

fn sign(event: &Event) -> EventSign {
    match (event.note(), event.kind()) {
        (Note::End | Note::EndByHand, Kind::Loss | Kind::Unknown) => EventSign::EndDark,
        (Note::End | Note::EndByHand, _) => EventSign::End,
        (Note::OutOfRange, _) | (_, Kind::Unknown) => EventSign::Other,
        (_, Kind::Loss) if event.loss < 0 => EventSign::Gain,
        (_, Kind::Loss) => EventSign::Loss,
        (_, Kind::Reflective) => EventSign::Reflective,
        (_, Kind::Saturated) => EventSign::Saturated,
    }
}

/// The curve of a shot; distances from the end of the launch reel, as they were typed.
pub fn curve_of(shot: &Shot) -> Curve {
    let settings = &shot.settings;
    Curve {
        levels: shot.points.iter().map(|level| -i32::from(*level)).collect(),
        first_m: -f64::from(settings.launch_m),
        spacing_m: f64::from(shot.spacing_um.get()) / 1e6,
        pulse_ns: f64::from(settings.pulse_ns),
        group_index: f64::from(settings.group_index.get()) / 100_000.0,
        backscatter_db: default_backscatter(settings.nm).db(),
    }
}

/// The name and the curve of a given trace or a shot, by its number.
pub fn shown_trace(lab: &Lab, number: u32, lang: Lang) -> Option<(String, Arc<Curve>)> {
    let index = (number as usize).checked_sub(1)?;
    if let Some((_, given)) = lab.scenario().traces.get_index(index) {
        return Some((given.file.name.get(lang).to_owned(), given.curve.clone()));
    }
    let shot = lab.shot(number)?;
    Some((lang.say(&termination_name(lab.scenario(), &shot.at)), Arc::new(curve_of(&shot))))
}

/// What the person noted on a given trace or a shot, by its number.
pub fn noted(lab: &Lab, number: u32) -> Vec<EventView> {
    let notebook = &lab.state().notebook;
    let index = (number as usize).saturating_sub(1);
    let table = match notebook.given.is_empty() {
        true => notebook.shots.get(index).map(|taken| &taken.table),
        false => notebook.given.get(index),
    };
    table.map(|table| rows(table)).unwrap_or_default()
}

/// The lines of a table as rows.
fn rows(table: &[Entry]) -> Vec<EventView> {
    let row = |(index, entry): (usize, &Entry)| EventView {
        number: (index + 1).to_string(),
        at_m: entry.at_mm as f64 / 1000.0,
        sign: match entry.kind {
            EventKind::Loss if entry.loss.is_some_and(|loss| loss.0 < 0) => EventSign::Gain,
            EventKind::Loss => EventSign::Loss,
            EventKind::Reflection => EventSign::Reflective,
            EventKind::End => EventSign::End,
            EventKind::Ghost => EventSign::Ghost,
        },
        loss_db: entry.loss.map(|loss| loss.db()),
        reflectance_db: entry.reflectance.map(|reflectance| reflectance.db()),
        slope_db_km: None,
        comment: String::new(),
        markers: None,
    };
    table.iter().enumerate().map(row).collect()
}

/// The traces that a scenario gives, with what was noted on them; not what the instrument stored.
pub fn given_views(lab: &Lab, lang: Lang) -> Vec<TraceView> {
    let view = |(index, given): (usize, &crate::scenario::given::Given)| {
        let stored = events(&given.sor);
        let end = stored.iter().find(|event| matches!(event.sign, EventSign::End | EventSign::EndDark));
        TraceView {
            name: given.file.name.get(lang).to_owned(),
            facts: facts(&given.sor, lang),
            curve: given.curve.clone(),
            events: noted(lab, index as u32 + 1),
            from_other_end: given.file.from_other_end,
            length_m: end.map(|event| event.at_m),
        }
    };
    lab.scenario().traces.values().enumerate().map(view).collect()
}

/// A shot as the screen shows it.
pub fn shot_view(lab: &Lab, number: u32, taken: &Taken, curve: Arc<Curve>, lang: Lang) -> TraceView {
    let first = lab.state().notebook.shots.first();
    let end = taken.found.iter().find(|entry| entry.kind == EventKind::End);
    TraceView {
        name: format!("{number} · {}", lang.say(&termination_name(lab.scenario(), &taken.at))),
        facts: shot_facts(&taken.settings, lang),
        curve,
        events: rows(&taken.table),
        from_other_end: first.is_some_and(|first| first.port != taken.port),
        length_m: end.map(|entry| entry.at_mm as f64 / 1000.0),
    }
}

fn shot_facts(settings: &Settings, lang: Lang) -> Vec<String> {
    let index = f64::from(settings.group_index.get()) / 100_000.0;
    [
        format!("{} nm", settings.nm.0),
        format!("{} ns", settings.pulse_ns),
        format!("{} km", lang.decimal(f64::from(settings.range_m) / 1000.0, 1)),
        format!("{} s", settings.seconds),
        format!("n {}", lang.decimal(index, 4)),
    ]
    .map(|fact| fact.replace(' ', "\u{a0}"))
    .into()
}
