//! The routing protocols of a router, one after the other.

use super::{Job, ospf, rip};
use crate::net::models::models;

/// Whether routes can be learned here; says so if not.
pub fn can(job: &mut Job) -> bool {
    let host = job.host();
    let model = models().get(&host.model).is_some_and(|model| model.routes || model.forwards);
    if !model {
        job.print("% Invalid input detected at '^' marker.");
    } else if !host.forwarding {
        job.print("IP routing not enabled");
    }
    model && job.host().forwarding
}

pub fn protocols(job: &mut Job, _: &[String]) {
    let now = job.net.now();
    let host = job.host();
    let mut all: Vec<Vec<String>> = Vec::new();
    if let Some(it) = &host.rip {
        all.push(rip::protocol(host, it, now));
    }
    if let Some(it) = &host.ospf {
        all.push(ospf::protocol(host, it, now));
    }
    for lines in all {
        lines.iter().for_each(|line| job.print(line));
        job.print("");
    }
}
