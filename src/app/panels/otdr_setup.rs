//! Setting the OTDR up for a shot: where it is plugged in, wavelength, range, pulse, averaging, index, launch reel.

use bevy_egui::egui::{Align, Layout, Ui, vec2};

use crate::app::theme;
use crate::fibre::otdr::instrument::{PULSES_NS, RANGES_M, SECONDS, WAVELENGTHS};
use crate::locale::{Lang, Message};

/// What was chosen. It is kept from shot to shot, as on the instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// Place in the list of ends.
    pub end: Option<usize>,
    pub nm: u16,
    pub range_m: u32,
    pub pulse_ns: u16,
    pub seconds: u16,
    /// Group index × 100 000.
    pub index: u32,
    /// Length of the launch reel as typed: the zero of the distances.
    pub launch_m: u32,
}

impl Default for Setup {
    /// As the instrument comes out of its bag: nothing of it fits by itself.
    fn default() -> Self {
        Self { end: None, nm: 1310, range_m: 10_000, pulse_ns: 100, seconds: 15, index: 146_770, launch_m: 0 }
    }
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetupAsked {
    Shoot,
    Close,
}

/// The card. `ends` are the free ends at hand, in words.
pub fn setup_ui(ui: &mut Ui, ends: &[String], setup: &mut Setup, lang: Lang) -> Option<SetupAsked> {
    let mut asked = None;
    ui.spacing_mut().item_spacing.y = 8.0;
    ui.label(theme::heading(lang.text("otdr-setup")));
    if ends.is_empty() {
        ui.label(theme::body(lang.text("otdr-setup-no-end")));
    } else {
        setup.end = setup.end.filter(|end| *end < ends.len());
        let choices: Vec<(usize, String)> = ends.iter().cloned().enumerate().collect();
        row(ui, "otdr-setup-end", lang, |ui| {
            theme::menu_box(ui, 420.0, &lang.text("otdr-setup-choose"), &mut setup.end, &choices);
        });
    }
    row(ui, "otdr-setup-wavelength", lang, |ui| {
        let choices: Vec<(u16, String)> = WAVELENGTHS.iter().map(|nm| (nm.0, format!("{} nm", nm.0))).collect();
        theme::segmented(ui, &mut setup.nm, &choices);
    });
    let metres = |m: &u32| {
        let words = if *m < 1000 {
            format!("{m} m")
        } else {
            format!("{} km", lang.decimal(f64::from(*m) / 1000.0, if m.is_multiple_of(1000) { 0 } else { 2 }))
        };
        (*m, words)
    };
    row(ui, "otdr-setup-range", lang, |ui| {
        let mut range = Some(setup.range_m);
        theme::menu_box(ui, 180.0, "", &mut range, &RANGES_M.iter().map(metres).collect::<Vec<_>>());
        setup.range_m = range.unwrap_or(setup.range_m);
    });
    row(ui, "otdr-setup-pulse", lang, |ui| {
        let mut pulse = Some(setup.pulse_ns);
        let words = |ns: &u16| {
            let words = if *ns < 1000 {
                format!("{ns} ns")
            } else {
                format!("{} µs", lang.decimal(f64::from(*ns) / 1000.0, usize::from(!ns.is_multiple_of(1000))))
            };
            (*ns, words)
        };
        theme::menu_box(ui, 180.0, "", &mut pulse, &PULSES_NS.iter().map(words).collect::<Vec<_>>());
        setup.pulse_ns = pulse.unwrap_or(setup.pulse_ns);
    });
    row(ui, "otdr-setup-seconds", lang, |ui| {
        let choices: Vec<(u16, String)> = SECONDS.iter().map(|seconds| (*seconds, format!("{seconds} s"))).collect();
        theme::segmented(ui, &mut setup.seconds, &choices);
    });
    let mut index = f64::from(setup.index) / 100_000.0;
    row(ui, "otdr-setup-index", lang, |ui| {
        theme::bare_number_field(ui, &lang.text("otdr-setup-index"), &mut index, 1.3..=1.7, 0.0005);
    });
    setup.index = (index * 100_000.0).round() as u32;
    row(ui, "otdr-setup-launch", lang, |ui| {
        theme::bare_number_field(ui, &lang.text("otdr-setup-launch"), &mut setup.launch_m, 0..=10_000, 10.0);
    });
    ui.horizontal(|ui| {
        let ready = setup.end.is_some();
        ui.add_enabled_ui(ready, |ui| {
            if theme::primary_button(ui, lang.text("otdr-setup-shoot")).clicked() {
                asked = Some(SetupAsked::Shoot);
            }
        });
        if theme::quiet_button(ui, lang.text("trace-close")).clicked() {
            asked = Some(SetupAsked::Close);
        }
        if !ready && !ends.is_empty() {
            ui.label(theme::soft(lang.say(&Message::new("otdr-setup-end-first"))));
        }
    });
    asked
}

fn row(ui: &mut Ui, label: &'static str, lang: Lang, inside: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        let (wide, beside) = (vec2(150.0, theme::TARGET), Layout::left_to_right(Align::Center));
        ui.allocate_ui_with_layout(wide, beside, |ui| {
            ui.set_min_size(wide);
            ui.label(theme::soft(lang.text(label)));
        });
        inside(ui);
    });
}
