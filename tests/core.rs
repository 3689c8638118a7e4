//! Everything below the window: no Bevy.

mod core {
    pub mod agreement;
    pub mod bench;
    pub mod cli;
    pub mod closure;
    pub mod copper;
    pub mod cords;
    pub mod diagnostics;
    pub mod diagnostics_plant;
    pub mod exam;
    pub mod faces;
    pub mod faults;
    pub mod given;
    pub mod guide;
    pub mod links;
    pub mod locale;
    pub mod measuring;
    pub mod net;
    pub mod netbox;
    pub mod netlab;
    pub mod one_cause;
    pub mod otdr;
    pub mod otdr_reading;
    pub mod patching;
    pub mod plant;
    pub mod presence;
    pub mod proving;
    pub mod racks;
    pub mod records;
    pub mod sor;
    pub mod sor_damage;
    pub mod sor_samples;
    pub mod support;
    pub mod templates;
}
