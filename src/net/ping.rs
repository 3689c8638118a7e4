//! A ping, as a program sends it: what came back, or why nothing did.

use std::net::Ipv4Addr;

use super::device::{Cx, Device, Mail};
use super::icmp::Echo;
use super::ip::SendError;
use super::packet::ICMP;
use super::time::Time;
use super::world::{Net, Ran};

/// What became of one ping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Reply {
        from: Ipv4Addr,
        ttl: u8,
        bytes: usize,
        took: Time,
    },
    /// Somebody says that it goes no further.
    Icmp {
        kind: u8,
        code: u8,
        from: Ipv4Addr,
        mtu: u16,
    },
    Timeout,
    /// It could not even leave.
    Local(SendError),
}

impl Net {
    /// Opens the ears of a device for what its command waits for.
    pub fn listen<T>(&mut self, device: usize, act: impl FnOnce(&mut Self) -> T) -> T {
        let it = &mut self.devices[device];
        let before = std::mem::replace(&mut it.waiting, true);
        it.mail.clear();
        let result = act(self);
        let it = &mut self.devices[device];
        it.waiting = before;
        it.mail.clear();
        result
    }

    /// Sends one ping and waits for what comes of it.
    pub fn ping(&mut self, device: usize, echo: Echo, wait: Time) -> Outcome {
        self.listen(device, |net| {
            if let Err(error) = net.with(device, |device, cx| device.send_echo(&echo, cx)) {
                return Outcome::Local(error);
            }
            net.await_echo(device, &echo, wait)
        })
    }

    /// Waits for what comes of a ping that was sent.
    pub fn await_echo(&mut self, device: usize, echo: &Echo, wait: Time) -> Outcome {
        let sent = self.now();
        let until = sent + wait;
        loop {
            match self.run_for_mail(device, until) {
                Ran::Mail => {}
                Ran::Until | Ran::Storm => return Outcome::Timeout,
            }
            while let Some(mail) = self.devices[device].mail.pop_front() {
                match mail {
                    Mail::EchoReply { from, id, seq, ttl, bytes } if (id, seq) == (echo.id, echo.seq) => {
                        return Outcome::Reply { from, ttl, bytes, took: self.now() - sent };
                    }
                    Mail::Error { from, kind, code, mtu, about }
                        if about.protocol == ICMP && about.words == (echo.id, echo.seq) && about.dst == echo.to =>
                    {
                        return Outcome::Icmp { kind, code, from, mtu };
                    }
                    _ => {}
                }
            }
        }
    }
}

impl Device {
    /// A number for the pings of one command.
    pub fn next_echo_id(&mut self, _cx: &mut Cx) -> u16 {
        self.shell.echo_id = self.shell.echo_id.wrapping_add(1).max(1);
        self.shell.echo_id
    }
}
