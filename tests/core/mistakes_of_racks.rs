//! The thirty-six mistakes that whoever grades a datacentre technician must catch: each is a named mistake of an exercise,
//! which the proofs show to cost exactly what it says.

use splicelab::scenario::builtin;

const ONE: &str = "rack-01-premier-commutateur";
const TWO: &str = "rack-02-alimenter-a-et-b";
const THREE: &str = "rack-03-panneau-cuivre";
const FOUR: &str = "rack-04-cordons-propres";
const FIVE: &str = "rack-05-liens-optiques";
const SIX: &str = "rack-06-air-froid";
const SEVEN: &str = "rack-07-remplacer-un-serveur";
const EIGHT: &str = "rack-08-baie-sans-papiers";
const NINE: &str = "rack-09-monter-la-baie";

/// What goes wrong, and where that is a named mistake.
const MISTAKES: [(&str, &[(&str, &str)]); 38] = [
    ("1 ear in the wrong hole of its unit", &[(ONE, "wrong-hole")]),
    ("2 left and right, or front and rear, a hole apart", &[(ONE, "askew"), (NINE, "sloping-rails")]),
    ("3 devices overlap", &[(NINE, "overlaps")]),
    ("4 deeper than the rack", &[(NINE, "too-deep")]),
    ("5 rear of a short device blocked", &[(NINE, "rear-blocked")]),
    ("6 wrong thread", &[(ONE, "wrong-thread")]),
    ("7 missing nut", &[(ONE, "missing-nut")]),
    ("8 lifted alone above the limit", &[(ONE, "lifted-alone"), (SEVEN, "lifted-alone")]),
    ("9 heavy above light", &[(NINE, "top-first")]),
    ("10 two devices drawn out", &[(SEVEN, "two-slides")]),
    ("11 feet in", &[(SEVEN, "feet-in")]),
    ("12 reversed air", &[(SIX, "reversed-switch")]),
    ("13 open unit", &[(SIX, "open-unit")]),
    ("14 cable curtain", &[(SIX, "cable-curtain")]),
    ("15 both supplies on one feed", &[(TWO, "both-on-a"), (NINE, "switch-on-a-only")]),
    ("16 A and B together above one feed", &[(NINE, "a-plus-b")]),
    ("17 C19 without its cord", &[(TWO, "c19-forced")]),
    ("18 phases uneven", &[(NINE, "phases-uneven")]),
    ("19 bank overloaded", &[(NINE, "bank-overloaded")]),
    ("20 UPS fed by itself", &[(NINE, "ups-feeds-itself")]),
    ("21 strap absent, or clipped before the lug", &[(ONE, "no-strap"), (ONE, "strap-before-earth")]),
    ("22 rack not on the earth", &[(NINE, "not-bonded")]),
    ("23 schemes mixed", &[(THREE, "scheme-mixed")]),
    ("24 split pair", &[(THREE, "split-pair")]),
    ("25 untwisted too far", &[(THREE, "untwisted")]),
    ("26 permanent link above 90 m", &[(NINE, "link-over-90m")]),
    ("27 Cat 5e for 10 Gbit/s", &[(FOUR, "wrong-category")]),
    (
        "28 tied too tight, bent too small",
        &[(FOUR, "tied-too-tight"), (FOUR, "bent-too-tight"), (NINE, "bent-too-tight")],
    ),
    ("29 sender on sender", &[(FIVE, "tx-on-tx")]),
    ("30 wrong MPO method", &[(NINE, "mpo-method")]),
    ("31 glass, wavelength, speed", &[(FIVE, "wrong-fibre"), (FIVE, "sr-with-lr"), (FIVE, "sx-for-10g")]),
    ("32 APC on UPC", &[(FIVE, "apc-on-upc")]),
    ("33 not inspected, not cleaned", &[(FIVE, "not-cleaned"), (NINE, "not-cleaned")]),
    ("34 over reach", &[(NINE, "over-reach")]),
    (
        "35 label missing, at one end, wrong, not turned round",
        &[(SEVEN, "label-lost"), (FOUR, "one-label"), (NINE, "label-wrong"), (FOUR, "not-reversed")],
    ),
    ("36 papers are not reality", &[(EIGHT, "sheet-not-reality"), (EIGHT, "moved-not-written")]),
    ("management on a switch that works", &[(NINE, "oob-in-production")]),
    ("console cord in a data port", &[(NINE, "console-in-data-port")]),
];

#[test]
fn every_mistake_is_named_in_some_exercise() {
    for (mistake, places) in MISTAKES {
        assert!(!places.is_empty(), "{mistake}");
        for (scenario, name) in places {
            let solution =
                builtin::solution(scenario).unwrap_or_else(|| panic!("{mistake}: {scenario} is not built in"));
            assert!(solution.text().contains(&format!("\"{name}\": (")), "{mistake}: {name} is not in {scenario}");
        }
    }
}
