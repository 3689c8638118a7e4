//! What a class's marks become: pages to print and files for other programs.

pub mod html;
pub mod tables;
pub mod xapi;

use super::results::Graded;

/// Points in hundredths as a table writes them: a comma in French, no decimals where there are none.
pub fn points(hundredths: u32, lang: crate::locale::Lang) -> String {
    let decimals = match hundredths {
        whole if whole.is_multiple_of(100) => 0,
        tenths if tenths.is_multiple_of(10) => 1,
        _ => 2,
    };
    lang.decimal(f64::from(hundredths) / 100.0, decimals)
}

/// Each candidate once, in the order of their ids, with the exercises they sat.
pub fn by_candidate(marks: &[Graded]) -> Vec<(&Graded, Vec<&Graded>)> {
    let mut sorted: Vec<&Graded> = marks.iter().collect();
    sorted.sort_by(|one, other| (&one.candidate.id, &one.scenario).cmp(&(&other.candidate.id, &other.scenario)));
    let mut found: Vec<(&Graded, Vec<&Graded>)> = Vec::new();
    for graded in sorted {
        match found.last_mut() {
            Some((first, all)) if first.candidate.id == graded.candidate.id => all.push(graded),
            _ => found.push((graded, vec![graded])),
        }
    }
    found
}

/// A date and time in universal time: `2026-11-25 14:03`.
pub fn date_time(ms: u64) -> String {
    let text = instant(ms);
    format!("{} {}", &text[..10], &text[11..16])
}

/// An instant as ISO 8601 writes it, in universal time.
pub fn instant(ms: u64) -> String {
    let (days, rest) = ((ms / 86_400_000) as i64, ms % 86_400_000);
    // Days to a date by the usual reckoning in eras of 400 years.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (seconds, millis) = (rest / 1000, rest % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_those_of_the_calendar() {
        assert_eq!(instant(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(instant(951_782_399_999), "2000-02-28T23:59:59.999Z");
        assert_eq!(instant(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(instant(1_795_615_380_000), "2026-11-25T14:03:00.000Z");
        assert_eq!(date_time(1_795_615_380_000), "2026-11-25 14:03");
    }
}
