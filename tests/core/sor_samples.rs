//! Files of OTDRs to test on: one from a measurement of ours, one of version 1 put together by hand.

use std::num::NonZeroU32;

use splicelab::fibre::sor::build::{Finding, Identity, Instrument, Thresholds};
use splicelab::fibre::sor::checksum::crc16;
use splicelab::fibre::sor::measure::Kind;
use splicelab::fibre::sor::{Measurement, Sor};
use splicelab::units::{Millidecibels, Wavelength};

/// A launch reel of 500 m, a connector at its end, a splice 300 m on, the end at 812 m.
pub fn measurement() -> Measurement {
    let mdb = Millidecibels;
    let finding = |kind, is_end, position_mm, loss, reflectance: Option<i64>| Finding {
        kind,
        is_end,
        position_mm,
        width_mm: 6_000,
        loss: mdb(loss),
        reflectance: reflectance.map(Millidecibels),
        slope_mdb_km: 330,
        comment: String::new(),
    };
    Measurement {
        identity: Identity {
            cable: "Distribution Lilas".into(),
            fibre: "1:1".into(),
            fibre_type: 652,
            from: "PM Lilas".into(),
            to: "Façade n° 7".into(),
            cable_code: String::new(),
            operator: "Élève".into(),
            comment: "Recette".into(),
        },
        instrument: Instrument { supplier: "Splicelab".into(), mainframe: "OTDR".into(), ..Instrument::default() },
        unix_time: 1_709_164_800,
        wavelength: Wavelength::NM_1310,
        pulse_ns: 30,
        range_m: 2_500,
        averaging_ds: 150,
        averages: 4_000,
        group_index: NonZeroU32::new(146_770).expect("not zero"),
        backscatter: mdb(-79_500),
        spacing_um: NonZeroU32::new(510_000).expect("not zero"),
        points: points(),
        noise_floor: 52_000,
        thresholds: Thresholds { loss: mdb(50), reflectance: mdb(-60_000), end: mdb(3_000) },
        launch_mm: 500_000,
        events: vec![
            finding(Kind::Reflective, false, 500_000, 214, Some(-51_200)),
            finding(Kind::Loss, false, 800_000, -36, None),
            finding(Kind::Saturated, true, 1_312_000, 25_000, Some(-14_400)),
        ],
        total_loss: mdb(447),
        return_loss: mdb(31_500),
    }
}

/// 0.33 dB/km, a peak at the connector and at the end, then the noise.
pub fn points() -> Vec<u16> {
    let level = |index: u32| match f64::from(index) * 0.51 {
        metres if (1_312.0..1_318.0).contains(&metres) => 9_000,
        metres if metres >= 1_318.0 => 52_000 + (index * 7_919 % 1_500) as u16,
        metres => {
            let peak = if (501.0..505.0).contains(&metres) { 8_000.0 } else { 0.0 };
            let lost = if metres > 506.0 { 214.0 } else { 0.0 };
            (30_000.0 + 0.33 * metres + lost - peak) as u16
        }
    };
    (0..4_800).map(level).collect()
}

pub fn built() -> Vec<u8> {
    Sor::from_measurement(&measurement()).and_then(|sor| sor.to_bytes()).expect("it can be written")
}

/// A version 1 file with two events, put together by hand from the layout that pyOTDR reads.
pub fn version_1() -> Vec<u8> {
    let general = [b"EN" as &[u8], b"C1\0F7\0", &1310i16.to_le_bytes(), b"A\0B\0\0BC", &0i32.to_le_bytes(), b"me\0\0"];
    let fixed: [&[u8]; 19] = [
        &951_782_400u32.to_le_bytes(),
        b"mt",
        &13_100u16.to_le_bytes(),
        &0i32.to_le_bytes(),
        &1i16.to_le_bytes(),
        &100u16.to_le_bytes(),
        &500_000u32.to_le_bytes(),
        &4u32.to_le_bytes(),
        &146_800u32.to_le_bytes(),
        &800i16.to_le_bytes(),
        &1_000u32.to_le_bytes(),
        &200_000u32.to_le_bytes(),
        &0i32.to_le_bytes(),
        &50_000u16.to_le_bytes(),
        &1_000i16.to_le_bytes(),
        &0u16.to_le_bytes(),
        &50u16.to_le_bytes(),
        &60_000u16.to_le_bytes(),
        &3_000u16.to_le_bytes(),
    ];
    let event = |number: i16, time: i32, loss: i16, reflectance: i32, code: &[u8; 8]| {
        let numbers: [&[u8]; 5] = [
            &number.to_le_bytes(),
            &time.to_le_bytes(),
            &350i16.to_le_bytes(),
            &loss.to_le_bytes(),
            &reflectance.to_le_bytes(),
        ];
        [&numbers.concat(), &code[..], b"\0"].concat()
    };
    let events = [
        2i16.to_le_bytes().to_vec(),
        event(1, 10_000, 120, 0, b"0F9999LS"),
        event(2, 100_000, 0, -14_700, b"1E9999LS"),
        [&470i32.to_le_bytes()[..], &[0; 4], &100_000i32.to_le_bytes(), &[0; 10]].concat(),
    ];
    let data: [&[u8]; 5] = [
        &4u32.to_le_bytes(),
        &1i16.to_le_bytes(),
        &4i32.to_le_bytes(),
        &1_000i16.to_le_bytes(),
        &[0x10, 0x27, 0x20, 0x4E, 0x30, 0x75, 0x40, 0x9C],
    ];
    let blocks = [
        ("GenParams", general.concat()),
        ("SupParams", b"HP\0E6000\0SN1\0M\0SN2\0v1\0\0".to_vec()),
        ("FxdParams", fixed.concat()),
        ("KeyEvents", events.concat()),
        ("DataPts", data.concat()),
        ("Cksum", vec![0, 0]),
    ];
    let mut entries = Vec::new();
    for (name, bytes) in &blocks {
        let size = bytes.len() as i32;
        entries.extend([name.as_bytes(), &[0], &100u16.to_le_bytes(), &size.to_le_bytes()].concat());
    }
    let map_size = entries.len() as i32 + 8;
    let mut file = [&100u16.to_le_bytes()[..], &map_size.to_le_bytes(), &7i16.to_le_bytes(), &entries].concat();
    file.extend(blocks.iter().flat_map(|(_, bytes)| bytes));
    let value = file.len() - 2;
    let sum = crc16(0xFFFF, &file[..value]);
    file[value..].copy_from_slice(&sum.to_le_bytes());
    file
}
