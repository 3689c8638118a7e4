//! containerlab: a YAML file with nodes and links, and commands that run in each node.
//!
//! Format: containerlab.dev, “Topology definition”, “Nodes”, “Links”. Settings of a node come from `defaults`, from its
//! kind, its group and itself, the later ones first; `exec` is all of them one after the other. Commands run without a
//! shell, unless they start one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use super::{Lab, Line, Machine, Source, What, Wire, frr, script, text_of};
use crate::locale::Message;
use crate::net::models::{OsName, models};
use crate::netbox::{Findings, Problem};
use crate::scenario::suggest::did_you_mean;
use crate::yaml::{self, Limits, Node, Value, Why};

const LIMITS: Limits = Limits { deepest: 24, most_values: 60_000, aliases: true };
/// The label by which our export names a model.
pub const MODEL_LABEL: &str = "splicelab-model";

/// The label by which our export names the configuration of equipment that is not Linux.
pub const CONFIG_LABEL: &str = "splicelab-config";

/// Settings of a node that change nothing for a simulated Linux computer.
const WITHOUT_EFFECT: [&str; 33] = [
    "image",
    "type",
    "license",
    "env",
    "env-files",
    "user",
    "ports",
    "publish",
    "memory",
    "cpu",
    "cpu-set",
    "image-pull-policy",
    "restart-policy",
    "auto-remove",
    "runtime",
    "cap-add",
    "shm-size",
    "dns",
    "certificate",
    "healthcheck",
    "aliases",
    "startup-delay",
    "mgmt-ipv4",
    "mgmt-ipv6",
    "mgmt_ipv4",
    "mgmt_ipv6",
    "labels",
    "enforce-startup-config",
    "suppress-startup-config",
    "credentials",
    "devices",
    "privileged",
    "position",
];
/// Settings that could matter, and are not taken over.
const NOT_TAKEN: [&str; 9] =
    ["cmd", "entrypoint", "stages", "config", "extras", "components", "startup-config", "wait-for", "sandbox"];

pub fn read(file: &Path, problems: &mut Vec<Problem>) -> Option<Lab> {
    let shown = file.file_name().map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned());
    let text = text_of(file, &shown, problems)?;
    let mut found = Findings { file: &shown, problems };
    let text = defaults_of_variables(&text, &mut found);
    let root = match yaml::read(&text, LIMITS) {
        Ok(root) => root,
        Err(broken) => {
            let message = match broken.why {
                Why::Empty => Message::new("netlab-empty"),
                Why::NotYaml(why) => Message::new("netlab-not-yaml").with("why", why),
                Why::TooDeep => Message::new("netlab-too-deep"),
                Why::Alias => Message::new("netlab-alias"),
            };
            found.error(Some(broken.line), message);
            return None;
        }
    };
    let name = root.field("name").and_then(Node::text).unwrap_or("lab").to_owned();
    let mut lab =
        Lab { source: Source::Containerlab, file: shown.clone(), id: name.clone(), title: name, ..Lab::default() };
    let Some(topology) = root.field("topology") else {
        found.error(Some(root.line), Message::new("netlab-no-topology"));
        return None;
    };
    let folder = file.parent().unwrap_or(Path::new("."));
    Topology { lab: &mut lab, found, folder, topology, told: BTreeSet::new() }.read(&root)?;
    Some(lab)
}

/// `${NAME:=value}` and `${NAME:-value}` are the value: the surroundings of whoever imports are not those of the lab.
fn defaults_of_variables(text: &str, found: &mut Findings) -> String {
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let mut line = line.to_owned();
        while let Some((start, end, default)) = variable(&line) {
            let message =
                Message::new("netlab-variable").with("text", &line[start..end]).with("value", default.as_str());
            found.note(index + 1, message);
            line.replace_range(start..end, &default);
        }
        lines.push(line);
    }
    lines.join("\n") + "\n"
}

fn variable(line: &str) -> Option<(usize, usize, String)> {
    for (start, _) in line.match_indices("${") {
        let inside = &line[start + 2..];
        let Some(length) = inside.find('}') else { continue };
        let body = &inside[..length];
        let split = body.split_once(":=").or_else(|| body.split_once(":-")).or_else(|| body.split_once('='));
        if let Some((name, default)) = split
            && !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && !default.contains("${")
        {
            return Some((start, start + 2 + length + 1, default.to_owned()));
        }
    }
    None
}

struct Topology<'t, 'f> {
    lab: &'t mut Lab,
    found: Findings<'f>,
    folder: &'t Path,
    topology: &'t Node,
    /// Settings without effect that were told already.
    told: BTreeSet<String>,
}

/// Everything that says something about one node, the weakest first.
struct Layers<'n>(Vec<&'n Node>);

impl<'n> Layers<'n> {
    /// What is set for a key, by the strongest.
    fn field(&self, key: &str) -> Option<&'n Node> {
        self.0.iter().rev().find_map(|layer| field(layer, key))
    }

    /// What every layer sets for a key, the weakest first.
    fn all(&self, key: &str) -> impl Iterator<Item = &'n Node> {
        self.0.iter().filter_map(move |layer| field(layer, key))
    }
}

/// The value of a key, also one that is merged in by `<<`.
fn field<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    node.field(key).or_else(|| {
        let merged = node.field("<<")?;
        match &merged.value {
            Value::List(list) => list.iter().find_map(|one| field(one, key)),
            _ => field(merged, key),
        }
    })
}

/// The keys of a map, those that are merged in too.
fn entries(node: &Node) -> Vec<(&Node, &Node)> {
    let mut all = Vec::new();
    for (key, value) in node.map().unwrap_or_default() {
        if key.text() == Some("<<") {
            match &value.value {
                Value::List(list) => list.iter().for_each(|one| all.extend(entries(one))),
                _ => all.extend(entries(value)),
            }
        } else {
            all.push((key, value));
        }
    }
    all
}

impl Topology<'_, '_> {
    fn read(&mut self, root: &Node) -> Option<()> {
        for (key, _) in entries(root) {
            match key.text() {
                Some("name" | "topology" | "prefix" | "$schema" | "version" | "debug") => {}
                Some("mgmt") => self.found.note(key.line, Message::new("netlab-mgmt")),
                Some("settings") => self.note_once("settings", key.line),
                other => self.unknown(other, key.line),
            }
        }
        for (key, _) in entries(self.topology) {
            if !matches!(key.text(), Some("nodes" | "links" | "defaults" | "kinds" | "groups")) {
                self.unknown(key.text(), key.line);
            }
        }
        let nodes = field(self.topology, "nodes").filter(|nodes| nodes.map().is_some_and(|map| !map.is_empty()));
        let Some(nodes) = nodes else {
            self.found.error(Some(self.topology.line), Message::new("netlab-no-nodes"));
            return None;
        };
        for (key, node) in entries(nodes) {
            let Some(name) = key.text().filter(|name| !name.is_empty()) else {
                self.found.warning(key.line, Message::new("netlab-strange-key"));
                continue;
            };
            if self.lab.machines.iter().any(|machine| machine.name == name) {
                self.found.warning(key.line, Message::new("netlab-node-twice").with("node", name));
                continue;
            }
            let machine = self.machine(name, key.line, node);
            self.lab.machines.push(machine);
        }
        match field(self.topology, "links") {
            None => {}
            Some(links) => match links.list() {
                Some(list) => list.iter().for_each(|link| self.link(link)),
                None if links.is_empty() => {}
                None => self.found.warning(links.line, Message::new("netlab-not-a-list").with("key", "links")),
            },
        }
        Some(())
    }

    fn unknown(&mut self, key: Option<&str>, line: usize) {
        match key {
            Some(key) => self.found.warning(line, Message::new("netlab-unknown-key").with("key", key)),
            None => self.found.warning(line, Message::new("netlab-strange-key")),
        }
    }

    fn note_once(&mut self, key: &str, line: usize) {
        if self.told.insert(key.to_owned()) {
            self.found.note(line, Message::new("netlab-key-without-effect").with("key", key));
        }
    }

    fn machine(&mut self, name: &str, line: usize, node: &Node) -> Machine {
        let topology = self.topology;
        let of = |part: &str, name: &str| field(topology, part).and_then(|part| field(part, name));
        let defaults = field(topology, "defaults");
        let group = field(node, "group").or_else(|| defaults.and_then(|it| field(it, "group"))).and_then(Node::text);
        let group = group.and_then(|group| of("groups", group));
        let kind = [Some(node), group, defaults].into_iter().flatten().find_map(|layer| field(layer, "kind")?.text());
        let of_kind = kind.and_then(|kind| of("kinds", kind));
        let layers = Layers([defaults, of_kind, group, Some(node)].into_iter().flatten().collect());

        let mut machine = Machine { name: name.to_owned(), line, ..Machine::default() };
        match kind {
            Some("linux" | "frr") => {}
            Some("bridge" | "ovs-bridge") => machine.what = What::Bridge,
            Some(kind) => {
                self.found.warning(line, Message::new("netlab-kind").with("node", name).with("kind", kind));
            }
            None => self.found.note(line, Message::new("netlab-no-kind").with("node", name)),
        }
        self.settings(&mut machine, &layers);
        let binds = self.binds(&layers);
        let mut used: BTreeSet<String> = BTreeSet::new();
        match &machine.what {
            What::Ours(model) => {
                let configured = models().get(model.as_str()).is_some_and(|model| model.os == OsName::Ios);
                let config = layers.field("labels").and_then(|labels| field(labels, CONFIG_LABEL));
                machine.lines.clear();
                if let Some(config) = config.filter(|_| configured) {
                    machine.lines = self.configuration(config);
                }
                self.found.note(line, Message::new("netlab-ours").with("node", name).with("model", model.as_str()));
                used.extend(binds.keys().cloned());
            }
            _ => {
                let mut daemons = Vec::new();
                match layers.field("startup-config") {
                    Some(config) if kind == Some("frr") => daemons.extend(self.daemons_beside(config)),
                    Some(config) => {
                        let message = Message::new("netlab-key-not-taken").with("key", "startup-config");
                        self.found.warning(config.line, message);
                    }
                    None => {}
                }
                for (inside, (outside, _)) in &binds {
                    if let Some(outside) = outside
                        && frr::is_config(inside)
                    {
                        used.insert(inside.clone());
                        daemons.extend(self.daemons(outside));
                    } else if inside.ends_with("/daemons") || inside.ends_with("/vtysh.conf") {
                        used.insert(inside.clone());
                    }
                }
                let commands: Vec<&Node> =
                    layers.all("exec").flat_map(|list| list.list().unwrap_or(std::slice::from_ref(list))).collect();
                for command in commands {
                    let lines = self.command(command, &binds, &mut used);
                    machine.lines.extend(lines);
                }
                // The image starts its daemons; a line that does it again says nothing more.
                if !daemons.is_empty() {
                    machine.lines.retain(|line| !frr::starts(&line.text));
                    machine.lines.extend(daemons);
                }
            }
        }
        for (inside, (_, line)) in binds.iter().filter(|(inside, _)| !used.contains(*inside)) {
            let message = Message::new("netlab-bind").with("node", name).with("path", inside.as_str());
            self.found.warning(*line, message);
        }
        machine
    }

    /// All that is not commands and files.
    fn settings(&mut self, machine: &mut Machine, layers: &Layers) {
        let (mut right, mut down) = (None, None);
        for layer in &layers.0 {
            if layer.map().is_none() && !layer.is_empty() {
                self.found.warning(layer.line, Message::new("netlab-not-a-map").with("key", machine.name.as_str()));
            }
            for (key, value) in entries(layer) {
                match key.text() {
                    Some("kind" | "group" | "exec" | "binds" | "startup-config") => {}
                    Some("sysctls") => self.sysctls(machine, value),
                    Some("labels") => {
                        for (key, value) in entries(value) {
                            let spot = || value.number().map(|number| number as i32);
                            match key.text() {
                                Some("graph-posX" | "graph-pos-x") => right = spot(),
                                Some("graph-posY" | "graph-pos-y") => down = spot(),
                                Some(MODEL_LABEL) => self.model(machine, value),
                                _ => {}
                            }
                        }
                    }
                    Some("network-mode") => match value.text() {
                        Some("none" | "bridge") => {}
                        other => {
                            let mode = other.unwrap_or_default();
                            self.found.warning(value.line, Message::new("netlab-network-mode").with("mode", mode));
                        }
                    },
                    // What a group or a kind says is said once, however many nodes it has.
                    Some(_) | None if !self.told.insert(format!("{}:{:?}", key.line, key.text())) => {}
                    // Which daemons start: those whose lines are there.
                    Some("extras") if field(layer, "kind").and_then(Node::text) == Some("frr") => {
                        self.note_once("extras", key.line);
                    }
                    Some(key_text) if NOT_TAKEN.contains(&key_text) => {
                        self.found.warning(key.line, Message::new("netlab-key-not-taken").with("key", key_text));
                    }
                    Some(key_text) if WITHOUT_EFFECT.contains(&key_text) => self.note_once(key_text, key.line),
                    other => self.unknown(other, key.line),
                }
            }
        }
        machine.at = right.zip(down);
    }

    fn sysctls(&mut self, machine: &mut Machine, map: &Node) {
        for (key, value) in entries(map) {
            let (Some(key_text), Some(value_text)) = (key.text(), value.text()) else {
                self.found.warning(key.line, Message::new("netlab-strange-key"));
                continue;
            };
            machine.lines.push(Line {
                text: format!("sysctl -w {key_text}={value_text}"),
                file: self.lab.file.clone(),
                line: key.line,
            });
        }
    }

    fn model(&mut self, machine: &mut Machine, value: &Node) {
        let name = value.text().unwrap_or_default();
        match models().get(name) {
            Some(model) if model.os == OsName::Linux => machine.model = Some(name.to_owned()),
            Some(_) => machine.what = What::Ours(name.to_owned()),
            None => {
                let message = match did_you_mean(name, models().keys().map(String::as_str)) {
                    Some(meant) => Message::new("netlab-model-meant").with("model", name).with("meant", meant),
                    None => Message::new("netlab-model").with("model", name),
                };
                self.found.warning(value.line, message);
            }
        }
    }

    /// Files that stand in the node: by their path there, the file beside the topology, and the line that says so.
    fn binds(&mut self, layers: &Layers) -> BTreeMap<String, (Option<PathBuf>, usize)> {
        let mut binds = BTreeMap::new();
        for list in layers.all("binds") {
            for bind in list.list().unwrap_or_default() {
                let Some((outside, rest)) = bind.text().and_then(|text| text.split_once(':')) else {
                    self.found.warning(bind.line, Message::new("netlab-strange-bind"));
                    continue;
                };
                let inside = rest.split(':').next().unwrap_or_default();
                let path = is_below(outside).then(|| self.folder.join(outside));
                binds.insert(inside.to_owned(), (path, bind.line));
            }
        }
        binds
    }

    /// What the routing daemons of a node would set, from a file beside the topology.
    fn daemons_beside(&mut self, config: &Node) -> Vec<Line> {
        let name = config.text().unwrap_or_default();
        if !is_below(name) {
            self.found.warning(config.line, Message::new("netlab-script-outside").with("path", name));
            return Vec::new();
        }
        self.daemons(&self.folder.join(name))
    }

    fn daemons(&mut self, path: &Path) -> Vec<Line> {
        let shown = path.strip_prefix(self.folder).unwrap_or(path).display().to_string();
        let Some(text) = text_of(path, &shown, self.found.problems) else { return Vec::new() };
        frr::read(&text, &shown, &mut Findings { file: &shown, problems: self.found.problems })
    }

    /// The lines of a saved configuration that our export wrote.
    fn configuration(&mut self, config: &Node) -> Vec<Line> {
        let name = config.text().unwrap_or_default();
        if !is_below(name) {
            self.found.warning(config.line, Message::new("netlab-key-not-taken").with("key", CONFIG_LABEL));
            return Vec::new();
        }
        let Some(text) = text_of(&self.folder.join(name), name, self.found.problems) else { return Vec::new() };
        let lines =
            text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.trim().starts_with('!'));
        let line = |(index, line): (usize, &str)| Line {
            text: line.trim().to_owned(),
            file: name.to_owned(),
            line: index + 1,
        };
        lines.map(line).collect()
    }

    /// A command of `exec`: as it is, or what its shell is told.
    fn command(
        &mut self,
        node: &Node,
        binds: &BTreeMap<String, (Option<PathBuf>, usize)>,
        used: &mut BTreeSet<String>,
    ) -> Vec<Line> {
        let Some(text) = node.text() else {
            self.found.warning(node.line, Message::new("netlab-strange-exec"));
            return Vec::new();
        };
        let Some(words) = words(text) else {
            self.found.warning(node.line, Message::new("netlab-quotes").with("line", text));
            return Vec::new();
        };
        let file = self.lab.file.clone();
        let plain: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let shell = |word: &str| matches!(word.rsplit('/').next(), Some("sh" | "bash" | "ash" | "dash"));
        match plain.as_slice() {
            [] => Vec::new(),
            [program, option, script, ..] if shell(program) && option.starts_with('-') && option.ends_with('c') => {
                script::lines(script, &file, node.line, &mut self.found)
            }
            [program, path] if shell(program) && binds.contains_key(*path) => self.script(path, binds, used, node.line),
            [path] if binds.contains_key(*path) => self.script(path, binds, used, node.line),
            _ => {
                let signs = words.iter().find(|word| {
                    !word.quoted
                        && (matches!(word.text.as_str(), "&&" | "||" | ";" | "|" | ">" | ">>" | "&")
                            || word.text.ends_with(';'))
                });
                if let Some(sign) = signs {
                    let message =
                        Message::new("netlab-exec-without-shell").with("line", text).with("sign", sign.text.as_str());
                    self.found.warning(node.line, message);
                    return Vec::new();
                }
                vec![Line { text: text.trim().replace('\n', " "), file, line: node.line }]
            }
        }
    }

    fn script(
        &mut self,
        path: &str,
        binds: &BTreeMap<String, (Option<PathBuf>, usize)>,
        used: &mut BTreeSet<String>,
        line: usize,
    ) -> Vec<Line> {
        used.insert(path.to_owned());
        let Some((Some(outside), _)) = binds.get(path) else {
            self.found.warning(line, Message::new("netlab-script-outside").with("path", path));
            return Vec::new();
        };
        let shown = outside.strip_prefix(self.folder).unwrap_or(outside).display().to_string();
        let Some(text) = text_of(outside, &shown, self.found.problems) else { return Vec::new() };
        script::lines(&text, &shown, 1, &mut Findings { file: &shown, problems: self.found.problems })
    }

    fn link(&mut self, link: &Node) {
        let kind = field(link, "type").and_then(Node::text).unwrap_or("veth");
        let ends: Vec<(usize, Option<(String, String)>)> = match (field(link, "endpoints"), field(link, "endpoint")) {
            (Some(list), _) => list.list().unwrap_or_default().iter().map(|end| (end.line, endpoint(end))).collect(),
            (None, Some(one)) => vec![(one.line, endpoint(one))],
            (None, None) => Vec::new(),
        };
        let wanted = if kind == "veth" { 2 } else { 1 };
        if ends.len() != wanted {
            self.found.warning(link.line, Message::new("netlab-link-ends").with("count", ends.len()));
            return;
        }
        let mut wire = Wire { line: link.line, ..Wire::default() };
        for (key, value) in entries(link) {
            match key.text() {
                Some("endpoints" | "endpoint" | "type" | "labels" | "vars") => {}
                Some("mtu") => match value.text().and_then(|text| text.parse::<u16>().ok()).filter(|mtu| *mtu >= 68) {
                    Some(mtu) => wire.mtu = (mtu != 1500).then_some(mtu),
                    None => self.found.warning(value.line, Message::new("netlab-mtu")),
                },
                other => self.unknown(other, key.line),
            }
        }
        for (line, end) in ends {
            let Some((node, card)) = end else {
                self.found.warning(line, Message::new("netlab-strange-end"));
                return;
            };
            if matches!(node.as_str(), "host" | "mgmt-net" | "macvlan" | "vxlan" | "vxlan-stitch") {
                self.found.warning(line, Message::new("netlab-outside").with("what", node));
                continue;
            }
            let Some(machine) = self.lab.machines.iter().position(|machine| machine.name == node) else {
                let names = self.lab.machines.iter().map(|machine| machine.name.as_str());
                let message = match did_you_mean(&node, names) {
                    Some(meant) => Message::new("netlab-no-node-meant").with("meant", meant),
                    None => Message::new("netlab-no-node"),
                };
                let message = message.with("node", node);
                self.found.warning(line, message);
                continue;
            };
            if self.lab.machines[machine].cards.contains(&card) {
                let message = Message::new("netlab-card-twice").with("machine", node).with("card", card);
                self.found.warning(line, message);
                continue;
            }
            self.lab.machines[machine].cards.push(card.clone());
            wire.ends.push((machine, card));
        }
        match kind {
            "veth" | "dummy" => {}
            outside => self.found.warning(link.line, Message::new("netlab-outside").with("what", outside)),
        }
        if wire.ends.len() == 2 {
            self.lab.wires.push(wire);
        }
    }
}

/// Whether a path names something in the folder of the topology: nothing else is read.
fn is_below(path: &str) -> bool {
    let inside = |part: Component| matches!(part, Component::Normal(_) | Component::CurDir);
    !path.is_empty() && Path::new(path).components().all(inside)
}

/// `node:card`, or a map of the two.
fn endpoint(end: &Node) -> Option<(String, String)> {
    let good = |text: &str| !text.trim().is_empty();
    if let Some(text) = end.text() {
        let (node, card) = text.split_once(':')?;
        return (good(node) && good(card)).then(|| (node.trim().to_owned(), card.trim().to_owned()));
    }
    let (node, card) = (field(end, "node")?.text()?, field(end, "interface")?.text()?);
    (good(node) && good(card)).then(|| (node.to_owned(), card.to_owned()))
}

struct Word {
    text: String,
    quoted: bool,
}

/// The words of a command without a shell; nothing if a quote stays open.
fn words(text: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut word: Option<Word> = None;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' | '\'' => {
                let word = word.get_or_insert(Word { text: String::new(), quoted: true });
                loop {
                    match letters.next()? {
                        end if end == letter => break,
                        '\\' if letter == '"' => match letters.next()? {
                            next @ ('"' | '\\' | '$') => word.text.push(next),
                            next => word.text.extend(['\\', next]),
                        },
                        inside => word.text.push(inside),
                    }
                }
            }
            '\\' => word.get_or_insert(Word { text: String::new(), quoted: true }).text.extend(letters.next()),
            letter if letter.is_whitespace() => words.extend(word.take()),
            letter => word.get_or_insert(Word { text: String::new(), quoted: false }).text.push(letter),
        }
    }
    words.extend(word);
    Some(words)
}
