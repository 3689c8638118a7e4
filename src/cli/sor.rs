//! `splicelab sor`: the files of OTDRs.

use std::path::PathBuf;

use clap::ArgMatches;
use serde::Serialize;

use super::out::out;
use super::{Failure, Outcome, Result, print_json, sor_export, sor_text, wants_json};
use crate::fibre::sor::parts::Event;
use crate::fibre::sor::{Opened, Sor, Text, Version, file};
use crate::locale::Lang;

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    match matches.subcommand() {
        Some(("show", matches)) => show(lang, matches),
        Some(("export", matches)) => sor_export::run(lang, matches),
        other => unreachable!("{other:?} is not declared"),
    }
}

fn show(lang: Lang, matches: &ArgMatches) -> Result {
    let path: &PathBuf = matches.get_one("file").expect("required");
    let file = path.display().to_string();
    let (bytes, opened) = file::open(path).map_err(Failure::Said)?;
    if wants_json(matches) {
        print_json(&document(&file, bytes.len(), &opened, lang));
    } else {
        out!("{}", sor_text::describe(&file, bytes.len(), &opened, lang));
    }
    Ok(Outcome::Good)
}

#[derive(Serialize)]
struct SorJson {
    file: String,
    version: u8,
    bytes: usize,
    general: GeneralJson,
    instrument: Option<InstrumentJson>,
    acquisition: AcquisitionJson,
    events: Vec<EventJson>,
    summary: Option<SummaryJson>,
    points: PointsJson,
    blocks: Vec<BlockJson>,
    checksum: ChecksumJson,
    remarks: Vec<RemarkJson>,
}

#[derive(Serialize)]
struct GeneralJson {
    cable: String,
    fibre: String,
    fibre_type: i16,
    nominal_nm: i16,
    from: String,
    to: String,
    cable_code: String,
    build: String,
    operator: String,
    comment: String,
}

#[derive(Serialize)]
struct InstrumentJson {
    supplier: String,
    mainframe: String,
    mainframe_serial: String,
    module: String,
    module_serial: String,
    software: String,
    other: String,
}

#[derive(Serialize)]
struct AcquisitionJson {
    unix_time: u32,
    unit: String,
    wavelength_nm: f64,
    pulses_ns: Vec<u16>,
    group_index: f64,
    backscatter_db: f64,
    averages: u32,
    averaging_s: f64,
    range_m: f64,
    /// From the first point to the front panel.
    front_panel_m: f64,
    /// From the front panel to the zero of the events.
    user_offset_m: f64,
    loss_threshold_mdb: u16,
    reflectance_threshold_mdb: i32,
    end_threshold_mdb: u16,
    trace_type: String,
}

#[derive(Serialize)]
struct EventJson {
    number: i16,
    position_m: f64,
    kind: &'static str,
    note: &'static str,
    code: String,
    loss_mdb: i16,
    reflectance_mdb: Option<i32>,
    slope_mdb_km: i16,
    point: Option<usize>,
    comment: String,
}

#[derive(Serialize)]
struct SummaryJson {
    total_loss_mdb: i32,
    loss_span_m: [f64; 2],
    return_loss_mdb: u16,
    return_loss_span_m: [f64; 2],
}

#[derive(Serialize)]
struct PointsJson {
    count: usize,
    spacing_m: f64,
    highest_db: Option<f64>,
    lowest_db: Option<f64>,
}

#[derive(Serialize)]
struct BlockJson {
    name: String,
    revision: u16,
}

#[derive(Serialize)]
struct ChecksumJson {
    stored: Option<u16>,
    verdict: &'static str,
}

#[derive(Serialize)]
struct RemarkJson {
    remark: &'static str,
    message: String,
}

fn document(file: &str, bytes: usize, opened: &Opened, lang: Lang) -> SorJson {
    let sor = &opened.sor;
    let (general, fixed) = (&sor.general, &sor.fixed);
    let metres = |time: i32| rounded(fixed.metres(time), 1000.0);
    let extremes = sor.data.extremes();
    SorJson {
        file: file.to_owned(),
        version: match sor.version {
            Version::V1 => 1,
            Version::V2 => 2,
        },
        bytes,
        general: GeneralJson {
            cable: general.cable.to_string(),
            fibre: general.fibre.to_string(),
            fibre_type: general.fibre_type,
            nominal_nm: general.nominal_nm,
            from: general.from.to_string(),
            to: general.to.to_string(),
            cable_code: general.cable_code.to_string(),
            build: letters(&general.build),
            operator: general.operator.to_string(),
            comment: general.comment.to_string(),
        },
        instrument: sor.supplier.as_ref().map(|supplier| InstrumentJson {
            supplier: supplier.supplier.to_string(),
            mainframe: supplier.mainframe.to_string(),
            mainframe_serial: supplier.mainframe_serial.to_string(),
            module: supplier.module.to_string(),
            module_serial: supplier.module_serial.to_string(),
            software: supplier.software.to_string(),
            other: supplier.other.to_string(),
        }),
        acquisition: AcquisitionJson {
            unix_time: fixed.unix_time,
            unit: letters(&fixed.unit),
            wavelength_nm: fixed.wavelength_nm(),
            pulses_ns: fixed.pulses.iter().map(|pulse| pulse.width_ns).collect(),
            group_index: fixed.group_index(),
            backscatter_db: fixed.backscatter_db(),
            averages: fixed.averages,
            averaging_s: f64::from(fixed.averaging_time) / 10.0,
            range_m: rounded(fixed.metres(fixed.range), 1000.0),
            front_panel_m: metres(fixed.front_panel_offset),
            user_offset_m: metres(general.user_offset),
            loss_threshold_mdb: fixed.loss_threshold,
            reflectance_threshold_mdb: -i32::from(fixed.reflectance_threshold),
            end_threshold_mdb: fixed.end_threshold,
            trace_type: letters(&fixed.trace_type),
        },
        events: sor.events().iter().map(|event| event_json(sor, event)).collect(),
        summary: sor.events.as_ref().and_then(|events| events.summary).map(|summary| SummaryJson {
            total_loss_mdb: summary.total_loss,
            loss_span_m: summary.loss_span.map(metres),
            return_loss_mdb: summary.return_loss,
            return_loss_span_m: summary.return_loss_span.map(metres),
        }),
        points: PointsJson {
            count: sor.data.len(),
            spacing_m: rounded(fixed.spacing_m(), 1e6),
            highest_db: extremes.map(|(highest, _)| rounded(highest, 1000.0)),
            lowest_db: extremes.map(|(_, lowest)| rounded(lowest, 1000.0)),
        },
        blocks: sor
            .slots
            .iter()
            .map(|slot| BlockJson { name: slot.name.to_string(), revision: slot.revision })
            .collect(),
        checksum: ChecksumJson {
            stored: sor.checksum.as_ref().map(|checksum| checksum.value),
            verdict: opened.checksum.word(),
        },
        remarks: opened
            .remarks
            .iter()
            .map(|remark| RemarkJson { remark: remark.word(), message: lang.say(&remark.message()) })
            .collect(),
    }
}

fn event_json(sor: &Sor, event: &Event) -> EventJson {
    EventJson {
        number: event.number,
        position_m: rounded(sor.event_m(event), 1000.0),
        kind: event.kind().word(),
        note: event.note().word(),
        code: letters(&[&event.code[..], &event.method].concat()),
        loss_mdb: event.loss,
        reflectance_mdb: event.reflectance_mdb(),
        slope_mdb_km: event.slope,
        point: sor.event_point(event),
        comment: event.comment.to_string(),
    }
}

fn letters(bytes: &[u8]) -> String {
    Text::from_bytes(bytes).to_string()
}

fn rounded(value: f64, parts: f64) -> f64 {
    libm::round(value * parts) / parts
}
