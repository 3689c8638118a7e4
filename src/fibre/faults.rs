//! What faults along a fibre cost, and what mending leaves.

use super::glass::FibreType;
use super::splice::made_loss;
use crate::scenario::file::{Fault, FaultKind, USUAL_FAULT_DB};
use crate::units::{Millidecibels, Wavelength};

/// What light loses past a fault that lets it pass.
pub fn passing_loss(fault: &Fault, fibre_type: FibreType, at: Wavelength) -> Millidecibels {
    match fault.kind {
        FaultKind::Bend => Millidecibels::from_db(bend_db(fault.radius_mm, fault.turns, fibre_type, at)),
        _ => Millidecibels::from_db(fault.db.unwrap_or(USUAL_FAULT_DB)),
    }
}

/// Mending puts a short piece of fibre in with two splices, as good as others in the field.
pub fn mended_loss(seed: u64, object: &str) -> Millidecibels {
    ["a", "b"].into_iter().map(|side| made_loss(seed, &format!("mended/{object}/{side}"))).sum()
}

/// Macrobend loss `turns · A · exp(−R / R0)`, fitted to the limits of ITU-T G.657: A in dB a turn and R0 in mm at 1550
/// and at 1625 nm. Real fibres bend three to ten times better. A2 for B3: see [`FibreType`].
fn bend_db(radius_mm: u16, turns: u16, fibre_type: FibreType, at: Wavelength) -> f64 {
    let (at_1550, at_1625, scale) = match fibre_type {
        // A turn of G.652 behaves like a tighter turn of A1 (design choice of the reference).
        FibreType::G652D => ((675.0, 1.47), (338.0, 1.85), 0.65),
        FibreType::G657A1 => ((675.0, 1.47), (338.0, 1.85), 1.0),
        FibreType::G657A2 => ((88.6, 1.46), (95.3, 1.63), 1.0),
        FibreType::G657B3 => ((0.795, 3.11), (2.14, 3.32), 1.0),
    };
    let radius = f64::from(radius_mm) * scale;
    let loss = |(a, r0): (f64, f64)| f64::from(turns) * a * libm::exp(-radius / r0);
    let (middle, long) = (loss(at_1550), loss(at_1625));
    let nm = f64::from(at.0);
    if nm >= 1550.0 {
        middle * libm::pow(long / middle, (nm - 1550.0) / 75.0)
    } else {
        // A tenth of that at 1310 nm (trade knowledge).
        middle * libm::pow(10.0, (nm - 1550.0) / 240.0)
    }
}
