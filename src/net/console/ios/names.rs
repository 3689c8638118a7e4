//! Names of interfaces: whole, short, and any beginning.

/// The kinds, with the two letters by which they are usually called.
const KINDS: [(&str, &str); 8] = [
    ("FastEthernet", "Fa"),
    ("GigabitEthernet", "Gi"),
    ("TenGigabitEthernet", "Te"),
    ("Ethernet", "Et"),
    ("Loopback", "Lo"),
    ("Vlan", "Vl"),
    ("Port-channel", "Po"),
    ("Serial", "Se"),
];

/// Letters, then the number.
fn split(name: &str) -> (&str, &str) {
    let at = name.find(|c: char| c.is_ascii_digit()).unwrap_or(name.len());
    (&name[..at], name[at..].trim_start())
}

/// The short form: `GigabitEthernet0/1` is `Gi0/1`.
pub fn short(name: &str) -> String {
    let (letters, number) = split(name);
    match KINDS.iter().find(|(kind, _)| *kind == letters) {
        Some((_, short)) => format!("{short}{number}"),
        None => name.to_owned(),
    }
}

/// The kind that a beginning of it means, if only one does.
pub fn kind(letters: &str) -> Option<&'static str> {
    let letters = letters.to_ascii_lowercase();
    let mut fits =
        KINDS.iter().filter(|(kind, _)| !letters.is_empty() && kind.to_ascii_lowercase().starts_with(&letters));
    match (fits.next(), fits.next()) {
        (Some((kind, _)), None) => Some(kind),
        _ => None,
    }
}

/// The whole name that was meant, out of those that are there: `g0/1`, `gi 0/1`, `GigabitEthernet0/1`.
pub fn full(typed: &str, known: &[String]) -> Option<String> {
    let (letters, number) = split(typed);
    let letters = letters.trim_end().to_ascii_lowercase();
    if letters.is_empty() || number.is_empty() {
        return None;
    }
    known
        .iter()
        .find(|name| {
            let (kind, of) = split(name);
            of == number && kind.to_ascii_lowercase().starts_with(&letters)
        })
        .cloned()
}

/// Letters and number as they were typed, the kind written out: `g0/1.10` is `GigabitEthernet0/1.10`.
pub fn written_out(typed: &str) -> Option<(&'static str, String)> {
    let (letters, number) = split(typed);
    let good = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '.'));
    kind(letters.trim_end()).filter(|_| good).map(|kind| (kind, number.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_way_to_write_a_port_is_understood() {
        let known = ["FastEthernet0/1", "GigabitEthernet0/1", "GigabitEthernet0/11"].map(str::to_owned);
        for typed in ["g0/1", "gi0/1", "Gig 0/1", "GigabitEthernet0/1", "gigabitethernet 0/1"] {
            assert_eq!(full(typed, &known).as_deref(), Some("GigabitEthernet0/1"), "{typed}");
        }
        assert_eq!(full("f0/1", &known).as_deref(), Some("FastEthernet0/1"));
        assert!(full("g0/2", &known).is_none() && full("0/1", &known).is_none() && full("x0/1", &known).is_none());
        assert_eq!(short("GigabitEthernet0/0.10"), "Gi0/0.10");
        assert_eq!(written_out("g0/0.10"), Some(("GigabitEthernet", "0/0.10".to_owned())));
        assert_eq!(written_out("vlan 10"), Some(("Vlan", "10".to_owned())));
    }
}
