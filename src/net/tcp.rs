//! TCP (RFC 9293): connections to the programs that listen here, and from the command that runs.
//!
//! Segments are numbered and acknowledged, sent again when nothing comes back, and put in order. What is left out:
//! urgent data, options other than the largest segment (RFC 9293, 3.7.1), and a window other than the one of a new
//! Linux socket, because programs here read at once.

use std::collections::{BTreeMap, VecDeque};
use std::net::Ipv4Addr;

use etherparse::{TcpHeader, TcpOptionElement};

use super::device::{Cx, Device, Mail, Quoted, Timer};
use super::icmp;
use super::ip::{Cut, SendError};
use super::packet::{self, Packet, TCP};
use super::reason::Reason;
use super::time::Time;
use crate::rng;

/// An address and a port.
pub type Side = (Ipv4Addr, u16);

/// What tells a connection from all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    pub local: Side,
    pub remote: Side,
}

/// RFC 9293, 3.3.2. What listens is a program, and what is closed is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    SynSent,
    SynReceived,
    Established,
    FinWait1,
    FinWait2,
    CloseWait,
    Closing,
    LastAck,
    TimeWait,
}

impl State {
    /// As `ss` prints it.
    pub fn name(self) -> &'static str {
        match self {
            State::SynSent => "SYN-SENT",
            State::SynReceived => "SYN-RECV",
            State::Established => "ESTAB",
            State::FinWait1 => "FIN-WAIT-1",
            State::FinWait2 => "FIN-WAIT-2",
            State::CloseWait => "CLOSE-WAIT",
            State::Closing => "CLOSING",
            State::LastAck => "LAST-ACK",
            State::TimeWait => "TIME-WAIT",
        }
    }

    /// Whether more may come from the other side.
    fn hears(self) -> bool {
        matches!(self, State::Established | State::FinWait1 | State::FinWait2)
    }
}

/// Who has a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// The command that runs now.
    Command,
    /// The program that listens on the local port.
    Program,
}

/// Why a connection came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Nobody listens there: `Connection refused`.
    Refused,
    /// The other side broke it off.
    Reset,
    /// Nothing came back, however often it was sent.
    TimedOut,
    /// A router or the own box said so: `No route to host`.
    HostUnreachable,
    /// A router said so: `Network is unreachable`.
    NetUnreachable,
}

impl Failure {
    /// As the C library says it.
    pub fn text(self) -> &'static str {
        match self {
            Failure::Refused => "Connection refused",
            Failure::Reset => "Connection reset by peer",
            Failure::TimedOut => "Connection timed out",
            Failure::HostUnreachable => "No route to host",
            Failure::NetUnreachable => "Network is unreachable",
        }
    }

    /// What Linux makes of an ICMP error while it connects (`icmp_err_convert` of the kernel); nothing of some.
    fn of_icmp(kind: u8, code: u8) -> Option<Self> {
        match (kind, code) {
            (3, 0 | 6 | 9) => Some(Failure::NetUnreachable),
            (3, 2 | 3) => Some(Failure::Refused),
            (3, 4) => None,
            (3, _) | (11, _) => Some(Failure::HostUnreachable),
            _ => None,
        }
    }
}

/// What happened to a connection of the command that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    Connected,
    Data,
    /// The other side will send no more.
    Ended,
    Failed(Failure),
}

/// One end of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    pub state: State,
    pub holder: Holder,
    /// First number that is not acknowledged, and the next to be sent.
    una: u32,
    next: u32,
    /// How far `next` ever was: after a loss it goes back.
    most: u32,
    /// How much the other side takes.
    window: u32,
    /// Data in one segment.
    mss: u32,
    /// What may be on its way without being acknowledged, and when it begins to grow slowly (RFC 5681).
    cwnd: u32,
    threshold: u32,
    /// Data from `una` on, sent or not.
    out: VecDeque<u8>,
    /// Nothing more will be written.
    closing: bool,
    /// The next number that is to come.
    expected: u32,
    /// What came too early, by its number.
    early: BTreeMap<u32, Vec<u8>>,
    /// The number of the other side's last.
    fin: Option<u32>,
    /// What came and was not read.
    pub inbox: Vec<u8>,
    smoothed: Option<(Time, Time)>,
    timeout: Time,
    /// A number being timed, and when it was sent.
    timed: Option<(u32, Time)>,
    tries: u8,
    same_acks: u8,
    /// Of the timer; an older one means nothing.
    generation: u32,
}

/// The connections of a box.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tcp {
    pub connections: BTreeMap<Pair, Connection>,
    opened: u32,
}

/// What a new socket takes on Linux (`tcp_rmem`, with segments of 1460 bytes).
const WINDOW: u16 = 64_240;
/// RFC 6298, 2.1: before anything is measured.
const FIRST_TIMEOUT: Time = Time::seconds(1);
/// `TCP_RTO_MIN` and `TCP_RTO_MAX` of Linux.
const TIMEOUT_MIN: Time = Time::millis(200);
const TIMEOUT_MAX: Time = Time::seconds(120);
/// `tcp_syn_retries`, `tcp_synack_retries` and `tcp_retries2` of Linux.
const SYN_RETRIES: u8 = 6;
const SYN_ACK_RETRIES: u8 = 5;
const RETRIES: u8 = 15;
/// `TCP_TIMEWAIT_LEN` of Linux.
const TIME_WAIT: Time = Time::seconds(60);
/// Segments on their way at the start: RFC 6928.
const FIRST_SEGMENTS: u32 = 10;
/// RFC 9293, 3.7.1: where the other side does not say.
const DEFAULT_MSS: u32 = 536;
/// Ports that Linux gives to those who connect (`ip_local_port_range`).
const PORTS: std::ops::Range<u32> = 32_768..60_999;
/// Connections at once; more are not let in.
const MOST: usize = 2000;
/// What an end keeps for its program, and what came early.
const INBOX_MOST: usize = 4 << 20;

const FIN: u8 = 1;
const SYN: u8 = 2;
const RST: u8 = 4;
const PSH: u8 = 8;
const ACK: u8 = 16;

/// Whether a number comes before another: they go round.
fn before(a: u32, b: u32) -> bool {
    (a.wrapping_sub(b) as i32) < 0
}

fn most_of(header: &TcpHeader) -> u32 {
    let named = header.options_iterator().filter_map(Result::ok).find_map(|option| match option {
        TcpOptionElement::MaximumSegmentSize(mss) => Some(u32::from(mss)),
        _ => None,
    });
    named.unwrap_or(DEFAULT_MSS).max(64)
}

impl Connection {
    fn new(state: State, holder: Holder, start: u32, mss: u32) -> Self {
        Self {
            state,
            holder,
            una: start,
            next: start,
            most: start,
            window: u32::from(WINDOW),
            mss,
            cwnd: mss * FIRST_SEGMENTS,
            threshold: u32::MAX,
            out: VecDeque::new(),
            closing: false,
            expected: 0,
            early: BTreeMap::new(),
            fin: None,
            inbox: Vec::new(),
            smoothed: None,
            timeout: FIRST_TIMEOUT,
            timed: None,
            tries: 0,
            same_acks: 0,
            generation: 0,
        }
    }

    /// Bytes that were written and are not acknowledged.
    pub fn waiting(&self) -> usize {
        self.out.len()
    }

    /// Whether its own SYN is still to be acknowledged.
    fn opens(&self) -> bool {
        matches!(self.state, State::SynSent | State::SynReceived)
    }

    /// Whether its own FIN has a number: it was sent, or may be once the data is.
    fn has_fin(&self) -> bool {
        self.closing && !self.opens() && self.state != State::TimeWait && self.state != State::FinWait2
    }

    /// The number after all that is to be sent.
    fn end(&self) -> u32 {
        self.una.wrapping_add(self.out.len() as u32).wrapping_add(u32::from(self.has_fin() || self.opens()))
    }

    /// Takes what was measured: RFC 6298, 2.2 and 2.3.
    fn measure(&mut self, took: Time) {
        let (mean, spread) = match self.smoothed {
            None => (took, Time(took.0 / 2)),
            Some((mean, spread)) => {
                let off = Time(mean.0.abs_diff(took.0));
                (Time((mean.0 * 7 + took.0) / 8), Time((spread.0 * 3 + off.0) / 4))
            }
        };
        self.smoothed = Some((mean, spread));
        self.timeout = Time(mean.0 + spread.0 * 4).clamp(TIMEOUT_MIN, TIMEOUT_MAX);
    }

    /// Puts data in its place; what is complete goes to the inbox. Whether something came.
    fn arrange(&mut self, number: u32, data: &[u8]) -> bool {
        let known = self.expected.wrapping_sub(number);
        let (number, data) = if before(number, self.expected) {
            (self.expected, data.get(known as usize..).unwrap_or_default())
        } else {
            (number, data)
        };
        let room = self.inbox.len() + self.early.values().map(Vec::len).sum::<usize>() + data.len() <= INBOX_MOST;
        if !data.is_empty() && room {
            let held = self.early.entry(number).or_default();
            if held.len() < data.len() {
                *held = data.to_vec();
            }
        }
        let mut came = false;
        while let Some(number) = self.early.keys().copied().find(|number| !before(self.expected, *number)) {
            let data = self.early.remove(&number).unwrap_or_default();
            let known = self.expected.wrapping_sub(number) as usize;
            if let Some(new) = data.get(known..).filter(|new| !new.is_empty()) {
                self.inbox.extend(new);
                self.expected = self.expected.wrapping_add(new.len() as u32);
                came = true;
            }
        }
        came
    }
}

/// What stands in a segment that goes out.
struct Segment<'d> {
    number: u32,
    acknowledges: Option<u32>,
    flags: u8,
    mss: Option<u32>,
    data: &'d [u8],
}

impl Device {
    fn tcp_send(&mut self, pair: Pair, segment: &Segment, cx: &mut Cx) {
        let mut header = TcpHeader::new(pair.local.1, pair.remote.1, segment.number, WINDOW);
        (header.fin, header.syn) = (segment.flags & FIN != 0, segment.flags & SYN != 0);
        (header.rst, header.psh) = (segment.flags & RST != 0, segment.flags & PSH != 0);
        if header.rst {
            header.window_size = 0;
        }
        if let Some(number) = segment.acknowledges {
            header.ack = true;
            header.acknowledgment_number = number;
        }
        if let Some(mss) = segment.mss {
            let _ = header.set_options(&[TcpOptionElement::MaximumSegmentSize(mss.min(65_535) as u16)]);
        }
        let bytes = packet::tcp(header, pair.local.0, pair.remote.0, segment.data);
        let Ok(way) = self.way(pair.remote.0, Some(pair.local.0), cx.now) else { return };
        let packet = Packet::new(pair.local.0, pair.remote.0, TCP, self.os.ttl(), bytes);
        // Too big for the path as it is known by now: a smaller one follows when nothing comes back.
        if let Err(SendError::TooBig(mtu)) = self.originate(way, packet, Cut::Never, cx) {
            self.tcp_shrink(pair, mtu);
        }
    }

    fn tcp_shrink(&mut self, pair: Pair, mtu: u16) {
        if let Some(it) = self.tcp.connections.get_mut(&pair) {
            it.mss = it.mss.min(u32::from(mtu).saturating_sub(40)).max(64);
        }
    }

    /// A first number: it differs from connection to connection (RFC 6528), and is the same in every replay.
    fn tcp_start_number(&mut self) -> u32 {
        self.tcp.opened = self.tcp.opened.wrapping_add(1);
        rng::stream(0, &format!("tcp-{}", self.id), self.tcp.opened).below(1 << 32) as u32
    }

    /// Begins to connect; what comes of it comes as mail.
    ///
    /// # Errors
    /// Why nothing can even leave.
    pub fn tcp_connect(&mut self, to: Side, cx: &mut Cx) -> Result<Pair, SendError> {
        let way = self.way(to.0, None, cx.now)?;
        if way.src.is_unspecified() {
            return Err(SendError::NoRoute);
        }
        let start = self.tcp_start_number();
        let span = PORTS.end - PORTS.start;
        let first = rng::stream(0, &format!("ports-{}", self.id), 0).below(u64::from(span)) as u32;
        let free = |turn: u32| {
            // Those who connect get even numbers on Linux.
            let port = (PORTS.start + (first + turn * 2) % span) as u16 & !1;
            let pair = Pair { local: (way.src, port), remote: to };
            (!self.tcp.connections.contains_key(&pair) && !self.programs.listens(TCP, port)).then_some(pair)
        };
        let pair = (self.tcp.opened..self.tcp.opened + span).find_map(free).ok_or(SendError::Invalid)?;
        let mss = u32::from(way.mtu).saturating_sub(40).clamp(64, 65_495);
        let it = Connection::new(State::SynSent, Holder::Command, start, mss);
        self.tcp.connections.insert(pair, it);
        self.tcp_push(pair, cx);
        Ok(pair)
    }

    /// Gives data to a connection.
    pub fn tcp_write(&mut self, pair: Pair, data: &[u8], cx: &mut Cx) {
        if let Some(it) = self.tcp.connections.get_mut(&pair).filter(|it| !it.closing) {
            it.out.extend(data);
        }
        self.tcp_push(pair, cx);
    }

    /// Nothing more will be written.
    pub fn tcp_close(&mut self, pair: Pair, cx: &mut Cx) {
        let Some(it) = self.tcp.connections.get_mut(&pair) else { return };
        if std::mem::replace(&mut it.closing, true) {
            return;
        }
        match it.state {
            State::SynSent => {
                self.tcp.connections.remove(&pair);
                return;
            }
            State::Established => it.state = State::FinWait1,
            State::CloseWait => it.state = State::LastAck,
            _ => {}
        }
        self.tcp_push(pair, cx);
    }

    /// Breaks a connection off.
    pub fn tcp_abort(&mut self, pair: Pair, cx: &mut Cx) {
        let Some(it) = self.tcp.connections.remove(&pair) else { return };
        if !matches!(it.state, State::SynSent | State::TimeWait) {
            let acknowledges = Some(it.expected);
            let segment = Segment { number: it.next, acknowledges, flags: RST, mss: None, data: &[] };
            self.tcp_send(pair, &segment, cx);
        }
    }

    /// Reads what came.
    pub fn tcp_read(&mut self, pair: Pair) -> Vec<u8> {
        self.tcp.connections.get_mut(&pair).map(|it| std::mem::take(&mut it.inbox)).unwrap_or_default()
    }

    /// Sends what may go out now: SYN, data that the windows let pass, FIN.
    fn tcp_push(&mut self, pair: Pair, cx: &mut Cx) {
        let mut sent = false;
        loop {
            let own = self.tcp_own_mss(pair, cx);
            let Some(it) = self.tcp.connections.get_mut(&pair) else { return };
            if it.state == State::TimeWait || it.next == it.end() {
                break;
            }
            let number = it.next;
            let acknowledges = (it.state != State::SynSent).then_some(it.expected);
            let (flags, mss, data) = if it.opens() {
                (SYN, Some(own), Vec::new())
            } else {
                let flight = it.next.wrapping_sub(it.una);
                let allowed = it.window.min(it.cwnd).max(1).saturating_sub(flight);
                let waits = (it.out.len() as u32).saturating_sub(flight);
                let size = waits.min(it.mss).min(allowed) as usize;
                if waits > 0 && size == 0 {
                    break;
                }
                let data: Vec<u8> = it.out.iter().skip(flight as usize).take(size).copied().collect();
                let last = size as u32 == waits;
                let push = if last && size > 0 { PSH } else { 0 };
                let fin = if last && it.has_fin() { FIN } else { 0 };
                (push | fin, None, data)
            };
            let took = data.len() as u32 + u32::from(flags & (SYN | FIN) != 0);
            it.next = it.next.wrapping_add(took);
            // What is sent again is not timed: RFC 6298, 3.
            if it.timed.is_none() && !before(number, it.most) {
                it.timed = Some((it.next, cx.now));
            }
            if before(it.most, it.next) {
                it.most = it.next;
            }
            sent = true;
            self.tcp_send(pair, &Segment { number, acknowledges, flags: flags | ACK, mss, data: &data }, cx);
        }
        if sent {
            self.tcp_arm(pair, false, cx);
        }
    }

    /// What this end takes in one segment.
    fn tcp_own_mss(&self, pair: Pair, cx: &Cx) -> u32 {
        let mtu = self
            .way(pair.remote.0, Some(pair.local.0), cx.now)
            .map_or(1500, |way| way.hop.map_or(u16::MAX, |hop| self.ifaces[hop.iface].mtu));
        u32::from(mtu).saturating_sub(40).clamp(64, 65_495)
    }

    /// Sets the timer for what is not acknowledged; a running one stays unless it is to start anew.
    fn tcp_arm(&mut self, pair: Pair, anew: bool, cx: &mut Cx) {
        let Some(it) = self.tcp.connections.get_mut(&pair) else { return };
        let runs = it.generation % 2 == 1;
        if it.una == it.next {
            it.generation = it.generation.wrapping_add(u32::from(runs));
        } else if !runs || anew {
            // Odd: it runs.
            it.generation = it.generation.wrapping_add(if runs { 2 } else { 1 });
            cx.later(it.timeout, Timer::Tcp { pair, generation: it.generation });
        }
    }

    pub(super) fn tcp_timer(&mut self, pair: Pair, generation: u32, cx: &mut Cx) {
        let Some(it) = self.tcp.connections.get_mut(&pair).filter(|it| it.generation == generation) else { return };
        if it.state == State::TimeWait || it.state == State::FinWait2 {
            self.tcp.connections.remove(&pair);
            return;
        }
        let most = match it.state {
            State::SynSent => SYN_RETRIES,
            State::SynReceived => SYN_ACK_RETRIES,
            _ => RETRIES,
        };
        if it.tries >= most {
            return self.tcp_fail(pair, Failure::TimedOut);
        }
        it.tries += 1;
        it.timeout = Time(it.timeout.0 * 2).min(TIMEOUT_MAX);
        it.timed = None;
        it.threshold = (it.next.wrapping_sub(it.una) / 2).max(2 * it.mss);
        it.cwnd = it.mss;
        it.next = it.una;
        it.generation = it.generation.wrapping_add(1);
        self.tcp_push(pair, cx);
    }

    fn tcp_fail(&mut self, pair: Pair, failure: Failure) {
        let gone = self.tcp.connections.remove(&pair);
        if gone.is_some_and(|it| it.holder == Holder::Command) {
            self.post(Mail::Tcp { pair, news: News::Failed(failure) });
        }
    }

    /// An ICMP error about a segment: while it connects it decides, later it is only a hint (RFC 1122, 4.2.3.9).
    pub(super) fn tcp_error(&mut self, what: icmp::What, mtu: u16, about: &Quoted, cx: &mut Cx) {
        let pair = Pair { local: (about.src, about.words.0), remote: (about.dst, about.words.1) };
        let Some(it) = self.tcp.connections.get_mut(&pair) else { return };
        if what == icmp::TOO_BIG {
            it.next = it.una;
            it.timed = None;
            self.tcp_shrink(pair, mtu.max(552));
            return self.tcp_push(pair, cx);
        }
        if it.opens()
            && let Some(failure) = Failure::of_icmp(what.0, what.1)
        {
            self.tcp_fail(pair, failure);
        }
    }

    /// Says that there is no such connection: RFC 9293, 3.10.7.1.
    fn tcp_refuse(&mut self, pair: Pair, header: &TcpHeader, length: u32, cx: &mut Cx) {
        if header.rst {
            return;
        }
        let (number, acknowledges) = if header.ack {
            (header.acknowledgment_number, None)
        } else {
            (0, Some(header.sequence_number.wrapping_add(length)))
        };
        self.tcp_send(pair, &Segment { number, acknowledges, flags: RST, mss: None, data: &[] }, cx);
    }

    fn tcp_acknowledge(&mut self, pair: Pair, cx: &mut Cx) {
        let Some(it) = self.tcp.connections.get(&pair) else { return };
        let segment = Segment { number: it.most, acknowledges: Some(it.expected), flags: ACK, mss: None, data: &[] };
        self.tcp_send(pair, &segment, cx);
    }

    pub(super) fn tcp_input(&mut self, packet: &Packet, cx: &mut Cx) {
        let Ok((header, data)) = TcpHeader::from_slice(&packet.payload) else {
            return cx.lose(None, Reason::Malformed, packet);
        };
        let sum = header.calc_checksum_ipv4_raw(packet.head.source, packet.head.destination, data);
        if sum.is_ok_and(|sum| sum != header.checksum) {
            return cx.lose(None, Reason::BadChecksum, packet);
        }
        let pair = Pair { local: (packet.dst(), header.destination_port), remote: (packet.src(), header.source_port) };
        if self.is_broadcast(pair.local.0) {
            return;
        }
        let length = data.len() as u32 + u32::from(header.syn) + u32::from(header.fin);
        match self.tcp.connections.get(&pair).map(|it| it.state) {
            // Another one may begin between the same ends: RFC 9293, 3.6.1.
            Some(State::TimeWait) if header.syn && !header.ack => {
                self.tcp.connections.remove(&pair);
                self.tcp_opened(pair, &header, packet, cx);
            }
            Some(State::SynSent) => self.tcp_answered(pair, &header, length, cx),
            Some(_) => self.tcp_segment(pair, &header, data, cx),
            None if header.syn && !header.ack && !header.rst => self.tcp_opened(pair, &header, packet, cx),
            None => self.tcp_refuse(pair, &header, length, cx),
        }
    }

    /// Somebody wants a connection.
    fn tcp_opened(&mut self, pair: Pair, header: &TcpHeader, packet: &Packet, cx: &mut Cx) {
        if !self.programs.listens(TCP, pair.local.1) {
            cx.lose(None, Reason::NoListener { port: pair.local.1 }, packet);
            return self.tcp_refuse(pair, header, 1, cx);
        }
        if self.tcp.connections.len() >= MOST {
            return cx.lose(None, Reason::QueueFull, packet);
        }
        let start = self.tcp_start_number();
        let mss = self.tcp_own_mss(pair, cx).min(most_of(header));
        let mut it = Connection::new(State::SynReceived, Holder::Program, start, mss);
        it.expected = header.sequence_number.wrapping_add(1);
        it.window = u32::from(header.window_size);
        self.tcp.connections.insert(pair, it);
        self.tcp_push(pair, cx);
    }

    /// An answer to the SYN of this end.
    fn tcp_answered(&mut self, pair: Pair, header: &TcpHeader, length: u32, cx: &mut Cx) {
        let Some(it) = self.tcp.connections.get_mut(&pair) else { return };
        let number = header.acknowledgment_number;
        let fits = before(it.una, number) && !before(it.most, number);
        if header.ack && !fits {
            return self.tcp_refuse(pair, header, length, cx);
        }
        if header.rst {
            if header.ack {
                self.tcp_fail(pair, Failure::Refused);
            }
            return;
        }
        if !header.syn {
            return;
        }
        it.expected = header.sequence_number.wrapping_add(1);
        it.window = u32::from(header.window_size);
        it.mss = it.mss.min(most_of(header));
        it.cwnd = it.mss * FIRST_SEGMENTS;
        if !header.ack {
            // Both ends connect at once: RFC 9293, 3.5.
            it.state = State::SynReceived;
            it.next = it.una;
            return self.tcp_push(pair, cx);
        }
        self.tcp_acknowledged(pair, number, cx);
        let Some(it) = self.tcp.connections.get_mut(&pair) else { return };
        it.state = State::Established;
        self.tcp_acknowledge(pair, cx);
        self.post(Mail::Tcp { pair, news: News::Connected });
        self.tcp_push(pair, cx);
    }

    /// Takes what the other side says it has got. Whether it said something new.
    fn tcp_acknowledged(&mut self, pair: Pair, number: u32, cx: &mut Cx) -> bool {
        let Some(it) = self.tcp.connections.get_mut(&pair) else { return false };
        if !before(it.una, number) || before(it.most, number) {
            return false;
        }
        let got = number.wrapping_sub(it.una) as usize;
        let data = if it.opens() { 0 } else { got.min(it.out.len()) };
        it.out.drain(..data);
        it.una = number;
        if before(it.next, number) {
            it.next = number;
        }
        if let Some((of, at)) = it.timed.filter(|(of, _)| !before(number, *of)) {
            debug_assert!(!before(number, of));
            it.measure(cx.now - at);
            it.timed = None;
        }
        it.tries = 0;
        it.same_acks = 0;
        let step = if it.cwnd < it.threshold { it.mss } else { (it.mss * it.mss / it.cwnd).max(1) };
        it.cwnd = it.cwnd.saturating_add(step).min(1 << 24);
        self.tcp_arm(pair, true, cx);
        true
    }

    /// A segment of a connection that is open, or nearly.
    fn tcp_segment(&mut self, pair: Pair, header: &TcpHeader, data: &[u8], cx: &mut Cx) {
        let Some(it) = self.tcp.connections.get_mut(&pair) else { return };
        let number = header.sequence_number;
        if it.state == State::SynReceived && header.syn && number.wrapping_add(1) == it.expected {
            // The answer was lost: it is sent again.
            it.next = it.una;
            it.timed = None;
            return self.tcp_push(pair, cx);
        }
        let length = data.len() as u32 + u32::from(header.fin);
        let window = u32::from(WINDOW);
        let offset = number.wrapping_sub(it.expected);
        let fits =
            offset < window || (length > 0 && number.wrapping_add(length - 1).wrapping_sub(it.expected) < window);
        if !fits {
            if !header.rst {
                self.tcp_acknowledge(pair, cx);
            }
            return;
        }
        if header.rst {
            if number == it.expected {
                let failure = if it.state == State::SynReceived { Failure::Refused } else { Failure::Reset };
                self.tcp_fail(pair, failure);
            } else {
                // RFC 5961, 3.2: a guess, perhaps.
                self.tcp_acknowledge(pair, cx);
            }
            return;
        }
        if header.syn {
            return self.tcp_acknowledge(pair, cx);
        }
        if !header.ack {
            return;
        }
        let acknowledged = header.acknowledgment_number;
        if before(it.most, acknowledged) {
            return self.tcp_acknowledge(pair, cx);
        }
        if it.state == State::SynReceived {
            if !before(it.una, acknowledged) {
                return self.tcp_refuse(pair, header, length, cx);
            }
            self.tcp_acknowledged(pair, acknowledged, cx);
            let Some(it) = self.tcp.connections.get_mut(&pair) else { return };
            it.state = if it.closing { State::FinWait1 } else { State::Established };
            it.window = u32::from(header.window_size);
            match it.holder {
                Holder::Program => self.program_accepts(pair, cx),
                Holder::Command => self.post(Mail::Tcp { pair, news: News::Connected }),
            }
        } else {
            it.window = u32::from(header.window_size);
            let plain = length == 0 && acknowledged == it.una && it.una != it.next;
            if !self.tcp_acknowledged(pair, acknowledged, cx) && plain {
                self.tcp_same_again(pair, cx);
            }
        }
        self.tcp_own_fin(pair, cx);
        self.tcp_take(pair, header, data, cx);
        self.tcp_push(pair, cx);
    }

    /// The same number again: something in between was lost. After three, it is sent again (RFC 5681, 3.2).
    fn tcp_same_again(&mut self, pair: Pair, cx: &mut Cx) {
        let Some(it) = self.tcp.connections.get_mut(&pair) else { return };
        it.same_acks = it.same_acks.saturating_add(1);
        if it.same_acks != 3 || it.out.is_empty() {
            return;
        }
        it.threshold = (it.next.wrapping_sub(it.una) / 2).max(2 * it.mss);
        it.cwnd = it.threshold;
        it.timed = None;
        let data: Vec<u8> = it.out.iter().take(it.mss as usize).copied().collect();
        let (number, expected) = (it.una, it.expected);
        self.tcp_send(pair, &Segment { number, acknowledges: Some(expected), flags: ACK, mss: None, data: &data }, cx);
    }

    /// Goes on to the next state where the own FIN is acknowledged.
    fn tcp_own_fin(&mut self, pair: Pair, cx: &mut Cx) {
        let Some(it) = self.tcp.connections.get_mut(&pair) else { return };
        let done = it.closing && it.out.is_empty() && it.una == it.most;
        match it.state {
            State::FinWait1 if done => {
                it.state = State::FinWait2;
                // Linux waits no longer than this for the other side's (`tcp_fin_timeout`).
                self.tcp_linger(pair, cx);
            }
            State::Closing if done => {
                it.state = State::TimeWait;
                self.tcp_linger(pair, cx);
            }
            State::LastAck if done => {
                self.tcp.connections.remove(&pair);
            }
            _ => {}
        }
    }

    /// Keeps what is over for a while, so that late segments are not taken for another's.
    fn tcp_linger(&mut self, pair: Pair, cx: &mut Cx) {
        let Some(it) = self.tcp.connections.get_mut(&pair) else { return };
        it.generation = it.generation.wrapping_add(2);
        cx.later(TIME_WAIT, Timer::Tcp { pair, generation: it.generation });
    }

    /// Takes the data of a segment, and the end of the other side.
    fn tcp_take(&mut self, pair: Pair, header: &TcpHeader, data: &[u8], cx: &mut Cx) {
        let Some(it) = self.tcp.connections.get_mut(&pair) else { return };
        if data.is_empty() && !header.fin {
            return;
        }
        if !it.state.hears() {
            // The FIN came again: the acknowledgement was lost.
            return self.tcp_acknowledge(pair, cx);
        }
        if header.fin {
            it.fin = Some(header.sequence_number.wrapping_add(data.len() as u32));
        }
        let came = it.arrange(header.sequence_number, data);
        let ended = it.fin == Some(it.expected);
        let holder = it.holder;
        if ended {
            it.expected = it.expected.wrapping_add(1);
            match it.state {
                State::Established => it.state = State::CloseWait,
                State::FinWait1 => it.state = State::Closing,
                _ => {
                    it.state = State::TimeWait;
                    self.tcp_linger(pair, cx);
                }
            }
        }
        self.tcp_acknowledge(pair, cx);
        match holder {
            Holder::Program => self.program_hears(pair, ended, cx),
            Holder::Command => {
                if came {
                    self.post(Mail::Tcp { pair, news: News::Data });
                }
                if ended {
                    self.post(Mail::Tcp { pair, news: News::Ended });
                }
            }
        }
    }
}
