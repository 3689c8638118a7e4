//! What can be in stock.

/// Lint-free wipes with alcohol.
pub const WIPE: &str = "wipe";

/// Every stock item a scenario may name.
pub const ITEMS: [&str; 3] = ["sleeve-60", "sleeve-40", WIPE];

/// Length of a protection sleeve, or `None` for anything else. Usual sleeves are 40 or 60 mm long.
pub fn sleeve_length_mm(item: &str) -> Option<u16> {
    match item {
        "sleeve-60" => Some(60),
        "sleeve-40" => Some(40),
        _ => None,
    }
}
