//! From a lab as it was read to a scenario: models, ids, cables, and start-up lines that our consoles take.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::{Import, Lab, Line, MOST_MACHINES, Machine, Source, What, as_id, ron};
use crate::diagnostic::Source as Text;
use crate::locale::{Lang, Message, Text as Words};
use crate::net::build::{Refused, raised};
use crate::net::models::{Model, models};
use crate::net::ping::Outcome;
use crate::net::{Net, Time};
use crate::netbox::{Findings, Problem};
use crate::plant::address::PortId;
use crate::scenario::file::{Device, NetCable, NetLink};

/// Time a trainee gets, until the trainer writes another one.
const MINUTES: u32 = 30;
/// Lines of the rubric that is proposed.
const MOST_PROPOSED: usize = 10;
/// Addresses that are tried from one device for the proposal.
const MOST_TRIED: usize = 6;
/// Refused lines are taken out and the rest tried again, so often.
const ROUNDS: usize = 5;

/// A device of ours and where its lines come from.
struct Made {
    device: Device,
    /// As the lab calls it.
    called: String,
    origin: Vec<Option<Line>>,
}

pub fn scenario(mut lab: Lab, lang: Lang, import: &mut Import) {
    impairments(&mut lab, &mut import.problems);
    let mut found = Findings { file: &lab.file, problems: &mut import.problems };
    if lab.machines.is_empty() {
        found.error(None, Message::new("netlab-no-machine"));
        return;
    }
    if lab.machines.len() > MOST_MACHINES {
        let message =
            Message::new("netlab-many-machines").with("count", lab.machines.len()).with("most", MOST_MACHINES);
        found.error(None, message);
        return;
    }
    let ids = ids(&lab);
    let mut made: IndexMap<String, Made> = IndexMap::new();
    // For each machine, what its cards are called here.
    let mut ports: Vec<BTreeMap<String, String>> = Vec::new();
    for (machine, id) in lab.machines.iter().zip(&ids) {
        let Some((device, names)) = device(machine, &lab, id, &mut found) else {
            ports.push(BTreeMap::new());
            continue;
        };
        ports.push(names);
        made.insert(id.clone(), device);
    }
    let links = links(&lab, &ids, &ports, &mut made, &mut found);
    if made.is_empty() {
        found.error(None, Message::new("netlab-no-machine"));
        return;
    }
    spots(&lab, &ids, &mut made);
    let net = settle(&mut made, &links, &mut import.problems);
    // As someone reads the files.
    import.problems.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    let id = if as_id(&lab.id).is_empty() { "lab".to_owned() } else { as_id(&lab.id) };
    let text = written(&lab, lang, &id, &made, &links, net, &import.problems);
    // What we write is read as any scenario is: a lab that makes a wrong one is told, not handed over.
    match crate::scenario::read(&Text::new(format!("{id}.ron"), text.clone()), 1) {
        Ok(_) => {
            import.scenario = Some(text);
            import.devices = made.len();
            import.links = links.len();
        }
        Err(diagnostics) => {
            let mut found = Findings { file: &lab.file, problems: &mut import.problems };
            for diagnostic in diagnostics {
                found.error(None, Message::new("netlab-no-scenario").with("why", diagnostic.message));
            }
        }
    }
}

/// `tc … netem` is what its cable does to frames.
fn impairments(lab: &mut Lab, problems: &mut Vec<Problem>) {
    let Lab { machines, wires, .. } = lab;
    for (number, machine) in machines.iter_mut().enumerate() {
        machine.lines.retain(|line| {
            let Some((card, delay_us, loss_permille)) = netem(&line.text) else { return true };
            let wire = wires.iter_mut().find(|wire| wire.ends.iter().any(|(of, name)| *of == number && *name == card));
            // On a collision domain it would be the cable of this one machine, which cannot be said.
            let Some(wire) = wire.filter(|wire| wire.ends.len() == 2) else { return true };
            wire.delay_us = wire.delay_us.max(delay_us);
            wire.loss_permille = wire.loss_permille.max(loss_permille);
            let message = Message::new("netlab-netem").with("line", line.text.as_str());
            Findings { file: &line.file, problems }.note(line.line, message);
            false
        });
    }
}

/// Card, delay in microseconds and loss in thousandths of `tc qdisc add dev eth0 root netem delay 10ms loss 1%`.
fn netem(line: &str) -> Option<(String, u32, u16)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let ["tc", "qdisc", "add" | "replace", "dev", card, "root", rest @ ..] = words.as_slice() else { return None };
    let rest = match rest {
        ["handle", _, rest @ ..] => rest,
        rest => rest,
    };
    let ["netem", rest @ ..] = rest else { return None };
    let (mut delay, mut loss) = (0, 0);
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        let value = words.next()?;
        match *word {
            "delay" => delay = micros(value)?,
            "loss" => {
                let percent: f64 = value.strip_suffix('%')?.parse().ok()?;
                loss = (0.0..=100.0).contains(&percent).then_some((percent * 10.0).round() as u16)?;
            }
            _ => return None,
        }
    }
    Some(((*card).to_owned(), delay, loss))
}

fn micros(text: &str) -> Option<u32> {
    let unit = text.find(|c: char| c.is_ascii_alphabetic())?;
    let number: f64 = text[..unit].parse().ok()?;
    let micros = match &text[unit..] {
        "us" | "usec" => number,
        "ms" | "msec" => number * 1000.0,
        "s" | "sec" => number * 1_000_000.0,
        _ => return None,
    };
    (0.0..=10_000_000.0).contains(&micros).then_some(micros.round() as u32)
}

/// An id of ours for each machine, each once.
fn ids(lab: &Lab) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let id = |machine: &Machine| free(&as_id(&machine.name), &mut taken);
    lab.machines.iter().map(id).collect()
}

/// A name that is not taken: this one, or with a number.
fn free(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let wanted = if wanted.is_empty() { "machine" } else { wanted };
    let mut id = wanted.to_owned();
    let mut number = 2;
    while !taken.insert(id.clone()) {
        id = format!("{wanted}-{number}");
        number += 1;
    }
    id
}

/// `eth3` is 3.
fn eth(name: &str) -> Option<usize> {
    let digits = name.strip_prefix("eth")?;
    let plain = !digits.is_empty() && (digits == "0" || !digits.starts_with('0'));
    digits.parse().ok().filter(|_| plain && digits.len() < 4)
}

fn device(machine: &Machine, lab: &Lab, id: &str, found: &mut Findings) -> Option<(Made, BTreeMap<String, String>)> {
    let (model, names) = match &machine.what {
        What::Linux => linux(machine, found)?,
        What::Bridge => bridge(machine, found)?,
        What::Ours(model) => {
            let known = models().get(model.as_str())?;
            (model.clone(), ours(machine, known, found))
        }
    };
    let mut lines: Vec<(String, Option<Line>)> = Vec::new();
    if machine.what == What::Linux {
        if id != machine.name {
            lines.push((format!("hostname {}", machine.name), None));
        }
        // In a container every machine passes packets on: see docs/command-line.md.
        let says = |line: &Line| line.text.starts_with("sysctl -w net.ipv4.ip_forward=");
        if !models().get(model.as_str())?.forwards && !machine.lines.iter().any(says) {
            lines.push(("sysctl -w net.ipv4.ip_forward=1".to_owned(), None));
        }
        let forwards = models().get(model.as_str())?.forwards;
        let made_here = made_here(machine);
        for line in &machine.lines {
            if let Some(missing) = missing_card(line, machine, &made_here) {
                let key = if lab.source == Source::Containerlab && missing == "eth0" {
                    "netlab-management-card"
                } else {
                    "netlab-no-card"
                };
                let message = Message::new(key).with("line", line.text.as_str()).with("card", missing);
                Findings { file: &line.file, problems: found.problems }.warning(line.line, message);
                continue;
            }
            // What is so anyway need not be typed.
            let as_it_is = format!("sysctl -w net.ipv4.ip_forward={}", u8::from(forwards));
            if line.text == as_it_is && !lines.iter().any(|(text, _)| text.contains("ip_forward")) {
                continue;
            }
            lines.push((renamed(&line.text, &names), Some(line.clone())));
        }
    } else {
        lines.extend(machine.lines.iter().map(|line| (line.text.clone(), Some(line.clone()))));
    }
    let (startup, origin) = lines.into_iter().unzip();
    let name = (id != machine.name).then(|| Words { fr: machine.name.clone(), en: machine.name.clone() });
    let device = Device { model, name, place: None, services: Vec::new(), startup, at: None };
    Some((Made { device, called: machine.name.clone(), origin }, names))
}

/// A Linux model with room for all cards, and what they are called there.
fn linux(machine: &Machine, found: &mut Findings) -> Option<(String, BTreeMap<String, String>)> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut used: BTreeSet<usize> = machine.cards.iter().filter_map(|card| eth(card)).collect();
    for card in &machine.cards {
        let number = eth(card).unwrap_or_else(|| {
            let number = (1..).find(|number| !used.contains(number)).expect("there are enough");
            used.insert(number);
            let message = Message::new("netlab-card-renamed")
                .with("machine", machine.name.as_str())
                .with("card", card.as_str())
                .with("port", format!("eth{number}"));
            found.note(machine.line, message);
            number
        });
        names.insert(card.clone(), format!("eth{number}"));
    }
    let named = machine.model.as_deref().filter(|name| {
        let ports = models().get(*name).map(Model::port_names).unwrap_or_default();
        names.values().all(|port| ports.contains(port))
    });
    if let Some(model) = named {
        return Some((model.to_owned(), names));
    }
    let most = used.last().map_or(0, |number| number + 1);
    let model = match (names.len(), most) {
        (..=1, ..=2) => "linux-host",
        (_, ..=8) => "linux-router",
        (_, ..=32) => "linux-router-32",
        _ => {
            too_many(machine, 32, found);
            return None;
        }
    };
    Some((model.to_owned(), names))
}

fn too_many(machine: &Machine, most: usize, found: &mut Findings) {
    let message = Message::new("netlab-many-cards").with("machine", machine.name.as_str()).with("most", most);
    found.warning(machine.line, message);
}

fn bridge(machine: &Machine, found: &mut Findings) -> Option<(String, BTreeMap<String, String>)> {
    let model = match machine.cards.len() {
        ..=8 => "switch-8",
        9..=32 => "switch-32",
        _ => {
            too_many(machine, 32, found);
            return None;
        }
    };
    let number = |(index, card): (usize, &String)| (card.clone(), (index + 1).to_string());
    let names: BTreeMap<String, String> = machine.cards.iter().enumerate().map(number).collect();
    let told: Vec<String> = machine.cards.iter().map(|card| format!("{card} → {}", names[card])).collect();
    let message = Message::new("netlab-bridge").with("machine", machine.name.as_str()).with("cards", told.join(", "));
    found.note(machine.line, message);
    Some((model.to_owned(), names))
}

/// The ports of a model of ours, by the numbers that our export gives their cards: the first is `eth1`.
fn ours(machine: &Machine, model: &Model, found: &mut Findings) -> BTreeMap<String, String> {
    let all = model.port_names();
    let mut names = BTreeMap::new();
    for card in &machine.cards {
        let linux = model.os == crate::net::models::OsName::Linux;
        let number = eth(card).and_then(|number| if linux { Some(number) } else { number.checked_sub(1) });
        match number.and_then(|number| all.get(number)) {
            Some(port) => {
                names.insert(card.clone(), port.clone());
            }
            None => {
                let message =
                    Message::new("netlab-no-port").with("machine", machine.name.as_str()).with("card", card.as_str());
                found.warning(machine.line, message);
            }
        }
    }
    names
}

/// Interfaces that the lines themselves make: bridges, VLANs, new names.
fn made_here(machine: &Machine) -> BTreeSet<&str> {
    let mut made = BTreeSet::new();
    for line in &machine.lines {
        let words: Vec<&str> = line.text.split([' ', '\t', ';']).filter(|word| !word.is_empty()).collect();
        for pair in words.windows(2) {
            if matches!(pair[0], "name" | "addbr" | "add") {
                made.insert(pair[1]);
            }
        }
    }
    made
}

/// The first card that a line names and the machine does not have.
fn missing_card<'l>(line: &'l Line, machine: &Machine, made_here: &BTreeSet<&str>) -> Option<&'l str> {
    line.text.split([' ', '\t', ';', '"', '\'', ',']).find(|word| {
        let card = word.split(['.', ':', '@']).next().unwrap_or_default();
        eth(card).is_some() && !machine.cards.iter().any(|own| own == card) && !made_here.contains(card)
    })
}

/// The line with the cards called as they are here.
fn renamed(text: &str, names: &BTreeMap<String, String>) -> String {
    if names.iter().all(|(card, port)| card == port) {
        return text.to_owned();
    }
    let of_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.find(|c| !of_name(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        out.push_str(names.get(word).map_or(word, String::as_str));
        let sign = after.chars().next();
        out.extend(sign);
        rest = &after[sign.map_or(0, char::len_utf8)..];
    }
    out
}

/// The cables, and a hub for each collision domain that is no cable.
fn links(
    lab: &Lab,
    ids: &[String],
    ports: &[BTreeMap<String, String>],
    made: &mut IndexMap<String, Made>,
    found: &mut Findings,
) -> Vec<NetLink> {
    let mut taken: BTreeSet<String> = ids.iter().cloned().collect();
    let mut links = Vec::new();
    let cable = |a: PortId, b: PortId, wire: &super::Wire| NetLink {
        a,
        b,
        cable: NetCable::Straight,
        client: None,
        mtu: wire.mtu,
        loss_permille: wire.loss_permille,
        delay_us: wire.delay_us,
    };
    for wire in &lab.wires {
        let ends: Vec<PortId> = wire
            .ends
            .iter()
            .filter_map(|(machine, card)| {
                let port = ports[*machine].get(card)?.clone();
                Some(PortId { equipment: ids[*machine].clone(), port })
            })
            .collect();
        match (&wire.domain, ends.as_slice()) {
            (_, []) => {}
            (_, [a, b]) => links.push(cable(a.clone(), b.clone(), wire)),
            (None, _) => {}
            (Some(domain), ends) => {
                let model = match ends.len() {
                    ..=8 => "hub-8",
                    9..=32 => "hub-32",
                    count => {
                        let message = Message::new("netlab-many-ends")
                            .with("domain", domain.as_str())
                            .with("count", count)
                            .with("most", 32);
                        found.warning(wire.line, message);
                        continue;
                    }
                };
                let hub = free(&format!("lan-{}", as_id(domain)), &mut taken);
                let name = Words { fr: format!("Domaine {domain}"), en: format!("Domain {domain}") };
                let device = Device {
                    model: model.to_owned(),
                    name: Some(name),
                    place: None,
                    services: Vec::new(),
                    startup: Vec::new(),
                    at: None,
                };
                made.insert(hub.clone(), Made { device, called: domain.clone(), origin: Vec::new() });
                for (index, end) in ends.iter().enumerate() {
                    let port = PortId { equipment: hub.clone(), port: (index + 1).to_string() };
                    links.push(cable(end.clone(), port, wire));
                }
            }
        }
    }
    links
}

/// Where things are drawn, if the lab says so of every one.
fn spots(lab: &Lab, ids: &[String], made: &mut IndexMap<String, Made>) {
    let all = lab.machines.iter().all(|machine| machine.at.is_some()) && made.len() == lab.machines.len();
    for (machine, id) in lab.machines.iter().zip(ids).filter(|_| all) {
        if let Some(made) = made.get_mut(id) {
            made.device.at = machine.at;
        }
    }
}

/// Types the lines; those that are not taken are told and taken out, until all are taken.
fn settle(made: &mut IndexMap<String, Made>, links: &[NetLink], problems: &mut Vec<Problem>) -> Net {
    let mut rounds = 0;
    loop {
        let devices = made.iter().map(|(id, made)| (id.clone(), made.device.clone())).collect();
        let (net, refused) = raised(&devices, links);
        rounds += 1;
        if refused.is_empty() || rounds > ROUNDS {
            return net;
        }
        // From the last to the first, so that the numbers stay right.
        for Refused { device, index, line, said } in refused.into_iter().rev() {
            let Some(made) = made.get_mut(&device).filter(|made| index < made.origin.len()) else { continue };
            made.device.startup.remove(index);
            let Some(origin) = made.origin.remove(index) else { continue };
            let known = !said.is_empty() && !said.ends_with(": command not found");
            let message = if known {
                Message::new("netlab-refused").with("line", line).with("said", said)
            } else {
                Message::new("netlab-not-simulated").with("line", line)
            };
            Findings { file: &origin.file, problems }.warning(origin.line, message);
        }
    }
}

/// The file.
fn written(
    lab: &Lab,
    lang: Lang,
    id: &str,
    made: &IndexMap<String, Made>,
    links: &[NetLink],
    net: Net,
    problems: &[Problem],
) -> String {
    let mut text = String::new();
    text += &ron::comment(&format!("{} : {}", lab.source.name(), lab.title));
    let left: Vec<&Problem> =
        problems.iter().filter(|problem| problem.severity > crate::netbox::Severity::Note).collect();
    if !left.is_empty() {
        text += &ron::comment(&lang.text("netlab-left-head"));
        for problem in left {
            let line = problem.line.map_or(String::new(), |line| format!(":{line}"));
            text += &ron::comment(&format!("  {}{line}: {}", problem.file, lang.say(&problem.message)));
        }
    }
    let title = Words { fr: lab.title.clone(), en: lab.title.clone() };
    let more = lab.description.as_ref().map_or(String::new(), |words| format!(" {}.", words.trim_end_matches('.')));
    let brief = Words {
        fr: format!("Réseau repris d’un laboratoire {}.{more} Ce qui marche doit marcher à la fin.", lab.source.name()),
        en: format!("A network taken from a {} lab.{more} What works must work at the end.", lab.source.name()),
    };
    text += "(\n  format: 1,\n";
    text += &format!("  id: {},\n  module: Network,\n  level: Alone,\n", ron::quoted(id));
    text += &format!("  title: {},\n", ron::text(&title));
    text += &format!("  brief: (\n    fr: {},\n    en: {},\n  ),\n", ron::quoted(&brief.fr), ron::quoted(&brief.en));
    text += &format!(
        "  minutes: {MINUTES},\n  site: (\n    places: {{ \"salle\": (kind: Room, name: (fr: \"Salle\", en: \"Room\")) }},\n    links: [\n"
    );
    for link in links {
        let mut more = String::new();
        if let Some(mtu) = link.mtu {
            more += &format!(", mtu: {mtu}");
        }
        if link.loss_permille > 0 {
            more += &format!(", loss_permille: {}", link.loss_permille);
        }
        if link.delay_us > 0 {
            more += &format!(", delay_us: {}", link.delay_us);
        }
        let (a, b) = (link.a.to_string(), link.b.to_string());
        text += &format!("      (a: {}, b: {}{more}),\n", ron::quoted(&a), ron::quoted(&b));
    }
    text += "    ],\n  ),\n  devices: {\n";
    for (id, Made { device, .. }) in made {
        text += &format!("    {}: (model: {}", ron::quoted(id), ron::quoted(&device.model));
        if let Some(name) = &device.name {
            text += &format!(", name: {}", ron::text(name));
        }
        if let Some((right, down)) = device.at {
            text += &format!(", at: ({right}, {down})");
        }
        if !device.startup.is_empty() {
            text += ", startup: [\n";
            for line in &device.startup {
                text += &format!("      {},\n", ron::quoted(line));
            }
            text += "    ]";
        }
        text += "),\n";
    }
    text += "  },\n";
    text += &format!("  {}", ron::comment(&lang.text("netlab-rubric-head")));
    text += "  rubric: [\n";
    text += &rubric(made, net);
    text += "  ],\n)\n";
    text
}

/// A proposal: from each device, the first other device that answers; else something that is there.
fn rubric(made: &IndexMap<String, Made>, mut net: Net) -> String {
    let mut text = String::new();
    let mut count = 0;
    let addresses: Vec<(usize, std::net::Ipv4Addr)> = net
        .devices
        .iter()
        .enumerate()
        .flat_map(|(number, device)| device.addresses().map(move |(_, cidr)| (number, cidr.addr)))
        .filter(|(_, addr)| !addr.is_loopback())
        .collect();
    for number in 0..net.devices.len() {
        if count == MOST_PROPOSED {
            break;
        }
        if !addresses.iter().any(|(of, _)| *of == number) {
            continue;
        }
        // The farthest first: those of the end of the file.
        let others: Vec<_> = addresses.iter().rev().filter(|(of, _)| *of != number).take(MOST_TRIED).copied().collect();
        let answers = others.into_iter().find(|(_, to)| {
            net.run_for(Time::seconds(1));
            matches!(net.probe(number, *to), Outcome::Reply { .. })
        });
        let Some((other, to)) = answers else { continue };
        count += 1;
        let (id, far) = (net.devices[number].id.clone(), net.devices[other].id.clone());
        let (near, far) = (called(made, &id), called(made, &far));
        let title = Words { fr: format!("{near} joint {far} ({to})"), en: format!("{near} reaches {far} ({to})") };
        text += &line(&format!("ping-{id}"), &title, 2, &format!("Pings(from: {}, to: \"{to}\")", ron::quoted(&id)));
    }
    if count == 0 {
        let first = net.devices.iter().find(|device| !device.ifaces.is_empty()).or(net.devices.first());
        let id = first.map_or_else(String::new, |device| device.id.clone());
        let title = Words { fr: "À écrire".to_owned(), en: "To be written".to_owned() };
        let shows = format!("Shows(device: {}, line: \"ip link\", holds: \"lo\")", ron::quoted(&id));
        text += &line("a-ecrire", &title, 1, &shows);
    }
    text
}

fn called<'m>(made: &'m IndexMap<String, Made>, id: &'m str) -> &'m str {
    made.get(id).map_or(id, |made| made.called.as_str())
}

fn line(id: &str, title: &Words, points: u32, criterion: &str) -> String {
    format!("    (id: {}, title: {}, points: {points}, criterion: {criterion}),\n", ron::quoted(id), ron::text(title))
}
