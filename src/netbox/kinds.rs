//! The words of NetBox for ports, in ours.

use crate::catalogue::rack::{Category, FormFactor, PowerPlug, Socket};
use crate::fibre::connector::Connector;

/// An interface by its type: its socket and its speeds in megabits a second; nothing if it is unknown. Virtual and
/// wireless ones have no socket.
pub fn interface(kind: &str) -> Option<Option<(Socket, Vec<u32>)>> {
    let rj45 = |category, mbps: &[u32]| Some((Socket::Rj45(category), mbps.to_vec()));
    let cage = |form, mbps: &[u32]| Some((Socket::Cage(form), mbps.to_vec()));
    Some(match kind {
        "virtual" | "lag" | "bridge" => None,
        _ if kind.starts_with("ieee802.11") || kind.starts_with("ieee802.15") => None,
        "gsm" | "cdma" | "lte" | "4g" | "5g" | "other-wireless" => None,
        "100base-tx" | "100base-t1" => rj45(Category::Cat5e, &[10, 100]),
        "1000base-t" => rj45(Category::Cat5e, &[10, 100, 1000]),
        "2.5gbase-t" => rj45(Category::Cat5e, &[100, 1000, 2500]),
        "5gbase-t" => rj45(Category::Cat6, &[100, 1000, 2500, 5000]),
        "10gbase-t" => rj45(Category::Cat6a, &[100, 1000, 10_000]),
        "100base-x-sfp" | "100base-fx" => cage(FormFactor::Sfp, &[100]),
        "1000base-x-sfp" | "1000base-x-gbic" => cage(FormFactor::Sfp, &[1000]),
        "10gbase-x-sfpp" | "8gfc-sfpp" | "16gfc-sfpp" => cage(FormFactor::SfpPlus, &[1000, 10_000]),
        "25gbase-x-sfp28" | "32gfc-sfp28" | "50gbase-x-sfp56" => cage(FormFactor::Sfp28, &[10_000, 25_000]),
        "40gbase-x-qsfpp" => cage(FormFactor::QsfpPlus, &[40_000]),
        "50gbase-x-sfp28" | "100gbase-x-qsfp28" | "128gfc-qsfp28" | "64gfc-qsfpp" => {
            cage(FormFactor::Qsfp28, &[40_000, 100_000])
        }
        "gpon" | "epon" => cage(FormFactor::Sfp, &[2500]),
        "xg-pon" | "xgs-pon" | "ng-pon2" | "10g-epon" => cage(FormFactor::SfpPlus, &[10_000]),
        _ => return None,
    })
}

/// An inlet or an outlet by its type. The even numbers of IEC 60320 are inlets, the odd ones outlets.
pub fn power(kind: &str) -> Option<PowerPlug> {
    Some(match kind {
        "iec-60320-c14" | "iec-60320-c13" => PowerPlug::C13,
        "iec-60320-c20" | "iec-60320-c19" => PowerPlug::C19,
        "iec-60309-p-n-e-6h" | "iec-60309-p-n-e-4h" => PowerPlug::Iec309x32,
        "iec-60309-3p-n-e-6h" | "iec-60309-3p-e-6h" => PowerPlug::Iec309x32x3,
        "cee-7/5" | "cee-7/7" | "cee-7-5" | "ita-e" => PowerPlug::TypeE,
        "dc-terminal" => PowerPlug::Dc,
        _ => return None,
    })
}

/// The front or the rear of a panel's port.
pub fn panel(kind: &str) -> Option<Socket> {
    Some(match kind {
        "8p8c" | "8p6c" | "8p4c" | "8p2c" => Socket::Rj45(Category::Cat6),
        "110-punch" => Socket::Punch(Category::Cat6),
        "lc" | "lc-upc" | "lc-pc" => Socket::Duplex(Connector::LcUpc),
        "lc-apc" => Socket::Duplex(Connector::LcApc),
        "sc" | "sc-upc" | "sc-pc" => Socket::Simplex(Connector::ScUpc),
        "sc-apc" => Socket::Simplex(Connector::ScApc),
        "mpo" => Socket::Mpo { pins: true },
        "splice" => Socket::Splice,
        _ => return None,
    })
}

/// A console port.
pub fn console(kind: &str) -> Option<Socket> {
    Some(match kind {
        "rj-45" | "rj-11" | "rj-12" => Socket::ConsoleRj45,
        "de-9" | "db-25" | "mini-din-8" => Socket::ConsoleDe9,
        _ if kind.starts_with("usb") => Socket::ConsoleUsb,
        _ => return None,
    })
}
