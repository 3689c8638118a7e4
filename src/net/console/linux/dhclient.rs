//! `dhclient`: an address from a server.

use super::Job;
use crate::net::device::Mail;
use crate::net::dhcp::State;
use crate::net::time::Time;
use crate::net::world::Ran;

/// It gives up after so long (its usual `timeout`).
const TIMEOUT: Time = Time::seconds(60);

pub fn run(job: &mut Job, args: &[&str]) -> u8 {
    let verbose = args.contains(&"-v");
    let release = args.contains(&"-r");
    let names: Vec<&str> = args.iter().copied().filter(|word| !word.starts_with('-')).collect();
    let chosen: Vec<usize> = match names.as_slice() {
        [] => job
            .host()
            .live_ifaces()
            .map(|(iface, _)| iface)
            .filter(|iface| job.host().port_of(*iface).is_some() && job.host().has_carrier(*iface))
            .collect(),
        names => {
            let mut all = Vec::new();
            for name in names {
                match job.host().iface(name) {
                    Some(iface) => all.push(iface),
                    None => return job.fail(1, format!("Cannot find device \"{name}\"")),
                }
            }
            all
        }
    };
    let device = job.device;
    let mut status = 0;
    for iface in chosen {
        if release {
            job.net.with(device, |host, cx| host.dhcp_stop(iface, cx));
            continue;
        }
        job.net.listen(device, |net| {
            net.with(device, |host, cx| host.dhcp_start(iface, cx));
            let until = net.now() + TIMEOUT;
            while net.run_for_mail(device, until) == Ran::Mail {
                let mail = net.devices[device].mail.pop_front();
                if mail == Some(Mail::Lease { iface }) {
                    break;
                }
            }
        });
        let Some(client) = job.host().dhcp_clients.get(&iface).cloned() else { continue };
        if verbose {
            client.told.iter().for_each(|line| job.print(line));
        }
        if client.state != State::Bound {
            status = 2;
            if !verbose {
                job.print("No DHCPOFFERS received.");
            }
            job.print("No working leases in persistent database - sleeping.");
        }
    }
    status
}
