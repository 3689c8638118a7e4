//! Help by `?`, and the Tab key.

use super::grammar::{self, Next, Parsed, words};
use super::{Job, Mode, table};

/// A word for each keyword; of our own making.
const WORDS: &[(&str, &str)] = &[
    ("access", "Access port, or its VLAN"),
    ("access-class", "Who may open a session"),
    ("access-group", "Apply an access list"),
    ("access-list", "Add a line to a numbered access list"),
    ("access-lists", "Access lists and their counters"),
    ("address", "Address"),
    ("allowed", "VLANs that may pass"),
    ("arp", "Neighbours and their cards"),
    ("banner", "Text shown at login"),
    ("bpduguard", "Shut the port when a bridge is heard"),
    ("brief", "One line each"),
    ("clear", "Reset tables and counters"),
    ("clock", "Time of day"),
    ("configure", "Go to configuration"),
    ("copy", "Copy a configuration"),
    ("deny", "Lines that stop packets"),
    ("description", "A note about this interface"),
    ("dhcp", "Dynamic addresses"),
    ("disable", "Leave privileged mode"),
    ("do", "One command of privileged mode"),
    ("enable", "Go to privileged mode"),
    ("encapsulation", "How frames are tagged"),
    ("end", "Leave configuration"),
    ("erase", "Delete a saved configuration"),
    ("exit", "One level up"),
    ("history", "Lines that were typed"),
    ("hostname", "Name of this box"),
    ("include", "Lines that hold a text"),
    ("interface", "Choose an interface"),
    ("interfaces", "State and counters of interfaces"),
    ("ip", "Internet protocol"),
    ("line", "Settings of terminals"),
    ("logging", "Messages of the system"),
    ("mac", "Card addresses"),
    ("mode", "How the port works"),
    ("name", "Name of the VLAN"),
    ("nat", "Address translation"),
    ("native", "VLAN without tag"),
    ("no", "Remove a setting"),
    ("permit", "Lines that let packets pass"),
    ("ping", "Ask whether an address answers"),
    ("port-security", "Which cards may be plugged in"),
    ("portfast", "Forward at once: for computers only"),
    ("reload", "Restart"),
    ("route", "Routes"),
    ("router", "Routing protocols"),
    ("running-config", "Configuration at work"),
    ("show", "Look at something"),
    ("shutdown", "Switch off"),
    ("spanning-tree", "Protection against loops"),
    ("speed", "Speed of the port"),
    ("duplex", "Duplex of the port"),
    ("startup-config", "Saved configuration"),
    ("switchport", "Settings of a switched port"),
    ("terminal", "Settings of this terminal"),
    ("traceroute", "Who stands on the way"),
    ("trunk", "Trunk port, or its VLANs"),
    ("version", "What this box is"),
    ("vlan", "VLANs"),
    ("write", "Save the configuration"),
];

fn word(keyword: &str) -> &'static str {
    WORDS.iter().find(|(word, _)| *word == keyword).map_or("", |(_, text)| *text)
}

fn thing(token: &str) -> &'static str {
    match token {
        "A.B.C.D" => "Address, mask or wildcard",
        "X:X:X:X::X" => "IPv6 address",
        "X:X:X:X::X/<0-128>" => "IPv6 address and length of its prefix",
        "IFACE" => "Interface",
        "H.H.H" => "Card address",
        "WORD" => "A word",
        "LINE" => "Text to the end of the line",
        "VLANS" => "VLANs, as 10,20,30-39",
        _ => "A number",
    }
}

/// What is listed where one is, with the words that stand before the cursor.
fn modes(job: &mut Job, words: &[grammar::Word]) -> (&'static str, usize) {
    let mode = job.session().mode.clone();
    let first = words.first().map(|word| word.text.to_ascii_lowercase());
    match (&mode, first.as_deref()) {
        (Mode::User | Mode::Enabled, _) => (mode.letter(), 0),
        (_, Some("do")) => ("p", 1),
        (_, Some("no")) => (mode.letter(), 1),
        _ => (mode.letter(), 0),
    }
}

pub fn ask(job: &mut Job, before: &str) {
    let begun = !before.is_empty() && !before.ends_with(char::is_whitespace);
    let all = words(before);
    let (letter, skip) = modes(job, &all);
    let skip = if all.len() == skip && begun { 0 } else { skip };
    let all = &all[skip.min(all.len())..];
    let next = match grammar::next(table::COMMANDS, letter, all, begun) {
        Ok(next) => next,
        Err(Parsed::Ambiguous) => return job.print(format!("% Ambiguous command:  \"{}\"", before.trim())),
        Err(_) => return job.print("% Unrecognized command"),
    };
    if next.is_empty() {
        return job.print("% Unrecognized command");
    }
    if begun {
        let words: Vec<&str> = next
            .iter()
            .filter_map(|next| match next {
                Next::Keyword(word) => Some(word.as_str()),
                _ => None,
            })
            .collect();
        return job.print(words.join("  "));
    }
    let mut rows: Vec<(String, &str)> = Vec::new();
    for next in next {
        rows.push(match next {
            Next::Keyword(keyword) => {
                let text = word(&keyword);
                (keyword, text)
            }
            Next::Thing(token) => {
                let text = thing(&token);
                (token, text)
            }
            Next::End => ("<cr>".to_owned(), ""),
        });
    }
    if all.is_empty() && skip == 0 && !letter.contains(['u', 'p']) {
        rows.push(("do".to_owned(), word("do")));
        rows.push(("no".to_owned(), word("no")));
    }
    rows.sort_by(|a, b| (a.0 == "<cr>", &a.0).cmp(&(b.0 == "<cr>", &b.0)));
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).max(10);
    for (name, text) in rows {
        let line = format!("  {name:<width$}  {text}");
        job.print(line.trim_end());
    }
}

/// Completes the last word, if only one may stand there; gives the line as it is then.
pub fn complete(job: &mut Job, before: &str) -> String {
    let all = words(before);
    let (letter, skip) = modes(job, &all);
    let Some(last) = all.last().filter(|_| !before.ends_with(char::is_whitespace)).cloned() else {
        return before.to_owned();
    };
    let skip = if all.len() <= skip { 0 } else { skip };
    match grammar::next(table::COMMANDS, letter, &all[skip..], true).as_deref() {
        Ok([Next::Keyword(keyword)]) => format!("{}{keyword} ", &before[..last.at]),
        _ => before.to_owned(),
    }
}
