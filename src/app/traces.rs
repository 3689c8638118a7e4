//! Traces as the OTDR's screen shows them, from files and from shots.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::panels::otdr::{EventSign, EventView, OtdrView, TraceView};
use crate::fibre::otdr::curve::Curve;
use crate::fibre::otdr::reading::Markers;
use crate::fibre::sor::measure::{Kind, Note};
use crate::fibre::sor::parts::Event;
use crate::fibre::sor::{Opened, Sor, describe, file};
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
        marking: false,
        notice: None,
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
