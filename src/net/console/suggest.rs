//! What can be typed here, for someone who has never seen a prompt: lines that make sense where one is, and what the
//! usual commands do, in one sentence.

use super::ios::Mode;
use crate::locale::Message;
use crate::net::device::{Device, Os};

/// A line that can be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Ends with a space where something has to be added.
    pub line: String,
    pub say: Message,
}

/// Beginnings of lines and the key of what they do. Of several that fit the longest counts.
const LINUX: &[(&str, &str)] = &[
    ("ip addr", "cmd-ip-addr"),
    ("ip -br addr", "cmd-ip-addr"),
    ("ip addr add", "cmd-ip-addr-add"),
    ("ip addr del", "cmd-ip-addr-del"),
    ("ip link", "cmd-ip-link"),
    ("ip link set", "cmd-ip-link-set"),
    ("ip route", "cmd-ip-route"),
    ("ip route add", "cmd-ip-route-add"),
    ("ip route add default via", "cmd-ip-route-default"),
    ("ip route del", "cmd-ip-route-del"),
    ("ip neigh", "cmd-ip-neigh"),
    ("arp", "cmd-ip-neigh"),
    ("ping", "cmd-ping"),
    ("traceroute", "cmd-traceroute"),
    ("tracepath", "cmd-traceroute"),
    ("dhclient", "cmd-dhclient"),
    ("curl", "cmd-curl"),
    ("dig", "cmd-dig"),
    ("host", "cmd-dig"),
    ("nslookup", "cmd-dig"),
    ("resolvectl", "cmd-resolvectl"),
    ("ss", "cmd-ss"),
    ("nc", "cmd-nc"),
    ("systemctl status", "cmd-systemctl-status"),
    ("systemctl restart", "cmd-systemctl-restart"),
    ("systemctl start", "cmd-systemctl-restart"),
    ("systemctl stop", "cmd-systemctl-stop"),
    ("sed -i", "cmd-sed"),
    ("echo", "cmd-echo"),
    ("ls", "cmd-ls"),
    ("cat", "cmd-cat"),
    ("bridge fdb", "cmd-mac-table"),
    ("sysctl", "cmd-sysctl"),
];

const IOS: &[(&str, &str)] = &[
    ("enable", "cmd-enable"),
    ("disable", "cmd-disable"),
    ("configure terminal", "cmd-configure"),
    ("hostname", "cmd-hostname"),
    ("interface", "cmd-interface"),
    ("interface range", "cmd-interface-range"),
    ("interface vlan", "cmd-interface-vlan"),
    ("ip address", "cmd-ip-address"),
    ("ip address dhcp", "cmd-ip-address-dhcp"),
    ("no ip address", "cmd-no-ip-address"),
    ("no shutdown", "cmd-no-shutdown"),
    ("shutdown", "cmd-shutdown"),
    ("description", "cmd-description"),
    ("exit", "cmd-exit"),
    ("end", "cmd-end"),
    ("ip route", "cmd-ios-route"),
    ("no ip route", "cmd-ios-no-route"),
    ("ip routing", "cmd-ip-routing"),
    ("ip default-gateway", "cmd-default-gateway"),
    ("vlan", "cmd-vlan"),
    ("name", "cmd-vlan-name"),
    ("switchport mode access", "cmd-mode-access"),
    ("switchport access vlan", "cmd-access-vlan"),
    ("switchport mode trunk", "cmd-mode-trunk"),
    ("switchport trunk allowed vlan", "cmd-allowed-vlan"),
    ("switchport trunk native vlan", "cmd-native-vlan"),
    ("encapsulation dot1Q", "cmd-dot1q"),
    ("ip dhcp pool", "cmd-dhcp-pool"),
    ("ip dhcp excluded-address", "cmd-dhcp-excluded"),
    ("network", "cmd-dhcp-network"),
    ("default-router", "cmd-dhcp-router"),
    ("dns-server", "cmd-dhcp-dns"),
    ("ip helper-address", "cmd-helper"),
    ("ip nat inside", "cmd-nat-inside"),
    ("ip nat outside", "cmd-nat-outside"),
    ("ip nat inside source list", "cmd-nat-source"),
    ("ip nat inside source static", "cmd-nat-static"),
    ("access-list", "cmd-access-list"),
    ("ip access-list", "cmd-access-list-named"),
    ("permit", "cmd-permit"),
    ("deny", "cmd-deny"),
    ("ip access-group", "cmd-access-group"),
    ("no ip access-group", "cmd-no-access-group"),
    ("router rip", "cmd-router-rip"),
    ("router ospf", "cmd-router-ospf"),
    ("version", "cmd-rip-version"),
    ("no auto-summary", "cmd-no-auto-summary"),
    ("passive-interface", "cmd-passive-interface"),
    ("router-id", "cmd-router-id"),
    ("ip ospf cost", "cmd-ospf-cost"),
    ("channel-group", "cmd-channel-group"),
    ("ipv6 unicast-routing", "cmd-ipv6-routing"),
    ("ipv6 address", "cmd-ipv6-address"),
    ("ipv6 route", "cmd-ipv6-route"),
    ("spanning-tree vlan", "cmd-stp-vlan"),
    ("no spanning-tree vlan", "cmd-no-stp-vlan"),
    ("spanning-tree portfast", "cmd-portfast"),
    ("no spanning-tree portfast", "cmd-no-portfast"),
    ("spanning-tree bpduguard", "cmd-bpduguard"),
    ("show running-config", "cmd-show-run"),
    ("show startup-config", "cmd-show-start"),
    ("show ip interface brief", "cmd-show-brief"),
    ("show interfaces", "cmd-show-interfaces"),
    ("show interfaces trunk", "cmd-show-trunk"),
    ("show interfaces status", "cmd-show-status"),
    ("show ip route", "cmd-show-route"),
    ("show ip protocols", "cmd-show-protocols"),
    ("show ip ospf neighbor", "cmd-show-ospf-neighbors"),
    ("show ipv6 interface brief", "cmd-show-brief"),
    ("show ipv6 route", "cmd-show-route"),
    ("show ipv6 neighbors", "cmd-show-arp"),
    ("show etherchannel summary", "cmd-show-bundles"),
    ("show arp", "cmd-show-arp"),
    ("show vlan", "cmd-show-vlan"),
    ("show mac address-table", "cmd-mac-table"),
    ("show spanning-tree", "cmd-show-stp"),
    ("show access-lists", "cmd-show-acl"),
    ("show ip nat translations", "cmd-show-nat"),
    ("show ip dhcp binding", "cmd-show-leases"),
    ("show logging", "cmd-show-logging"),
    ("copy running-config startup-config", "cmd-save"),
    ("write", "cmd-save"),
    ("reload", "cmd-reload"),
    ("ping", "cmd-ios-ping"),
    ("traceroute", "cmd-traceroute"),
    ("?", "cmd-question"),
];

/// What a line does, if it is a usual one.
pub fn explained(os: Os, line: &str) -> Option<Message> {
    let table = match os {
        Os::Linux => LINUX,
        Os::Ios => IOS,
        Os::None => return None,
    };
    let line = line.trim();
    let line = line.strip_prefix("do ").filter(|_| os == Os::Ios).unwrap_or(line);
    let begins = |begin: &str| {
        let words: Vec<&str> = line.split_whitespace().take(begin.split(' ').count()).collect();
        means(&words.join(" "), begin)
    };
    let fits = table.iter().filter(|(begin, _)| begins(begin));
    fits.max_by_key(|(begin, _)| begin.len()).map(|(_, key)| Message::new(*key))
}

/// Whether a line that was typed is the wanted one, short forms of its words taken as the words.
pub fn means(typed: &str, wanted: &str) -> bool {
    let (typed, wanted): (Vec<&str>, Vec<&str>) =
        (typed.split_whitespace().collect(), wanted.split_whitespace().collect());
    typed.len() == wanted.len() && typed.iter().zip(&wanted).all(|(typed, wanted)| same_word(typed, wanted))
}

/// `conf` is `configure`, `gi0/1` is `g0/1`; numbers and addresses are what they are.
fn same_word(typed: &str, wanted: &str) -> bool {
    let split = |word: &str| {
        let at = word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len());
        (word[..at].to_ascii_lowercase(), word[at..].to_owned())
    };
    let ((head, rest), (wanted_head, wanted_rest)) = (split(typed), split(wanted));
    let short = wanted_head.starts_with(&head) || !rest.is_empty() && head.starts_with(&wanted_head);
    rest == wanted_rest && short && head.is_empty() == wanted_head.is_empty()
}

/// What makes sense to type where the console stands.
pub fn usual(device: &Device) -> Vec<Suggestion> {
    let lines: &[&str] = match (device.os, &device.shell.ios.mode) {
        (Os::None, _) => &[],
        (Os::Linux, _) if device.programs.units.contains_key("named") => {
            &["ip addr", "ping -c 2 ", "ss -tuln", "systemctl status ", "systemctl restart ", "ls /etc/bind", "cat "]
        }
        (Os::Linux, _) if !device.programs.units.is_empty() => {
            &["ip addr", "ping -c 2 ", "ss -tuln", "systemctl status ", "systemctl restart ", "ls /var/www/html"]
        }
        (Os::Linux, _) if device.files.contains_key("/etc/resolv.conf") => {
            &["ip addr", "ping -c 2 ", "cat /etc/resolv.conf", "dig ", "curl http://", "echo "]
        }
        (Os::Linux, _) => {
            &["ip addr", "ip route", "ip neigh", "ping -c 2 ", "ip addr add ", "ip route add default via "]
        }
        (Os::Ios, Mode::User) => &["enable", "show ip interface brief", "ping ", "?"],
        (Os::Ios, Mode::Enabled) if device.bridges.is_empty() => &[
            "show ip interface brief",
            "show ip route",
            "show running-config",
            "ping ",
            "configure terminal",
            "copy running-config startup-config",
        ],
        (Os::Ios, Mode::Enabled) => &[
            "show vlan brief",
            "show interfaces trunk",
            "show mac address-table",
            "show running-config",
            "configure terminal",
            "copy running-config startup-config",
        ],
        (Os::Ios, Mode::Config) if device.bridges.is_empty() => &["interface ", "ip route ", "hostname ", "end", "?"],
        (Os::Ios, Mode::Config) => &["vlan ", "interface ", "interface range ", "end", "?"],
        (Os::Ios, Mode::Interface(_)) if device.bridges.is_empty() => {
            &["ip address ", "no shutdown", "exit", "end", "?"]
        }
        (Os::Ios, Mode::Interface(_)) => {
            &["switchport mode access", "switchport access vlan ", "switchport mode trunk", "exit", "end"]
        }
        (Os::Ios, Mode::Rip) => &["version 2", "no auto-summary", "network ", "passive-interface ", "end"],
        (Os::Ios, Mode::Ospf(_)) => &["network ", "passive-interface ", "router-id ", "end"],
        (Os::Ios, Mode::Vlan(_)) => &["name ", "exit", "end"],
        (Os::Ios, Mode::Dhcp(_)) => &["network ", "default-router ", "exit", "end"],
        (Os::Ios, Mode::Acl(..)) => &["permit ", "deny ", "exit", "end"],
        (Os::Ios, _) => &["exit", "end", "?"],
    };
    let said = |line: &&str| Some(Suggestion { line: (*line).to_owned(), say: explained(device.os, line)? });
    lines.iter().filter_map(said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_the_same_line_and_other_addresses_are_not() {
        assert!(means("conf t", "configure terminal"));
        assert!(means("int gi0/1", "interface g0/1"));
        assert!(means("INT g0/1", "interface g0/1"));
        assert!(!means("int g0/0", "interface g0/1"));
        assert!(!means("ping 10.0.0.1", "ping 10.0.0.12"));
        assert!(!means("ip addr", "ip addr add 10.0.0.1/24 dev eth0"));
    }

    #[test]
    fn the_longest_beginning_explains_a_line() {
        let key = |os, line| explained(os, line).map(|message| message.key.into_owned());
        assert_eq!(key(Os::Linux, "ip route add default via 10.0.0.1").as_deref(), Some("cmd-ip-route-default"));
        assert_eq!(key(Os::Ios, "sh ip int br").as_deref(), Some("cmd-show-brief"));
        assert_eq!(key(Os::Ios, "do wr").as_deref(), Some("cmd-save"));
        assert_eq!(key(Os::Linux, "frobnicate"), None);
    }
}
