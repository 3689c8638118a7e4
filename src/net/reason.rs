//! Why a frame or packet went no further: kept for every one of them.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::addr::Mac;
use super::frame::{self, Frame};
use super::packet::{ICMP, Packet, TCP, UDP};
use super::six::packet::Packet6;
use super::time::Time;
use crate::locale::Message;
use crate::units::MilliDbm;

/// Why, as data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The port is shut by configuration.
    PortShut,
    /// Nothing is plugged in, or the far end is off.
    NoCarrier,
    /// The box at the far end, or this one, has no current.
    NoPower { device: String },
    /// Too little light arrives at one end of the fibre, or too much.
    NoLight { received: Option<MilliDbm>, needs: MilliDbm },
    /// Bits arrived wrong because the light is too weak.
    BitErrors { received: MilliDbm, needs: MilliDbm },
    /// A protection shut the port.
    ErrDisabled,
    /// More frames wait for this link than it has room for: a storm.
    QueueFull,
    /// The link loses a share of its frames.
    LinkLoss,
    /// No such frame: cut short or senseless.
    Malformed,
    /// The header's checksum does not add up.
    BadChecksum,
    /// The VLAN may not use this trunk.
    VlanNotAllowed { vid: u16 },
    /// The switch has no such VLAN.
    VlanUnknown { vid: u16 },
    /// A tag of another VLAN came to an access port.
    TaggedOnAccess { vid: u16, access: u16 },
    /// No sub-interface takes this tag.
    NoSubinterface { vid: u16 },
    /// Spanning tree keeps this port shut for the VLAN.
    StpBlocking { vid: u16 },
    /// Spanning tree still listens or learns.
    StpWaiting { vid: u16 },
    /// The two ends call different VLANs native.
    StpInconsistent { vid: u16 },
    /// An address that port security does not let in.
    PortSecurity { mac: Mac },
    /// The target is where the frame came from.
    SameSegment,
    /// The frame is for another card.
    OtherCard { mac: Mac },
    /// Nobody here speaks this protocol.
    NoProtocol,
    /// The address asked for did not answer ARP.
    ArpUnanswered { ip: Ipv4Addr },
    /// The next hop's card is still being asked for, and this box keeps no packet meanwhile.
    ArpPending { ip: Ipv4Addr },
    /// No route leads there.
    NoRoute { to: Ipv4Addr },
    /// An answer cannot leave: no route leads back.
    NoRouteBack { to: Ipv4Addr },
    /// The box is no router, and the packet not for it.
    ForwardingOff { to: Ipv4Addr },
    /// The time to live ran out here.
    TtlExpired,
    /// Too big for the next link, and not to be cut.
    TooBig { mtu: u16 },
    /// The sender claims an address that cannot be there.
    MartianSource { from: Ipv4Addr },
    /// A pretended broadcast from outside.
    DirectedBroadcast,
    /// Pings to everyone are not answered.
    BroadcastPing,
    /// A route says so.
    RouteRefuses { to: Ipv4Addr },
    /// A line of an access list, by its number, or the deny at the end of it.
    AclDenied { list: String, line: Option<u32>, inbound: bool },
    /// Nothing inside asked for it.
    NatNoEntry,
    /// No free address or port is left outside.
    NatExhausted,
    /// Nobody listens on this port.
    NoListener { port: u16 },
    /// The cable does not work in its bundle.
    NotBundled { group: u16 },
    /// Nobody answered who was asked for as a neighbour.
    NdUnanswered { ip: Ipv6Addr },
    /// No route leads there.
    NoRoute6 { to: Ipv6Addr },
    /// The box is no router for IPv6, and the packet not for it.
    ForwardingOff6 { to: Ipv6Addr },
    /// An address of a link leaves it for nowhere.
    LinkOnly { from: Ipv6Addr },
    /// A neighbour speaks another version of RIP than the one that is set here.
    RipVersion { got: u8, wanted: u8 },
    /// A neighbour believes the network between in another area of OSPF.
    OspfArea { theirs: u32, ours: u32 },
    /// It has another mask there.
    OspfMask { theirs: Ipv4Addr, ours: Ipv4Addr },
    /// It says hello at another pace.
    OspfHello { theirs: u16, ours: u16 },
    /// It waits another time before it takes others for dead.
    OspfDead { theirs: u32, ours: u32 },
    /// It wants nothing from outside the area.
    OspfOptions,
    /// It has the same identity.
    OspfSameId { id: Ipv4Addr },
    /// It sends larger packets than are taken here.
    OspfMtu { theirs: u16, ours: u16 },
    /// Not all pieces came in time.
    FragmentsMissing,
}

/// What was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    Frame(Frame),
    Packet {
        src: Ipv4Addr,
        dst: Ipv4Addr,
        protocol: u8,
        ports: Option<(u16, u16)>,
    },
    /// A packet of IPv6, in a line.
    Six(String),
}

impl From<&Packet6> for About {
    fn from(packet: &Packet6) -> Self {
        About::Six(packet.summary())
    }
}

impl From<&Packet> for About {
    fn from(packet: &Packet) -> Self {
        About::Packet { src: packet.src(), dst: packet.dst(), protocol: packet.protocol(), ports: packet.ports() }
    }
}

/// One loss: when, where, why, what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drop {
    pub at: Time,
    /// Index of the device.
    pub device: usize,
    /// Port or interface, if it happened at one.
    pub place: Option<String>,
    pub reason: Reason,
    pub about: About,
}

impl Reason {
    /// Whether it is the ordinary life of a network and nothing to look for.
    pub fn is_ordinary(&self) -> bool {
        matches!(self, Reason::OtherCard { .. } | Reason::SameSegment)
    }

    pub fn message(&self) -> Message {
        use Reason::*;
        match self {
            PortShut => Message::new("drop-port-shut"),
            NoCarrier => Message::new("drop-no-carrier"),
            NoPower { device } => Message::new("drop-no-power").with("next", device.as_str()),
            NoLight { received: None, .. } => Message::new("drop-dark"),
            NoLight { received: Some(received), needs } => {
                Message::new("drop-no-light").with("received", *received).with("needs", *needs)
            }
            BitErrors { received, needs } => {
                Message::new("drop-bit-errors").with("received", *received).with("needs", *needs)
            }
            ErrDisabled => Message::new("drop-err-disabled"),
            QueueFull => Message::new("drop-queue-full"),
            LinkLoss => Message::new("drop-link-loss"),
            Malformed => Message::new("drop-malformed"),
            BadChecksum => Message::new("drop-bad-checksum"),
            VlanNotAllowed { vid } => Message::new("drop-vlan-not-allowed").with("vlan", vid.to_string()),
            VlanUnknown { vid } => Message::new("drop-vlan-unknown").with("vlan", vid.to_string()),
            TaggedOnAccess { vid, access } => {
                Message::new("drop-tagged-on-access").with("vlan", vid.to_string()).with("access", access.to_string())
            }
            NoSubinterface { vid } => Message::new("drop-no-subinterface").with("vlan", vid.to_string()),
            StpBlocking { vid } => Message::new("drop-stp-blocking").with("vlan", vid.to_string()),
            StpWaiting { vid } => Message::new("drop-stp-waiting").with("vlan", vid.to_string()),
            StpInconsistent { vid } => Message::new("drop-stp-inconsistent").with("vlan", vid.to_string()),
            PortSecurity { mac } => Message::new("drop-port-security").with("mac", mac.to_string()),
            SameSegment => Message::new("drop-same-segment"),
            OtherCard { mac } => Message::new("drop-other-card").with("mac", mac.to_string()),
            NoProtocol => Message::new("drop-no-protocol"),
            ArpUnanswered { ip } => Message::new("drop-arp-unanswered").with("ip", ip.to_string()),
            ArpPending { ip } => Message::new("drop-arp-pending").with("ip", ip.to_string()),
            NoRoute { to } => Message::new("drop-no-route").with("to", to.to_string()),
            NoRouteBack { to } => Message::new("drop-no-route-back").with("to", to.to_string()),
            ForwardingOff { to } => Message::new("drop-forwarding-off").with("to", to.to_string()),
            TtlExpired => Message::new("drop-ttl-expired"),
            TooBig { mtu } => Message::new("drop-too-big").with("mtu", mtu.to_string()),
            MartianSource { from } => Message::new("drop-martian-source").with("from", from.to_string()),
            DirectedBroadcast => Message::new("drop-directed-broadcast"),
            BroadcastPing => Message::new("drop-broadcast-ping"),
            RouteRefuses { to } => Message::new("drop-route-refuses").with("to", to.to_string()),
            AclDenied { list, line: Some(line), .. } => {
                Message::new("drop-acl-line").with("list", list.as_str()).with("line", line.to_string())
            }
            AclDenied { list, line: None, .. } => Message::new("drop-acl-end").with("list", list.as_str()),
            NatNoEntry => Message::new("drop-nat-no-entry"),
            NatExhausted => Message::new("drop-nat-exhausted"),
            NoListener { port } => Message::new("drop-no-listener").with("port", port.to_string()),
            NotBundled { group } => Message::new("drop-not-bundled").with("group", group.to_string()),
            NdUnanswered { ip } => Message::new("drop-nd-unanswered").with("ip", ip.to_string()),
            NoRoute6 { to } => Message::new("drop-no-route").with("to", to.to_string()),
            ForwardingOff6 { to } => Message::new("drop-forwarding-off-6").with("to", to.to_string()),
            LinkOnly { from } => Message::new("drop-link-only").with("from", from.to_string()),
            RipVersion { got, wanted } => {
                Message::new("drop-rip-version").with("got", got.to_string()).with("wanted", wanted.to_string())
            }
            OspfArea { theirs, ours } => both("drop-ospf-area", theirs, ours),
            OspfMask { theirs, ours } => both("drop-ospf-mask", theirs, ours),
            OspfHello { theirs, ours } => both("drop-ospf-hello", theirs, ours),
            OspfDead { theirs, ours } => both("drop-ospf-dead", theirs, ours),
            OspfOptions => Message::new("drop-ospf-options"),
            OspfSameId { id } => Message::new("drop-ospf-same-id").with("id", id.to_string()),
            OspfMtu { theirs, ours } => both("drop-ospf-mtu", theirs, ours),
            FragmentsMissing => Message::new("drop-fragments-missing"),
        }
    }
}

/// What a neighbour has and what this box has, where they should have the same.
fn both(key: &'static str, theirs: impl ToString, ours: impl ToString) -> Message {
    Message::new(key).with("theirs", theirs.to_string()).with("ours", ours.to_string())
}

impl About {
    /// One line for a person.
    pub fn summary(&self) -> String {
        match self {
            About::Packet { src, dst, protocol, ports } => {
                let what = match (*protocol, ports) {
                    (ICMP, _) => "ICMP".to_owned(),
                    (TCP, Some((_, port))) => format!("TCP {port}"),
                    (UDP, Some((_, port))) => format!("UDP {port}"),
                    (protocol, _) => format!("IP {protocol}"),
                };
                format!("{what} {src} → {dst}")
            }
            About::Six(line) => line.clone(),
            About::Frame(frame) => {
                let Some(parts) = frame::parse(frame) else { return format!("{} bytes", frame.len()) };
                if let (frame::IPV6, Some(packet)) = (parts.kind, Packet6::parse(parts.payload)) {
                    return packet.summary();
                }
                match (parts.kind, Packet::parse(parts.payload)) {
                    (frame::IPV4, Ok(packet)) => packet.summary(),
                    (frame::ARP, _) => format!("ARP {} → {}", parts.src, parts.dst),
                    (kind, _) => format!("0x{kind:04x} {} → {}", parts.src, parts.dst),
                }
            }
        }
    }
}
