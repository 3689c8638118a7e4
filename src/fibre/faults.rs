//! What faults along a fibre cost, and what mending leaves.

use super::bend::Bend;
use super::glass::FibreType;
use super::splice::made_loss;
use crate::scenario::file::{Fault, FaultKind, USUAL_FAULT_DB};
use crate::units::{Millidecibels, Wavelength};

/// What light loses past a fault that lets it pass.
pub fn passing_loss(fault: &Fault, fibre_type: FibreType, at: Wavelength) -> Millidecibels {
    match fault.kind {
        FaultKind::Bend => Bend::turns(fault.radius_mm, fault.turns).loss(fibre_type, at),
        _ => Millidecibels::from_db(fault.db.unwrap_or(USUAL_FAULT_DB)),
    }
}

/// Mending puts a short piece of fibre in with two splices, as good as others in the field.
pub fn mended_loss(seed: u64, object: &str) -> Millidecibels {
    ["a", "b"].into_iter().map(|side| made_loss(seed, &format!("mended/{object}/{side}"))).sum()
}
