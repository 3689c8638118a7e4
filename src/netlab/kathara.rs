//! Kathará: a folder with `lab.conf`, and for each machine a script `NAME.startup` and a folder of files.
//!
//! Format: the manual pages kathara-lab.conf(5), kathara-lab-dirs(7). A machine passes packets on (Kathará starts it
//! with `net.ipv4.ip_forward=1`), its cards are up, and `shared.startup` runs before its own script.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{Lab, Line, Machine, Source, Wire, frr, interfaces, script, text_of};
use crate::locale::Message;
use crate::net::Mac;
use crate::netbox::{Findings, Problem};

/// Options that change nothing for a simulated Linux computer.
const WITHOUT_EFFECT: [&str; 13] = [
    "image",
    "mem",
    "cpus",
    "env",
    "envs",
    "shell",
    "num_terms",
    "port",
    "ports",
    "privileged",
    "ulimit",
    "ulimits",
    "terminals",
];
/// More files of one machine are only counted.
const MOST_FILES: usize = 100;

pub fn read(folder: &Path, problems: &mut Vec<Problem>) -> Option<Lab> {
    // Whoever names the file means the folder.
    let named_file = folder.file_name().is_some_and(|name| name == "lab.conf") && folder.is_file();
    let folder = if named_file { folder.parent().unwrap_or(Path::new(".")) } else { folder };
    if !folder.join("lab.conf").is_file() {
        let shown = folder.display().to_string();
        let key = if folder.is_dir() { "netlab-no-lab-conf" } else { "netlab-no-folder" };
        Findings { file: &shown, problems }.error(None, Message::new(key));
        return None;
    }
    let text = text_of(&folder.join("lab.conf"), "lab.conf", problems)?;
    let title = std::fs::canonicalize(folder)
        .ok()
        .and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()))
        .unwrap_or_else(|| "lab".to_owned());
    let mut lab =
        Lab { source: Source::Kathara, file: "lab.conf".to_owned(), id: title.clone(), title, ..Lab::default() };
    let after = conf(&text, &mut lab, &mut Findings { file: "lab.conf", problems });
    if lab.machines.is_empty() {
        Findings { file: "lab.conf", problems }.error(None, Message::new("netlab-no-machine"));
        return None;
    }
    let shared = scripted(folder, "shared.startup", problems);
    for (number, machine) in lab.machines.iter_mut().enumerate() {
        let (config, daemons, mut files) = files(folder, &machine.name, problems);
        machine.lines.append(&mut files);
        machine.lines.extend(shared.iter().cloned());
        machine.lines.extend(scripted(folder, &format!("{}.startup", machine.name), problems));
        machine.lines.extend(after.get(&number).into_iter().flatten().cloned());
        if let Some(config) = config {
            let file = format!("{}/etc/network/interfaces", machine.name);
            if !interfaces::put_in(&mut machine.lines, &config) {
                Findings { file: &file, problems }.warning_whole(Message::new("netlab-not-started"));
            }
        }
        if let Some(first) = daemons.first()
            && !frr::put_in(&mut machine.lines, &daemons)
        {
            Findings { file: &first.file, problems }.warning_whole(Message::new("netlab-not-started"));
        }
    }
    beside(folder, &lab, problems);
    Some(lab)
}

/// Reads `lab.conf`. Gives, by machine, the commands that run after its script.
fn conf(text: &str, lab: &mut Lab, found: &mut Findings) -> BTreeMap<usize, Vec<Line>> {
    let mut after: BTreeMap<usize, Vec<Line>> = BTreeMap::new();
    let mut told = BTreeSet::new();
    for (index, raw) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let number = index + 1;
        let line = raw.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some((key, value)) = line.split_once('=').filter(|(key, _)| key.starts_with("LAB_")) {
            let value = value.trim().trim_matches(['"', '\'']).trim().to_owned();
            match key {
                "LAB_NAME" if !value.is_empty() => lab.title = value,
                "LAB_DESCRIPTION" if !value.is_empty() => lab.description = Some(value),
                "LAB_NAME" | "LAB_DESCRIPTION" | "LAB_VERSION" | "LAB_AUTHOR" | "LAB_EMAIL" | "LAB_WEB" => {}
                _ => found.warning(number, Message::new("netlab-conf-line").with("line", line)),
            }
            continue;
        }
        let Some((name, key, value)) = setting(line) else {
            found.warning(number, Message::new("netlab-conf-line").with("line", line));
            continue;
        };
        let machine = match lab.machines.iter().position(|machine| machine.name == name) {
            Some(machine) => machine,
            None => {
                lab.machines.push(Machine { name: name.to_owned(), line: number, ..Machine::default() });
                lab.machines.len() - 1
            }
        };
        match key.parse::<u16>() {
            Ok(card) => plug(lab, machine, card, value, number, found),
            Err(_) => {
                let command = |text: String| Line { text, file: "lab.conf".to_owned(), line: number };
                match key {
                    "exec" => after.entry(machine).or_default().push(command(value.to_owned())),
                    "sysctl" => lab.machines[machine].lines.push(command(format!("sysctl -w {value}"))),
                    _ => option((name, key, value), number, &mut told, found),
                }
            }
        }
    }
    after
}

/// `name[key]=value`, the value with or without quotes, perhaps with a comment behind.
fn setting(line: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = line.split_once('[')?;
    let (key, rest) = rest.split_once(']')?;
    let value = rest.trim_start().strip_prefix('=')?.trim();
    let value = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let (value, after) = value[1..].split_once(quote)?;
            let after = after.trim();
            (after.is_empty() || after.starts_with('#')).then_some(value)?
        }
        _ => value.split_once(" #").map_or(value, |(value, _)| value.trim()),
    };
    let of_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let good = |text: &str| !text.is_empty() && text.chars().all(of_name);
    (good(name) && good(key) && !value.trim().is_empty()).then_some((name, key, value.trim()))
}

/// `pc1[0]="A"` or `pc1[0]="A/02:42:ac:11:00:02"`.
fn plug(lab: &mut Lab, machine: usize, card: u16, value: &str, number: usize, found: &mut Findings) {
    let (domain, mac) = value.split_once('/').map_or((value, None), |(domain, mac)| (domain, Some(mac)));
    let card = format!("eth{card}");
    if domain.is_empty() || !domain.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-') {
        found.warning(number, Message::new("netlab-bad-domain").with("domain", domain));
        return;
    }
    if lab.machines[machine].cards.contains(&card) {
        let name = lab.machines[machine].name.clone();
        found.warning(number, Message::new("netlab-card-twice").with("machine", name).with("card", card));
        return;
    }
    if let Some(mac) = mac {
        match mac.parse::<Mac>() {
            Ok(_) => lab.machines[machine].lines.push(Line {
                text: format!("ip link set dev {card} address {}", mac.to_lowercase()),
                file: "lab.conf".to_owned(),
                line: number,
            }),
            Err(_) => found.warning(number, Message::new("netlab-bad-mac").with("mac", mac)),
        }
    }
    lab.machines[machine].cards.push(card.clone());
    match lab.wires.iter_mut().find(|wire| wire.domain.as_deref() == Some(domain)) {
        Some(wire) => wire.ends.push((machine, card)),
        None => lab.wires.push(Wire {
            domain: Some(domain.to_owned()),
            ends: vec![(machine, card)],
            line: number,
            ..Wire::default()
        }),
    }
}

fn option((name, key, value): (&str, &str, &str), number: usize, told: &mut BTreeSet<String>, found: &mut Findings) {
    let off = matches!(value.to_lowercase().as_str(), "false" | "no" | "0");
    let message = |text| Message::new(text).with("machine", name).with("key", key).with("value", value);
    match key {
        "bridged" | "ipv6" | "volume" | "volumes" | "entrypoint" | "args" if !off => {
            found.warning(number, message("netlab-option-not-taken"));
        }
        "bridged" | "ipv6" => {}
        _ if WITHOUT_EFFECT.contains(&key) => {
            if told.insert(key.to_owned()) {
                found.note(number, Message::new("netlab-key-without-effect").with("key", key));
            }
        }
        _ => found.warning(number, message("netlab-option-unknown")),
    }
}

/// The lines of a script of the folder; none if there is no such script.
fn scripted(folder: &Path, name: &str, problems: &mut Vec<Problem>) -> Vec<Line> {
    let path = folder.join(name);
    if !path.is_file() {
        return Vec::new();
    }
    let Some(text) = text_of(&path, name, problems) else { return Vec::new() };
    script::lines(&text, name, 1, &mut Findings { file: name, problems })
}

/// What a machine's own folder holds: `/etc/network/interfaces`, what daemons would set, and names and resolvers as
/// lines; the rest is told.
fn files(
    folder: &Path,
    machine: &str,
    problems: &mut Vec<Problem>,
) -> (Option<Vec<interfaces::Step>>, Vec<Line>, Vec<Line>) {
    let root = folder.join(machine);
    let mut all = Vec::new();
    gather(&root, 0, &mut all);
    all.sort();
    let (mut config, mut daemons, mut lines) = (None, Vec::new(), Vec::new());
    for (index, path) in all.iter().enumerate() {
        let below = path.strip_prefix(&root).unwrap_or(path).display().to_string();
        let shown = format!("{machine}/{below}");
        if index == MOST_FILES {
            let rest = all.len() - index;
            Findings { file: machine, problems }.warning_whole(Message::new("netlab-more-files").with("count", rest));
            break;
        }
        match below.as_str() {
            "etc/network/interfaces" => {
                let Some(text) = text_of(path, &shown, problems) else { continue };
                config = Some(interfaces::read(&text, &shown, &mut Findings { file: &shown, problems }));
            }
            "etc/hosts" | "etc/resolv.conf" => {
                let Some(text) = text_of(path, &shown, problems) else { continue };
                let mut sign = ">";
                for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                    if line.contains('\'') {
                        let message = Message::new("netlab-not-simulated").with("line", line);
                        Findings { file: &shown, problems }.warning(index + 1, message);
                        continue;
                    }
                    let text = format!("echo '{}' {sign} /{below}", line.trim_end());
                    lines.push(Line { text, file: shown.clone(), line: index + 1 });
                    sign = ">>";
                }
            }
            path_there if frr::is_config(path_there) => {
                let Some(text) = text_of(path, &shown, problems) else { continue };
                daemons.extend(frr::read(&text, &shown, &mut Findings { file: &shown, problems }));
            }
            // Which daemons start, and how their console looks.
            "etc/hostname" | "etc/frr/daemons" | "etc/quagga/daemons" | "etc/frr/vtysh.conf" => {}
            _ => {
                let message = Message::new("netlab-file-not-taken").with("machine", machine);
                Findings { file: &shown, problems }.warning_whole(message);
            }
        }
    }
    (config, daemons, lines)
}

fn gather(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        // A link could lead in a circle.
        let Ok(kind) = entry.file_type() else { continue };
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if kind.is_dir() && depth < 12 {
            gather(&entry.path(), depth + 1, files);
        } else if kind.is_file() && !hidden && files.len() < MOST_FILES * 100 {
            files.push(entry.path());
        }
    }
}

/// What lies beside `lab.conf` and belongs to no machine of it.
fn beside(folder: &Path, lab: &Lab, problems: &mut Vec<Problem>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let known = |name: &str| lab.machines.iter().any(|machine| machine.name == name) || name == "shared";
    for name in names {
        let mut found = Findings { file: &name, problems: &mut *problems };
        match name.rsplit_once('.') {
            Some((stem, "startup")) if !known(stem) => found.warning_whole(Message::new("netlab-startup-of-nobody")),
            Some((stem, "shutdown")) if known(stem) => found.note_whole(Message::new("netlab-shutdown")),
            Some(("lab", "dep")) => found.note_whole(Message::new("netlab-lab-dep")),
            Some(("lab", "ext")) => found.warning_whole(Message::new("netlab-lab-ext")),
            None if name == "shared" && folder.join(&name).is_dir() => {
                found.note_whole(Message::new("netlab-shared"));
            }
            _ => {}
        }
    }
}
