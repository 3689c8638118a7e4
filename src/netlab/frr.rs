//! Configuration files of FRR and Quagga (`frr.conf`, `zebra.conf`, `ripd.conf` and so on): addresses and static routes
//! are said in the words of `ip`, RIP and OSPF as `vtysh -c …`; other protocols, which our Linux computers do not speak,
//! are told.

use super::Line;
use crate::locale::Message;
use crate::netbox::Findings;

/// Lines that change nothing about where packets go.
const WITHOUT_EFFECT: [&str; 13] = [
    "frr", "hostname", "password", "enable", "log", "service", "line", "end", "exit", "banner", "username", "debug",
    "agentx",
];

/// Lines below `router`, which older files do not indent.
const OF_ROUTER: [&str; 10] = [
    "network",
    "redistribute",
    "version",
    "passive-interface",
    "neighbor",
    "router-id",
    "ospf",
    "area",
    "timers",
    "default-information",
];

/// Whether a path in a machine is one of these files.
pub fn is_config(path: &str) -> bool {
    let file = path.trim_start_matches('/');
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    matches!(folder, "etc/frr" | "etc/quagga" | "etc/zebra")
        && matches!(name, "frr.conf" | "Quagga.conf" | "zebra.conf" | "staticd.conf" | "ripd.conf" | "ospfd.conf")
}

/// Whether a line of a script starts the daemons.
pub fn starts(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    matches!(
        words.as_slice(),
        [
            "/etc/init.d/frr" | "/etc/init.d/quagga" | "/etc/init.d/zebra" | "/usr/lib/frr/frrinit.sh",
            "start" | "restart"
        ] | ["service", "frr" | "quagga" | "zebra", "start" | "restart"]
            | ["systemctl", "start" | "restart", "frr" | "quagga" | "zebra" | "frr.service"]
            | ["vtysh", "-b"]
    )
}

pub fn read(text: &str, file: &str, found: &mut Findings) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut routes, mut protocols) = (Vec::new(), Vec::new());
    let mut iface: Option<&str> = None;
    // The protocol whose lines these are.
    let mut router: Option<&str> = None;
    // A block that is left out as a whole: where it begins, and how.
    let mut block: Option<(usize, &str)> = None;
    let mut last = 0;
    let tell = |block: &mut Option<(usize, &str)>, last: usize, found: &mut Findings| {
        if let Some((number, head)) = block.take() {
            found.warning(number, Message::new("netlab-frr-block").with("line", head).with("to", last));
        }
    };
    for (index, raw) in text.lines().enumerate() {
        let (number, line) = (index + 1, raw.trim());
        if line.is_empty() || line.starts_with(['!', '#']) {
            continue;
        }
        let indented = raw.starts_with([' ', '\t']);
        if block.is_some() {
            // Older files do not indent; their blocks end where another one begins.
            let begins = ["router ", "interface ", "ip route ", "line ", "route-map ", "access-list "];
            if indented
                || line.starts_with("exit-")
                || !begins.iter().any(|begin| line.starts_with(begin)) && line != "exit" && line != "end"
            {
                last = number;
                continue;
            }
            tell(&mut block, last, found);
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let at = |text: String| Line { text, file: file.to_owned(), line: number };
        match words.as_slice() {
            ["interface", name, ..] => (iface, router) = (Some(*name), None),
            ["router", protocol @ ("rip" | "ospf")] => {
                (iface, router) = (None, Some(*protocol));
                protocols.push(at(format!("vtysh -c 'configure terminal' -c 'router {protocol}'")));
            }
            ["exit" | "end" | "line" | "exit-router", ..] => (iface, router) = (None, None),
            [_, ..] if let Some(protocol) = router.filter(|_| indented || OF_ROUTER.contains(&words[0])) => {
                // A quote would end the command; FRR has none here.
                let text = words.join(" ").replace('\'', "");
                protocols.push(at(format!("vtysh -c 'configure terminal' -c 'router {protocol}' -c '{text}'")));
            }
            ["ip", "ospf", ..] if let Some(name) = iface => {
                let text = words.join(" ").replace('\'', "");
                protocols.push(at(format!("vtysh -c 'configure terminal' -c 'interface {name}' -c '{text}'")));
            }
            ["ip", "address", address] if let Some(name) = iface => {
                lines.push(at(format!("ip addr add {address} dev {name}")))
            }
            ["shutdown"] if let Some(name) = iface => lines.push(at(format!("ip link set dev {name} down"))),
            ["no", "shutdown"] | ["ip", "forwarding"] => {}
            // Whether packets that do not exist here are passed on, and who is told of it.
            ["no", "ipv6", ..] | ["ipv6", "forwarding"] | ["ipv6", "nd", ..] => {}
            ["description", ..] if iface.is_some() => {}
            ["no", "ip", "forwarding"] => lines.push(at("sysctl -w net.ipv4.ip_forward=0".to_owned())),
            ["ip", "route", dest, rest @ ..] => match route(dest, rest) {
                Some(line) => routes.push(at(line)),
                None => found.warning(number, Message::new("netlab-not-simulated").with("line", line)),
            },
            ["router" | "route-map" | "key", ..] => {
                (iface, router) = (None, None);
                block = Some((number, line));
                last = number;
            }
            [word, ..] if WITHOUT_EFFECT.contains(word) || word.starts_with("exit-") => (iface, router) = (None, None),
            ["no", word, ..] if WITHOUT_EFFECT.contains(word) => {}
            _ => found.warning(number, Message::new("netlab-not-simulated").with("line", line)),
        }
    }
    tell(&mut block, last, found);
    // A static route counts once its gateway can be reached, whatever the order of the file.
    lines.extend(routes);
    lines.extend(protocols);
    lines
}

/// `ip route NETWORK GATEWAY|INTERFACE [DISTANCE]`, the network with a length or with a mask.
fn route(dest: &str, rest: &[&str]) -> Option<String> {
    let address = |text: &str| text.parse::<std::net::Ipv4Addr>().is_ok();
    let (dest, rest) = match rest {
        [mask, rest @ ..] if !dest.contains('/') && mask.starts_with("255.") | (*mask == "0.0.0.0") => {
            (format!("{dest}/{mask}"), rest)
        }
        rest => (dest.to_owned(), rest),
    };
    let (hop, rest) = match rest {
        ["Null0" | "null0" | "blackhole", rest @ ..] => (None, rest),
        [via, dev, rest @ ..] if address(via) && dev.parse::<u8>().is_err() => {
            (Some(format!(" via {via} dev {dev}")), rest)
        }
        [via, rest @ ..] if address(via) => (Some(format!(" via {via}")), rest),
        [dev, rest @ ..] if dev.starts_with(|c: char| c.is_ascii_alphabetic()) => (Some(format!(" dev {dev}")), rest),
        _ => return None,
    };
    let metric = match rest {
        [] => String::new(),
        [distance] => format!(" metric {}", distance.parse::<u8>().ok()?),
        _ => return None,
    };
    Some(match hop {
        Some(hop) => format!("ip route add {dest}{hop}{metric}"),
        None => format!("ip route add blackhole {dest}{metric}"),
    })
}

/// Puts the lines in place of the one that starts the daemons; false if there is no such line.
pub fn put_in(lines: &mut Vec<Line>, config: &[Line]) -> bool {
    let mut all = Vec::new();
    let mut started = false;
    for line in lines.drain(..) {
        if starts(&line.text) {
            if !std::mem::replace(&mut started, true) {
                all.extend(config.iter().cloned());
            }
        } else {
            all.push(line);
        }
    }
    *lines = all;
    started
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_routes_and_rip_are_taken_and_other_protocols_are_told() {
        let text = "frr version 8.1\nhostname r1\nno ipv6 forwarding\n!\ninterface eth0\n ip address 10.0.0.1/24\n description lan\n!\ninterface lo\n ip address 1.1.1.1/32\n ipv6 address fe80::1/64\nexit\nip route 10.2.0.0/16 10.0.0.2\nip route 10.3.0.0 255.255.0.0 eth0 200\nip route 10.4.0.0/16 Null0\nrouter rip\nnetwork eth0\nredistribute connected\n!\nrouter bgp 65000\n neighbor 10.0.0.2 remote-as 65001\n address-family ipv4\n  network 10.0.0.0/8\n exit-address-family\nexit\nline vty\n";
        let mut problems = Vec::new();
        let lines = read(text, "f", &mut Findings { file: "f", problems: &mut problems });
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "ip addr add 10.0.0.1/24 dev eth0",
                "ip addr add 1.1.1.1/32 dev lo",
                "ip route add 10.2.0.0/16 via 10.0.0.2",
                "ip route add 10.3.0.0/255.255.0.0 dev eth0 metric 200",
                "ip route add blackhole 10.4.0.0/16",
                "vtysh -c 'configure terminal' -c 'router rip'",
                "vtysh -c 'configure terminal' -c 'router rip' -c 'network eth0'",
                "vtysh -c 'configure terminal' -c 'router rip' -c 'redistribute connected'",
            ]
        );
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [Some(11), Some(20)]);
    }
}
