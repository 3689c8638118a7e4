//! What can be in stock.

use crate::catalogue::catalogue;
use crate::catalogue::rack::{Thread, racks};
use crate::units::Millimetres;

/// Lint-free wipes with alcohol.
pub const WIPE: &str = "wipe";

/// A pair of electrodes.
pub const ELECTRODES: &str = "electrodes";

/// A strip of hook-and-loop.
pub const HOOK_AND_LOOP: &str = "hook-and-loop";

/// A plastic cable tie.
pub const CABLE_TIE: &str = "cable-tie";

/// Every stock item a scenario may name, besides cords.
pub const ITEMS: [&str; 6] = ["sleeve-60", "sleeve-40", WIPE, ELECTRODES, HOOK_AND_LOOP, CABLE_TIE];

/// Cage nuts, and the thread each is cut for.
pub const NUTS: [(&str, Thread); 3] =
    [("cage-nut-m6", Thread::M6), ("cage-nut-m5", Thread::M5), ("cage-nut-10-32", Thread::Unf1032)];

/// A cage nut with the thread it is cut for; nothing for anything else.
pub fn nut(item: &str) -> Option<Thread> {
    NUTS.into_iter().find(|(known, _)| *known == item).map(|(_, thread)| thread)
}

/// Whether it is a cord, of fibre or of racks.
pub fn is_cord(item: &str) -> bool {
    cord(item).is_some() || racks().cords.contains_key(item)
}

/// Whether a scenario may have it in stock.
pub fn is_known(item: &str) -> bool {
    ITEMS.contains(&item)
        || is_cord(item)
        || nut(item).is_some()
        || racks().devices.contains_key(item)
        || racks().transceivers.contains_key(item)
}

/// A cord, as an example of how cords are named.
pub const CORD: &str = "jarretiere-sc-apc-3m";

/// What racks need, as examples of how their stock is named: nuts, and ids of cords and devices of the catalogue.
pub const OF_RACKS: [&str; 4] = ["cage-nut-m6", "blank-1u", "cat6-1m-blue", "c13-c14-2m-black"];

/// Length of a protection sleeve, or `None` for anything else. Usual sleeves are 40 or 60 mm long.
pub fn sleeve_length_mm(item: &str) -> Option<u16> {
    match item {
        "sleeve-60" => Some(60),
        "sleeve-40" => Some(40),
        _ => None,
    }
}

/// The catalogue's model and the length of a cord in stock: `jarretiere-sc-apc-3m` is 3 m long; whole metres, to 50.
pub fn cord(item: &str) -> Option<(&str, Millimetres)> {
    let (model, length) = item.rsplit_once('-')?;
    let digits = length.strip_suffix('m')?;
    let metres: u32 = digits.parse().ok().filter(|metres| (1..=50).contains(metres))?;
    let written = digits == metres.to_string();
    (written && catalogue().cords.contains_key(model)).then(|| (model, Millimetres::from_metres(metres)))
}

/// The stock item that a cord was taken from, by the cord's name: `jarretiere-sc-apc-3m-2` is the second of its kind.
pub fn taken(id: &str) -> Option<&str> {
    let (item, number) = id.rsplit_once('-')?;
    let number: u32 = number.parse().ok()?;
    (number > 0 && is_cord(item)).then_some(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cord_is_named_by_model_and_length_and_remembers_it_when_taken() {
        assert_eq!(cord(CORD), Some(("jarretiere-sc-apc", Millimetres(3000))));
        assert_eq!(taken("jarretiere-sc-apc-3m-12"), Some(CORD));
        for wrong in
            ["jarretiere-sc-apc", "jarretiere-sc-apc-03m", "jarretiere-sc-apc-0m", "jarretiere-3m", "3m", "-3m"]
        {
            assert_eq!(cord(wrong), None, "{wrong}");
        }
        assert_eq!(taken("jarretiere-sc-apc-3m-0"), None);
        assert_eq!(taken("pm-garage"), None);
    }
}
