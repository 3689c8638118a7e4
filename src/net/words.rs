//! What the network has to tell, as messages.

use super::reach::Reached;
use super::{Net, Time};
use crate::locale::Message;
use crate::plant::address::PortId;
use crate::scenario::file::NetCable;

/// What a console printed, in one line.
pub fn printed(device: &str, text: &str, notes: &[Message]) -> Message {
    let line = text.lines().rfind(|line| !line.trim().is_empty()).map(str::trim);
    match (line, notes.first()) {
        (_, Some(note)) => Message::new("effect-printed-note").with("device", device).with("note", note.clone()),
        (Some(line), None) => Message::new("effect-printed").with("device", device).with("line", line),
        (None, None) => Message::new("effect-printed-nothing").with("device", device),
    }
}

/// A cable laid from one port to another; the usual kind is not named.
pub fn connected(key: &'static str, a: &PortId, b: &PortId, cable: NetCable) -> Message {
    let message = Message::new(key).with("a", a.to_string()).with("b", b.to_string());
    message.with("kind", cable_name(cable))
}

/// What a kind of cable is called.
pub fn cable_name(cable: NetCable) -> Message {
    Message::new(match cable {
        NetCable::Straight => "net-cable-straight",
        NetCable::Crossover => "net-cable-crossover",
        NetCable::Console => "net-cable-console",
    })
}

/// Where and why the first thing was lost that is worth telling, since a moment.
pub fn first_loss(net: &Net, since: Time) -> Option<Message> {
    let drop = net.drops_since(since).next()?;
    let place = drop.place.clone().unwrap_or_default();
    let message = Message::new(if place.is_empty() { "cause-lost" } else { "cause-lost-at" })
        .with("device", net.devices[drop.device].id.as_str())
        .with("place", place)
        .with("reason", drop.reason.message());
    Some(message)
}

/// How a probe ended.
pub fn reached(reached: &Reached) -> Message {
    match reached {
        Reached::Reply { ttl } => Message::new("reached-reply").with("ttl", ttl.to_string()),
        Reached::Timeout => Message::new("reached-timeout"),
        Reached::Local { reason } => Message::new(match *reason {
            "no-route" => "reached-local-no-route",
            "broadcast" => "reached-local-broadcast",
            _ => "reached-local-refused",
        }),
        Reached::Icmp { kind, code, from } => Message::new(match (kind, code) {
            (3, 0) => "reached-icmp-net",
            (3, 1) => "reached-icmp-host",
            (3, 3) => "reached-icmp-port",
            (3, 4) => "reached-icmp-too-big",
            (3, 9 | 10 | 13) => "reached-icmp-filtered",
            (11, _) => "reached-icmp-ttl",
            _ => "reached-icmp-other",
        })
        .with("type", kind.to_string())
        .with("code", code.to_string())
        .with("from", from.to_string()),
    }
}

pub fn captured(frames: usize, file: &str) -> Message {
    Message::new("cli-captured").with("frames", frames).with("file", file)
}
