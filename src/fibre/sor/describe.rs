//! What a file says about itself, as lines to read.

use super::parts::Fixed;
use super::{Opened, Sor, Text};
use crate::locale::{Lang, Message};
use crate::units::Millidecibels;

/// Label and value of each line; what the file leaves blank is left out.
pub fn header(opened: &Opened, lang: Lang) -> Vec<(String, String)> {
    let sor = &opened.sor;
    let (general, fixed) = (&sor.general, &sor.fixed);
    let mut rows = Vec::new();
    let mut row = |key, value: String| {
        if !value.is_empty() {
            rows.push((lang.text(key), value));
        }
    };
    row("sor-cable", pair(&general.cable, " / ", &general.fibre));
    row("sor-link", pair(&general.from, " → ", &general.to));
    row("sor-operator", general.operator.to_string());
    row("sor-comment", general.comment.to_string());
    if let Some(supplier) = &sor.supplier {
        let names = [&supplier.supplier, &supplier.mainframe, &supplier.module, &supplier.software];
        let known: Vec<String> = names.iter().filter(|name| !name.is_blank()).map(|name| name.to_string()).collect();
        row("sor-instrument", known.join(", "));
    }
    row("sor-date", date(fixed.unix_time));
    row("sor-wavelength", format!("{} nm", lang.decimal(fixed.wavelength_nm(), 1)));
    let pulses: Vec<String> = fixed.pulses.iter().map(|pulse| pulse.width_ns.to_string()).collect();
    row("sor-pulse", if pulses.is_empty() { String::new() } else { format!("{} ns", pulses.join(", ")) });
    let [index, backscatter] = [lang.decimal(fixed.group_index(), 5), lang.decimal(fixed.backscatter_db(), 1)];
    row("sor-glass", format!("{index} / {backscatter} dB"));
    row("sor-averaging", averaging(fixed, lang));
    row("sor-range", format!("{} m", lang.decimal(fixed.metres(fixed.range), 0)));
    row("sor-offset", format!("{} m", lang.decimal(sor.user_offset_m(), 1)));
    row("sor-points", points(sor, lang));
    if let Some(summary) = sor.events.as_ref().and_then(|events| events.summary) {
        row("sor-total", lang.loss(Millidecibels(summary.total_loss.into())));
        if summary.return_loss != 0 {
            row("sor-return-loss", lang.loss(Millidecibels(summary.return_loss.into())));
        }
    }
    row("sor-checksum", lang.say(&opened.checksum.message()));
    let blocks: Vec<String> = sor.slots.iter().map(|slot| slot.name.to_string()).collect();
    row("sor-blocks", blocks.join(", "));
    rows
}

/// Two texts that belong together; nothing when both are blank.
fn pair(first: &Text, between: &str, second: &Text) -> String {
    if first.is_blank() && second.is_blank() {
        return String::new();
    }
    let [first, second] = [first, second].map(|text| if text.is_blank() { "–".to_owned() } else { text.to_string() });
    format!("{first}{between}{second}")
}

pub fn averaging(fixed: &Fixed, lang: Lang) -> String {
    let shots = i64::from(fixed.averages);
    lang.say(&match fixed.averaging_time {
        0 => Message::new("sor-averaging-only-shots").with("shots", shots),
        tenths => Message::new("sor-averaging-shots")
            .with("seconds", lang.decimal(f64::from(tenths) / 10.0, 1))
            .with("shots", shots),
    })
}

fn points(sor: &Sor, lang: Lang) -> String {
    lang.say(&match sor.data.extremes() {
        None => Message::new("sor-no-points"),
        Some((highest, lowest)) => Message::new("sor-points-summary")
            .with("count", sor.data.len())
            .with("spacing", lang.decimal(sor.fixed.spacing_m(), 3))
            .with("highest", lang.decimal(highest, 2))
            .with("lowest", lang.decimal(lowest, 2)),
    })
}

/// Seconds since 1970 as a date of the Gregorian calendar, for example `2015-10-16 14:09:57 UTC`.
fn date(unix_time: u32) -> String {
    let (days, seconds) = (unix_time / 86_400, unix_time % 86_400);
    // Counted from 1 March of the year 0, so that a leap day ends its year; 400 years have 146 097 days.
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    // From March on the months repeat 31, 30, 31, 30, 31: 153 days in five.
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = era * 400 + year + next_year;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02} {hours:02}:{minutes:02}:{seconds:02} UTC")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `date -u -d @N` says.
    #[test]
    fn dates_around_leap_days() {
        assert_eq!(date(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(date(951_782_399), "2000-02-28 23:59:59 UTC");
        assert_eq!(date(951_782_400), "2000-02-29 00:00:00 UTC");
        assert_eq!(date(1_445_004_597), "2015-10-16 14:09:57 UTC");
        assert_eq!(date(1_709_164_800), "2024-02-29 00:00:00 UTC");
        assert_eq!(date(u32::MAX), "2106-02-07 06:28:15 UTC");
    }
}
