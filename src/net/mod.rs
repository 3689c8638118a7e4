//! A small network that behaves as real equipment does.
//!
//! Everything that passes between two ports is a real Ethernet frame, byte for byte, so that a capture is a capture.
//! [`world`] is the clockwork: a queue of events in simulated time, the same on every machine. A [`device`] is a box
//! with ports; inside it there may be a [`bridge`] that switches frames and an IP stack that answers, sends and
//! forwards packets, each protocol in a file of its own. What the box does differently as a Linux computer or as
//! equipment with a command line is in its [`device::Os`].
//!
//! Nothing is lost in silence: every frame or packet that goes no further leaves a [`reason::Drop`] that says where and
//! why. Time is an argument, chance comes from the scenario's seed, and what is counted is whole numbers.

pub mod acl;
pub mod addr;
pub mod arp;
pub mod bridge;
pub mod build;
pub mod cable;
pub mod console;
pub mod decode;
pub mod device;
pub mod dhcp;
pub mod dns;
pub mod fetch;
pub mod frame;
pub mod http;
pub mod icmp;
pub mod ip;
pub mod lag;
pub mod light;
pub mod models;
pub mod nat;
pub mod ospf;
pub mod packet;
pub mod pcap;
pub mod ping;
pub mod program;
pub mod reach;
pub mod reason;
pub mod rip;
pub mod route;
pub mod six;
pub mod stp;
pub mod tcp;
pub mod time;
pub mod udp;
pub mod why;
pub mod words;
pub mod world;

pub use addr::{Cidr, Mac};
pub use device::Device;
pub use time::Time;
pub use world::Net;
