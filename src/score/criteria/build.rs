//! What is judged of a rack that is built: its earth, how its cords are fastened, how long installed cables are, who is
//! reached apart from the work, and who is fed over the network cable.

use super::{Evidence, Item, Verdict, all_or_nothing, each, numbers};
use crate::fibre::names::cord_name;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::Message;
use crate::plant::address::PortId;
use crate::rack::bundle;
use crate::rack::cords::spot;
use crate::rack::link::Links;
use crate::rack::poe;
use crate::rack::power;
use crate::rack::words::{gear_name, gear_port_name, rack_name};
use crate::scenario::file::Criterion;
use crate::units::Millimetres;

/// The longest installed cable between two panels, in millimetres: a permanent link of ISO/IEC 11801 and TIA-568.
const PERMANENT_LINK_MM: u64 = 90_000;

/// Judges a criterion of a rack that is built.
pub fn judge(lab: &Lab, criterion: &Criterion) -> Option<Verdict> {
    Some(match criterion {
        Criterion::Bonded { rack } => bonded(lab, rack),
        Criterion::CordsGentle { rack } => gentle(lab, rack),
        Criterion::PermanentLink { from, to } => permanent_link(lab, from, to),
        Criterion::OutOfBand { ports, switch } => each(ports, false, |port| out_of_band(lab, port, switch)),
        Criterion::PoeHolds { devices } => {
            let power = power::now(lab.scenario(), lab.state());
            each(devices, false, |device| poe_holds(lab, &power, device))
        }
        _ => return None,
    })
}

/// Numbers of the actions that plugged something into a port of this device.
fn plugs_of(lab: &Lab, device: &str) -> Vec<usize> {
    numbers(lab, |action| matches!(action, Action::Plug { port, .. } if port.equipment == device))
}

fn bonded(lab: &Lab, rack: &str) -> Verdict {
    let good = lab.state().rack.bonded.contains(rack);
    let key = if good { "build-found-bonded" } else { "build-found-not-bonded" };
    let found = vec![Message::new(key).with("rack", rack_name(lab.scenario(), rack))];
    let actions = numbers(lab, |action| matches!(action, Action::Bond { rack: id } if id == rack));
    all_or_nothing(good, Evidence { found, cause: None, actions, objects: vec![rack.to_owned()] })
}

fn gentle(lab: &Lab, rack: &str) -> Verdict {
    let (scenario, state) = (lab.scenario(), lab.state());
    let mut evidence = Evidence::default();
    for (id, cord) in &state.cords {
        let here = cord.plugged.iter().flatten().any(|port| spot(scenario, state, port).is_some_and(|at| at.0 == rack));
        let Some(model) = scenario.rack_cord_model(id).filter(|_| here) else { continue };
        let wrongs = bundle::wrongs(model, cord);
        if wrongs.is_empty() {
            continue;
        }
        evidence.found.extend(wrongs.iter().map(|wrong| wrong.message(scenario, id)));
        if bundle::is_crushed(model, cord) {
            evidence.found.push(Message::new("bundle-did-crush").with("cord", cord_name(scenario, id)));
        }
        evidence.actions.extend(numbers(lab, |action| matches!(action, Action::Fasten { cord, .. } if cord == id)));
        evidence.objects.push(id.clone());
    }
    let good = evidence.found.is_empty();
    if good {
        evidence.found.push(Message::new("bundle-found-gentle"));
    }
    all_or_nothing(good, evidence)
}

/// A way leads from a socket to a device and holds no installed cable that is longer than a permanent link may be.
fn permanent_link(lab: &Lab, from: &PortId, to: &str) -> Verdict {
    let scenario = lab.scenario();
    let links = Links::wired(scenario, lab.state());
    let name = |port: &PortId| gear_port_name(scenario, port);
    let actions = numbers(lab, |action| matches!(action, Action::Plug { port, .. } if port == from));
    let objects = vec![from.to_string(), to.to_owned()];
    if links.far(from).is_none_or(|far| far.equipment != to) {
        let found = vec![Message::new("build-found-no-way").with("a", name(from)).with("b", gear_name(scenario, to))];
        return all_or_nothing(false, Evidence { found, cause: None, actions, objects });
    }
    let runs = links.copper_runs(from);
    let said = |(port, length): &(PortId, u64)| {
        let key = if *length > PERMANENT_LINK_MM { "build-found-run-long" } else { "build-found-run" };
        Message::new(key)
            .with("port", name(port))
            .with("length", Millimetres(*length))
            .with("most", Millimetres(PERMANENT_LINK_MM))
    };
    let good = runs.iter().all(|(_, length)| *length <= PERMANENT_LINK_MM);
    let found = runs.iter().filter(|run| good || run.1 > PERMANENT_LINK_MM).map(said).collect();
    all_or_nothing(good, Evidence { found, cause: None, actions, objects })
}

/// A management socket is reached from the management switch, and nothing that carries the work lies between.
fn out_of_band(lab: &Lab, port: &PortId, switch: &str) -> Item {
    let scenario = lab.scenario();
    let verdict = Links::of(scenario, lab.state()).judge(port);
    let name = gear_port_name(scenario, port);
    let (good, said) = match &verdict.far {
        Some(far) if far.equipment != switch => (
            false,
            Message::new("build-found-in-band")
                .with("port", name)
                .with("far", gear_port_name(scenario, far))
                .with("switch", gear_name(scenario, switch)),
        ),
        Some(_) if verdict.mbps > 0 => (
            true,
            Message::new("build-found-out-of-band").with("port", name).with("switch", gear_name(scenario, switch)),
        ),
        _ => (
            false,
            Message::new("build-found-not-managed").with("port", name).with("switch", gear_name(scenario, switch)),
        ),
    };
    let cause = if good { None } else { verdict.why.map(|why| why.message(scenario)) };
    Item { good, missing: false, said, cause, actions: plugs_of(lab, &port.equipment), object: port.to_string() }
}

fn poe_holds(lab: &Lab, power: &power::Power, device: &str) -> Item {
    let (good, said) = poe::how(lab.scenario(), power, device);
    Item { good, missing: false, said, cause: None, actions: plugs_of(lab, device), object: device.to_owned() }
}
