//! `/etc/network/interfaces`, as Debian's `ifup` reads it: interfaces(5).

use super::Line;
use crate::locale::Message;
use crate::netbox::Findings;

/// What `ifup` does for one interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    iface: String,
    auto: bool,
    lines: Vec<Line>,
}

/// One `iface` stanza while it is read.
#[derive(Default)]
struct Stanza {
    iface: String,
    method: String,
    line: usize,
    address: Option<(usize, String)>,
    netmask: Option<String>,
    gateway: Option<(usize, String)>,
    hardware: Option<(usize, String)>,
    up: Vec<(usize, String)>,
}

pub fn read(text: &str, file: &str, found: &mut Findings) -> Vec<Step> {
    let mut stanzas: Vec<Stanza> = Vec::new();
    let mut auto: Vec<String> = Vec::new();
    // After `mapping` or another family, everything up to the next stanza is left out.
    let mut inside = false;
    for (index, raw) in text.lines().enumerate() {
        let (number, line) = (index + 1, raw.trim());
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once([' ', '\t']).map_or((line, ""), |(key, value)| (key, value.trim()));
        let mut not_taken = || found.warning(number, Message::new("netlab-not-simulated").with("line", line));
        match key {
            "auto" | "allow-hotplug" => {
                auto.extend(value.split_whitespace().map(str::to_owned));
                inside = false;
            }
            "iface" => {
                let words: Vec<&str> = value.split_whitespace().collect();
                inside = matches!(words.as_slice(), [_, "inet", "static" | "dhcp" | "manual" | "loopback"]);
                if inside {
                    stanzas.push(Stanza {
                        iface: words[0].to_owned(),
                        method: words[2].to_owned(),
                        line: number,
                        ..Stanza::default()
                    });
                } else {
                    not_taken();
                }
            }
            "source" | "source-directory" | "mapping" => {
                not_taken();
                inside = false;
            }
            _ => match stanzas.last_mut().filter(|_| inside) {
                Some(stanza) => match key {
                    "address" => stanza.address = Some((number, value.to_owned())),
                    "netmask" => stanza.netmask = Some(value.to_owned()),
                    "gateway" => stanza.gateway = Some((number, value.to_owned())),
                    "network" | "broadcast" => {}
                    "hwaddress" => {
                        let mac = value.strip_prefix("ether").unwrap_or(value).trim();
                        stanza.hardware = Some((number, mac.to_owned()));
                    }
                    "up" | "post-up" | "pre-up" => stanza.up.push((number, value.to_owned())),
                    "mtu" => stanza.up.push((number, format!("ip link set dev {} mtu {value}", stanza.iface))),
                    "down" | "pre-down" | "post-down" => {}
                    _ => not_taken(),
                },
                None => not_taken(),
            },
        }
    }
    let stanzas = stanzas.into_iter().filter(|stanza| stanza.method != "loopback");
    stanzas.map(|stanza| step(stanza, file, &auto)).collect()
}

fn step(stanza: Stanza, file: &str, auto: &[String]) -> Step {
    let Stanza { iface, method, line, address, netmask, gateway, hardware, up } = stanza;
    let mut lines = Vec::new();
    let mut push = |number: usize, text: String| lines.push(Line { text, file: file.to_owned(), line: number });
    if let Some((number, mac)) = hardware {
        push(number, format!("ip link set dev {iface} address {mac}"));
    }
    push(line, format!("ip link set dev {iface} up"));
    if method == "dhcp" {
        push(line, format!("dhclient {iface}"));
    }
    if let Some((number, address)) = address {
        let mask = netmask.filter(|_| !address.contains('/')).map_or(String::new(), |mask| format!("/{mask}"));
        push(number, format!("ip addr add {address}{mask} dev {iface}"));
    }
    if let Some((number, gateway)) = gateway {
        push(number, format!("ip route add default via {gateway} dev {iface}"));
    }
    for (number, command) in up {
        push(number, command.replace("$IFACE", &iface));
    }
    Step { auto: auto.contains(&iface), iface, lines }
}

/// Puts what `ifup` does in place of the line that starts it; false if there is no such line.
pub fn put_in(lines: &mut Vec<Line>, config: &[Step]) -> bool {
    let mut all = Vec::new();
    let mut started = config.is_empty();
    for line in lines.drain(..) {
        let words: Vec<&str> = line.text.split_whitespace().collect();
        let wanted: Vec<&Step> = match words.as_slice() {
            ["/etc/init.d/networking", "start" | "restart"]
            | ["service", "networking", "start" | "restart"]
            | ["systemctl", "start" | "restart", "networking" | "networking.service"]
            | ["ifup", "-a"] => config.iter().filter(|step| step.auto).collect(),
            ["ifup", names @ ..] if !names.is_empty() => {
                config.iter().filter(|step| names.contains(&step.iface.as_str())).collect()
            }
            _ => Vec::new(),
        };
        if wanted.is_empty() {
            all.push(line);
        } else {
            started = true;
            all.extend(wanted.into_iter().flat_map(|step| step.lines.iter().cloned()));
        }
    }
    *lines = all;
    started
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stanza_becomes_the_lines_that_ifup_types() {
        let mut problems = Vec::new();
        let text = "auto lo\niface lo inet loopback\n\nauto eth0\niface eth0 inet static\n  address 10.0.0.1\n  netmask 255.255.255.0\n  gateway 10.0.0.254\n  up ip route add 10.9.0.0/16 via 10.0.0.9\niface eth1 inet6 auto\n  privext 2\n";
        let config = read(text, "f", &mut Findings { file: "f", problems: &mut problems });
        let mut lines = vec![Line { text: "/etc/init.d/networking start".to_owned(), file: "s".to_owned(), line: 1 }];
        put_in(&mut lines, &config);
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "ip link set dev eth0 up",
                "ip addr add 10.0.0.1/255.255.255.0 dev eth0",
                "ip route add default via 10.0.0.254 dev eth0",
                "ip route add 10.9.0.0/16 via 10.0.0.9",
            ]
        );
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [Some(10), Some(11)]);
    }
}
