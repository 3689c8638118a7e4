//! `traceroute` and `tracepath`: who stands on the way. And names to addresses.

use std::net::Ipv4Addr;

use super::Job;
use super::ping::send_text;
use crate::net::device::Mail;
use crate::net::dns::stub::Unresolved;
use crate::net::icmp::Echo;
use crate::net::ip::{Cut, SendError};
use crate::net::packet::{ICMP, UDP};
use crate::net::time::Time;
use crate::net::world::Ran;

/// The first port that traceroute knocks at: nobody listens there.
const PORT: u16 = 33434;
const HOPS: u8 = 30;

/// The address of a name, as the C library finds it.
///
/// # Errors
/// Why there is none.
pub fn resolve(job: &mut Job, name: &str) -> Result<Ipv4Addr, Unresolved> {
    let device = job.device;
    job.net.look_up(device, name).map(|found| found.addr)
}

/// What came back from one knock.
enum Knock {
    /// Somebody on the way, or the target.
    From(Ipv4Addr, Time, &'static str, bool),
    Nothing,
    Local(SendError),
}

/// What traceroute writes behind an answer: `!N` no network, `!H` no host, `!X` forbidden.
fn mark(kind: u8, code: u8) -> (&'static str, bool) {
    match (kind, code) {
        (11, _) => ("", false),
        (3, 3) => ("", true),
        (3, 0) => (" !N", true),
        (3, 1) => (" !H", true),
        (3, 2) => (" !P", true),
        (3, 4) => (" !F", true),
        (3, 13) => (" !X", true),
        _ => (" !?", true),
    }
}

fn knock(job: &mut Job, to: Ipv4Addr, ttl: u8, number: u16, icmp: bool, wait: Time) -> Knock {
    let device = job.device;
    let port = PORT + number;
    job.net.listen(device, |net| {
        let sent = net.now();
        let result = net.with(device, |host, cx| {
            if icmp {
                let echo =
                    Echo { to, from: None, id: PORT, seq: number, bytes: 32, ttl: Some(ttl), cut: Cut::Anywhere };
                host.send_echo(&echo, cx).map(|_| ())
            } else {
                host.udp_send((None, 40_000 + number), (to, port), &[0x40; 32], Some(ttl), cx)
            }
        });
        if let Err(error) = result {
            return Knock::Local(error);
        }
        while net.run_for_mail(device, sent + wait) == Ran::Mail {
            while let Some(mail) = net.devices[device].mail.pop_front() {
                match mail {
                    Mail::Error { from, kind, code, about, .. }
                        if (about.protocol == UDP && !icmp && about.words.1 == port)
                            || (about.protocol == ICMP && icmp && about.words == (PORT, number)) =>
                    {
                        let (text, end) = mark(kind, code);
                        return Knock::From(from, net.now() - sent, text, end);
                    }
                    Mail::EchoReply { from, id, seq, .. } if icmp && (id, seq) == (PORT, number) => {
                        return Knock::From(from, net.now() - sent, "", true);
                    }
                    _ => {}
                }
            }
        }
        Knock::Nothing
    })
}

pub fn traceroute(job: &mut Job, args: &[&str]) -> u8 {
    let (mut icmp, mut hops, mut queries, mut wait, mut target) = (false, HOPS, 3_u16, 5_u64, None);
    let mut words = args.iter().copied();
    while let Some(word) = words.next() {
        match word {
            "-n" | "-4" => {}
            "-I" | "--icmp" => icmp = true,
            "-m" | "-q" | "-w" => {
                let Some(Ok(number)) = words.next().map(str::parse::<u8>) else {
                    return job.fail(2, format!("Option `{word}' requires an argument"));
                };
                match word {
                    "-m" => hops = number.max(1),
                    "-q" => queries = u16::from(number).clamp(1, 10),
                    _ => wait = u64::from(number.max(1)),
                }
            }
            word if word.starts_with('-') => return job.fail(2, format!("Bad option `{word}' (argc 1)")),
            word => target = Some(word),
        }
    }
    let Some(target) = target else {
        return job.fail(2, "Usage:\n  traceroute [ -nI ] [ -m max_ttl ] [ -q nqueries ] [ -w wait ] host");
    };
    let to = match resolve(job, target) {
        Ok(to) => to,
        Err(why) => {
            job.print(format!("{target}: {}", why.text()));
            let place = args.iter().position(|word| *word == target).unwrap_or(0) + 1;
            return job.fail(
                2,
                format!("Cannot handle \"host\" cmdline arg `{target}' on position {place} (argc {})", args.len()),
            );
        }
    };
    job.print(format!("traceroute to {target} ({to}), {hops} hops max, 60 byte packets"));
    let mut number = 0;
    for ttl in 1..=hops {
        let mut line = format!("{ttl:2} ");
        let mut last = None;
        let mut done = false;
        for _ in 0..queries {
            number += 1;
            match knock(job, to, ttl, number, icmp, Time::seconds(wait)) {
                Knock::From(from, took, text, end) => {
                    if last != Some(from) {
                        line += &format!(" {from}");
                        last = Some(from);
                    }
                    line += &format!("  {}.{:03} ms{text}", took.as_micros() / 1000, took.as_micros() % 1000);
                    done |= end;
                }
                Knock::Nothing => line += " *",
                Knock::Local(error) => return job.fail(1, format!("connect: {}", send_text(error))),
            }
        }
        job.print(line);
        if done {
            break;
        }
    }
    0
}

pub fn tracepath(job: &mut Job, args: &[&str]) -> u8 {
    let Some(target) = args.iter().rfind(|word| !word.starts_with('-')) else {
        return job.fail(1, "Usage\n  tracepath [options] <destination>");
    };
    let to = match resolve(job, target) {
        Ok(to) => to,
        Err(why) => return job.fail(1, format!("tracepath: {target}: {}", why.text())),
    };
    let device = job.device;
    let now = job.net.now();
    let way = match job.host().way(to, None, now) {
        Ok(way) => way,
        Err(error) => return job.fail(1, format!("tracepath: {}", send_text(error))),
    };
    let mut mtu = way.mtu;
    job.print(format!(" 1?: [LOCALHOST]                      pmtu {mtu}"));
    let mut ttl = 1;
    let mut silent = 0;
    while ttl <= HOPS {
        let bytes = usize::from(mtu) - 28;
        let echo = Echo { to, from: None, id: PORT, seq: u16::from(ttl), bytes, ttl: Some(ttl), cut: Cut::Never };
        let outcome = job.net.ping(device, echo, Time::millis(3500));
        use crate::net::ping::Outcome;
        match outcome {
            Outcome::Icmp { kind: 3, code: 4, from, mtu: next } if next < mtu && next >= 68 => {
                mtu = next;
                job.print(format!("{ttl:2}:  {from:<40} pmtu {mtu}"));
                continue;
            }
            Outcome::Icmp { kind: 11, from, .. } => job.print(format!("{ttl:2}:  {from:<40}")),
            Outcome::Icmp { kind, code, from, .. } => {
                job.print(format!("{ttl:2}:  {from:<40}{}", mark(kind, code).0));
                break;
            }
            Outcome::Reply { from, .. } => {
                job.print(format!("{ttl:2}:  {from:<40} reached"));
                job.print(format!("     Resume: pmtu {mtu} hops {ttl} back {ttl} "));
                return 0;
            }
            Outcome::Local(SendError::TooBig(next)) if next < mtu => {
                mtu = next;
                continue;
            }
            Outcome::Local(error) => return job.fail(1, format!("tracepath: {}", send_text(error))),
            Outcome::Timeout => {
                job.print(format!("{ttl:2}:  no reply"));
                silent += 1;
                if silent == 5 {
                    break;
                }
            }
        }
        ttl += 1;
    }
    job.print("     Too many hops: pmtu ".to_owned() + &mtu.to_string());
    job.print(format!("     Resume: pmtu {mtu} "));
    1
}
