//! A frame taken apart for a person: one line for the list of a capture, and layer by layer.

use etherparse::{ArpPacketSlice, Icmpv4Header, Icmpv4Type, TcpHeader};

use super::addr::Mac;
use super::dns;
use super::frame::{self, Parts};
use super::packet::{ICMP, Packet, TCP, UDP};
use super::stp;
use crate::locale::Message;

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub from: String,
    pub to: String,
    pub protocol: String,
    pub info: Message,
}

/// What one protocol added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    pub name: &'static str,
    /// What a field is called, and what stands in it.
    pub fields: Vec<(Message, String)>,
}

fn field(key: &'static str, value: impl ToString) -> (Message, String) {
    (Message::new(key), value.to_string())
}

fn ipv4(bytes: &[u8]) -> String {
    bytes.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
}

/// The frame in one line.
pub fn line(bytes: &[u8]) -> Line {
    let Some(parts) = frame::parse(bytes) else {
        return Line { from: "?".into(), to: "?".into(), protocol: "?".into(), info: Message::new("decode-cut-short") };
    };
    let plain = |protocol: &str, info: Message| Line {
        from: parts.src.to_string(),
        to: if parts.dst.is_broadcast() { "→ *".to_owned() } else { parts.dst.to_string() },
        protocol: protocol.to_owned(),
        info,
    };
    match parts.kind {
        frame::ARP => match ArpPacketSlice::from_slice(parts.payload) {
            Ok(arp) => {
                let (sender, target) = (ipv4(arp.sender_protocol_addr()), ipv4(arp.target_protocol_addr()));
                let key = if arp.operation().0 == 1 { "decode-arp-asks" } else { "decode-arp-says" };
                let message = Message::new(key).with("sender", sender).with("target", target);
                plain("ARP", message.with("mac", parts.src.to_string()))
            }
            Err(_) => plain("ARP", Message::new("decode-cut-short")),
        },
        frame::IPV4 => match Packet::parse(parts.payload) {
            Ok(packet) => Line {
                from: packet.src().to_string(),
                to: packet.dst().to_string(),
                protocol: protocol(&packet),
                info: info(&packet),
            },
            Err(_) => plain("IPv4", Message::new("decode-cut-short")),
        },
        _ if parts.dst == stp::GROUP || parts.dst == stp::VLAN_GROUP => plain("STP", Message::new("decode-stp")),
        kind => plain(&format!("{kind:04x}"), Message::new("decode-bytes").with("count", bytes.len())),
    }
}

fn protocol(packet: &Packet) -> String {
    match (packet.protocol(), packet.ports()) {
        (ICMP, _) => "ICMP".to_owned(),
        (UDP, Some((67 | 68, _) | (_, 67 | 68))) => "DHCP".to_owned(),
        (UDP, Some(_)) if dns_of(packet).is_some() => "DNS".to_owned(),
        (UDP, _) => "UDP".to_owned(),
        (TCP, _) if http_of(packet).is_some() => "HTTP".to_owned(),
        (TCP, _) => "TCP".to_owned(),
        (other, _) => format!("IP {other}"),
    }
}

fn info(packet: &Packet) -> Message {
    if packet.offset() > 0 {
        return Message::new("decode-fragment").with("offset", packet.offset());
    }
    match packet.protocol() {
        ICMP => icmp_info(packet),
        UDP if protocol(packet) == "DHCP" => {
            let name = packet.payload.get(8..).and_then(dhcp_kind).unwrap_or("?");
            Message::new("decode-dhcp").with("kind", name)
        }
        UDP if let Some(message) = dns_of(packet) => dns_info(&message),
        TCP if let Some(line) = http_of(packet) => Message::new("decode-text").with("text", line),
        TCP if let Some((header, data)) = tcp_of(packet) => Message::new("decode-tcp")
            .with("from", header.source_port.to_string())
            .with("to", header.destination_port.to_string())
            .with("flags", tcp_flags(&header))
            .with("count", data.len().to_string()),
        _ => match packet.ports() {
            Some((from, to)) => Message::new("decode-ports").with("from", from.to_string()).with("to", to.to_string()),
            None => Message::new("decode-bytes").with("count", packet.len()),
        },
    }
}

fn icmp_info(packet: &Packet) -> Message {
    let Ok((header, _)) = Icmpv4Header::from_slice(&packet.payload) else { return Message::new("decode-cut-short") };
    let ttl = packet.ttl().to_string();
    match header.icmp_type {
        Icmpv4Type::EchoRequest(echo) => {
            Message::new("decode-echo-asks").with("number", echo.seq.to_string()).with("ttl", ttl)
        }
        Icmpv4Type::EchoReply(echo) => {
            Message::new("decode-echo-says").with("number", echo.seq.to_string()).with("ttl", ttl)
        }
        Icmpv4Type::DestinationUnreachable(reason) => Message::new(match reason.code_u8() {
            0 => "decode-net-unreachable",
            1 => "decode-host-unreachable",
            3 => "decode-port-unreachable",
            4 => "decode-too-big",
            9 | 10 | 13 => "decode-filtered",
            _ => "decode-unreachable",
        }),
        Icmpv4Type::TimeExceeded(_) => Message::new("decode-ttl"),
        _ => Message::new("decode-bytes").with("count", packet.len()),
    }
}

fn tcp_of(packet: &Packet) -> Option<(TcpHeader, &[u8])> {
    TcpHeader::from_slice(&packet.payload).ok().filter(|_| packet.protocol() == TCP && packet.offset() == 0)
}

/// The flags that are set, by their names of RFC 9293.
fn tcp_flags(header: &TcpHeader) -> String {
    let all = [(header.syn, "SYN"), (header.fin, "FIN"), (header.rst, "RST"), (header.psh, "PSH"), (header.ack, "ACK")];
    let set: Vec<&str> = all.into_iter().filter_map(|(set, name)| set.then_some(name)).collect();
    set.join(" ")
}

/// The first line of a request or an answer.
fn http_of(packet: &Packet) -> Option<String> {
    let (_, data) = tcp_of(packet)?;
    let begins = ["GET ", "HEAD ", "POST ", "HTTP/1."].iter().any(|word| data.starts_with(word.as_bytes()));
    let line = data.split(|byte| matches!(byte, b'\r' | b'\n')).next().filter(|_| begins)?;
    Some(String::from_utf8_lossy(&line[..line.len().min(80)]).into_owned())
}

fn dns_of(packet: &Packet) -> Option<dns::Message> {
    let (from, to) = packet.ports()?;
    let fits = packet.protocol() == UDP && (from == dns::PORT || to == dns::PORT);
    dns::Message::parse(packet.payload.get(8..)?).filter(|_| fits)
}

fn dns_info(message: &dns::Message) -> Message {
    let question = message.question.as_ref().map_or("?".to_owned(), |it| format!("{} {}", it.kind, it.name.as_str()));
    if !message.response {
        return Message::new("decode-dns-asks").with("question", question);
    }
    let answers: Vec<String> = message.answers.iter().map(|record| record.data.to_string()).collect();
    let said = if answers.is_empty() { message.code.to_string() } else { answers.join(", ") };
    Message::new("decode-dns-says").with("question", question).with("said", said)
}

/// Name of a DHCP message: RFC 2132, 9.6.
fn dhcp_kind(bytes: &[u8]) -> Option<&'static str> {
    const NAMES: [&str; 8] = ["DISCOVER", "OFFER", "REQUEST", "DECLINE", "ACK", "NAK", "RELEASE", "INFORM"];
    // After the fixed part and the cookie come options of number, length and value.
    let mut rest = bytes.get(240..)?;
    while let Some((&code, more)) = rest.split_first() {
        match code {
            0 => rest = more,
            255 => return None,
            53 => return NAMES.get(usize::from(*more.get(1)?).checked_sub(1)?).copied(),
            _ => rest = more.get(1 + usize::from(*more.first()?)..)?,
        }
    }
    None
}

/// The frame layer by layer, the outermost first.
pub fn layers(bytes: &[u8]) -> Vec<Layer> {
    let Some(parts) = frame::parse(bytes) else { return Vec::new() };
    let mut layers = vec![ethernet(&parts, bytes.len())];
    match parts.kind {
        frame::ARP => layers.extend(arp(parts.payload)),
        frame::IPV4 => {
            if let Ok(packet) = Packet::parse(parts.payload) {
                layers.extend(packet_layers(&packet));
            }
        }
        _ if parts.dst == stp::GROUP || parts.dst == stp::VLAN_GROUP => layers.extend(bpdu(bytes)),
        _ => {}
    }
    layers
}

fn ethernet(parts: &Parts, length: usize) -> Layer {
    let mut fields = vec![field("decode-to", parts.dst), field("decode-from", parts.src)];
    if let Some(vlan) = parts.vlan {
        fields.push(field("decode-vlan", vlan));
    }
    fields.push(field("decode-kind", format!("0x{:04x}", parts.kind)));
    fields.push(field("decode-length", length));
    Layer { name: "Ethernet", fields }
}

fn arp(payload: &[u8]) -> Option<Layer> {
    let arp = ArpPacketSlice::from_slice(payload).ok()?;
    let card = |bytes: &[u8]| bytes.try_into().map(|bytes| Mac(bytes).to_string()).unwrap_or_default();
    let fields = vec![
        field("decode-operation", arp.operation().0),
        field("decode-from", format!("{} · {}", ipv4(arp.sender_protocol_addr()), card(arp.sender_hw_addr()))),
        field("decode-about", format!("{} · {}", ipv4(arp.target_protocol_addr()), card(arp.target_hw_addr()))),
    ];
    Some(Layer { name: "ARP", fields })
}

fn packet_layers(packet: &Packet) -> Vec<Layer> {
    let mut fields = vec![
        field("decode-from", packet.src()),
        field("decode-to", packet.dst()),
        field("decode-time-to-live", packet.ttl()),
        field("decode-protocol", packet.protocol()),
        field("decode-length", packet.len()),
    ];
    if packet.head.dont_fragment {
        fields.push(field("decode-dont-fragment", 1));
    }
    if packet.is_fragment() {
        fields.push(field("decode-offset", packet.offset()));
    }
    let mut layers = vec![Layer { name: "IPv4", fields }];
    let word = |at: usize| packet.payload.get(at..at + 2).map(|two| u16::from_be_bytes([two[0], two[1]]));
    match packet.protocol() {
        ICMP => {
            let [kind, code] = [0, 1].map(|at| packet.payload.get(at).copied().unwrap_or_default());
            let mut fields = vec![field("decode-kind", kind), field("decode-code", code)];
            if matches!(kind, 0 | 8) {
                fields.extend(word(4).map(|id| field("decode-id", id)));
                fields.extend(word(6).map(|number| field("decode-number", number)));
            }
            layers.push(Layer { name: "ICMP", fields });
        }
        TCP | UDP => {
            let ports = packet.ports().into_iter();
            let fields = ports.flat_map(|(from, to)| [field("decode-from", from), field("decode-to", to)]).collect();
            layers.push(Layer { name: if packet.protocol() == TCP { "TCP" } else { "UDP" }, fields });
            if let (Some((header, data)), Some(layer)) = (tcp_of(packet), layers.last_mut()) {
                layer.fields.push(field("decode-flags", tcp_flags(&header)));
                layer.fields.push(field("decode-number", header.sequence_number));
                layer.fields.push(field("decode-acknowledged", header.acknowledgment_number));
                layer.fields.push(field("decode-length", data.len()));
            }
            if let Some(line) = http_of(packet) {
                layers.push(Layer { name: "HTTP", fields: vec![field("decode-first-line", line)] });
            }
            if let Some(message) = dns_of(packet) {
                layers.push(dns_layer(&message));
            }
            if protocol(packet) == "DHCP" {
                layers.extend(packet.payload.get(8..).and_then(dhcp));
            }
        }
        _ => {}
    }
    layers
}

fn dns_layer(message: &dns::Message) -> Layer {
    let mut fields = vec![field("decode-id", message.id), field("decode-code", message.code)];
    if let Some(question) = &message.question {
        fields.push(field("decode-question", format!("{} {}", question.kind, question.name.as_str())));
    }
    let records = message.answers.iter().chain(&message.authority).chain(&message.additional);
    fields.extend(records.map(|it| field("decode-record", format!("{} {} {}", it.name.as_str(), it.kind, it.data))));
    Layer { name: "DNS", fields }
}

fn dhcp(bytes: &[u8]) -> Option<Layer> {
    let address = |at: usize| bytes.get(at..at + 4).map(ipv4);
    let fields = vec![
        field("decode-operation", dhcp_kind(bytes).unwrap_or("?")),
        field("decode-client", address(12)?),
        field("decode-given", address(16)?),
        field("decode-server", address(20)?),
        field("decode-relay", address(24)?),
    ];
    Some(Layer { name: "DHCP", fields })
}

/// Root, cost and sender of a BPDU, at their places of IEEE 802.1D-2004, 9.3.
fn bpdu(bytes: &[u8]) -> Option<Layer> {
    let start =
        if frame::dst(bytes) == stp::GROUP { 17 } else { 22 } + if frame::vlan(bytes).is_some() { 4 } else { 0 };
    let id = |at: usize| {
        let bytes = bytes.get(start + at..start + at + 8)?;
        let priority = u16::from_be_bytes([bytes[0], bytes[1]]);
        let mac: [u8; 6] = bytes[2..].try_into().ok()?;
        Some(format!("{priority} · {}", Mac(mac)))
    };
    let cost = bytes.get(start + 13..start + 17)?;
    let cost = u32::from_be_bytes(cost.try_into().ok()?);
    let fields = vec![field("decode-root", id(5)?), field("decode-cost", cost), field("decode-bridge", id(17)?)];
    Some(Layer { name: "STP", fields })
}
