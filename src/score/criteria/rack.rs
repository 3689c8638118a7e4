//! What is judged of racks: how things hang, how they were lifted, what they breathe, and what feeds them.

use super::{Evidence, Item, Verdict, all_or_nothing, each};
use crate::catalogue::rack::{Airflow, Face, Mount};
use crate::fibre::cords::{Surplus, label_sense};
use crate::fibre::names::cord_name;
use crate::lab::Lab;
use crate::lab::action::Side;
use crate::lab::effect::Effect;
use crate::lab::state::CordState;
use crate::locale::Message;
use crate::plant::address::PortId;
use crate::rack::air::blows_right;
use crate::rack::cords;
use crate::rack::fit::{self, Support};
use crate::rack::gestures::Strain;
use crate::rack::hole::Hole;
use crate::rack::link::{Links, speed};
use crate::rack::power;
use crate::rack::records;
use crate::rack::state::{Ear, Post};
use crate::rack::words::{
    Deed, amperes, breaker_name, ear_name, gear_name, gear_names, gear_port_name, kilograms, rack_name,
};
use crate::scenario::file::{Criterion, PortPair};
use crate::units::{Millimetres, Permille};

/// Judges a criterion of racks.
pub fn judge(lab: &Lab, criterion: &Criterion) -> Verdict {
    match criterion {
        Criterion::MountedRight { device, rack, u } => mounted(lab, device, rack, *u),
        Criterion::LiftedSafely => lifted(lab),
        Criterion::EsdSafe => none_of(lab, "rack-found-no-charge", |deed| match deed {
            Deed::Charged { device } => {
                Some(Message::new("rack-found-charged").with("name", gear_name(lab.scenario(), device)))
            }
            _ => None,
        }),
        Criterion::NothingTips => none_of(lab, "rack-found-stood", |deed| match deed {
            Deed::Leans { rack, drawn } => Some(
                Message::new("rack-found-leans").with("rack", rack_name(lab.scenario(), rack)).with("drawn", *drawn),
            ),
            _ => None,
        }),
        Criterion::HeavyLow { rack, percent } => heavy_low(lab, rack, *percent),
        Criterion::AirRight { rack } => air(lab, rack),
        Criterion::UnitsClosed { rack, from, to } => closed(lab, rack, *from, *to),
        Criterion::Runs { device } => runs(lab, device),
        Criterion::AnyRuns { devices } => {
            let running = &power::now(lab.scenario(), lab.state()).running;
            match devices.iter().find(|device| running.contains(*device)).or(devices.first()) {
                Some(device) => runs(lab, device),
                None => all_or_nothing(false, Evidence::default()),
            }
        }
        Criterion::SurvivesLossOf { devices, feeds } => each(devices, false, |device| survives(lab, device, feeds)),
        Criterion::LoadBelow { breakers, percent } => {
            each(breakers, false, |breaker| load_below(lab, breaker, *percent))
        }
        Criterion::PhasesEven { strip, percent } => phases(lab, strip, *percent),
        Criterion::LossTried { devices, breakers } => {
            each(breakers, false, |breaker| loss_tried(lab, devices, breaker))
        }
        Criterion::NoneWentDown { devices } => none_of(lab, "rack-found-none-down", |deed| match deed {
            Deed::WentDown { devices: down } => {
                let mine: Vec<String> = down.iter().filter(|id| devices.contains(id)).cloned().collect();
                (!mine.is_empty())
                    .then(|| Message::new("rack-found-went-down").with("devices", gear_names(lab.scenario(), &mine)))
            }
            _ => None,
        }),
        Criterion::NothingForced => none_of(lab, "rack-found-not-forced", |deed| match deed {
            Deed::Forced { port } => {
                Some(Message::new("rack-found-forced").with("port", gear_port_name(lab.scenario(), port)))
            }
            _ => None,
        }),
        Criterion::LabelsFollow { pairs } => each(&both_ends(pairs), false, |(near, far)| label(lab, near, far)),
        Criterion::NoCurtain { rack } => no_curtain(lab, rack),
        Criterion::SheetDevices { devices } => each(devices, false, |device| sheet_device(lab, device)),
        Criterion::SheetCords { ports } => each(ports, false, |port| sheet_cord(lab, port)),
        Criterion::LinkUp { a, b, mbps } => link_up(lab, a, b, *mbps),
        _ => super::copper::judge(lab, criterion)
            .or_else(|| super::build::judge(lab, criterion))
            .unwrap_or_else(|| all_or_nothing(false, Evidence::default())),
    }
}

/// Each pair as seen from both of its ends.
fn both_ends(pairs: &[PortPair]) -> Vec<(&PortId, &PortId)> {
    pairs.iter().flat_map(|PortPair(a, b)| [(a, b), (b, a)]).collect()
}

/// The label at the near end of the cord between two ports.
fn label(lab: &Lab, near: &PortId, far: &PortId) -> Item {
    let (scenario, state) = (lab.scenario(), lab.state());
    let wanted = cords::label_for(scenario, state, near, far);
    let there = state.plug_in(near).and_then(|plug| {
        let cord = state.cords.get(&plug.cord)?;
        let end = plug.end.index();
        (cord.plugged[1 - end].as_ref() == Some(far)).then(|| (plug.cord, cord.labels[end].clone()))
    });
    let name = gear_port_name(scenario, near);
    let (good, said, cord) = match there {
        None => {
            let far = gear_port_name(scenario, far);
            (false, Message::new("rack-found-no-cord").with("port", name).with("far", far), None)
        }
        Some((cord, None)) => {
            (false, Message::new("rack-found-no-label").with("port", name).with("wanted", wanted), Some(cord))
        }
        Some((cord, Some(text))) => {
            let good = label_sense(&text) == label_sense(&wanted);
            let key = if good { "rack-found-label" } else { "rack-found-wrong-label" };
            (good, Message::new(key).with("port", name).with("text", text).with("wanted", wanted), Some(cord))
        }
    };
    let actions = super::numbers(
        lab,
        |action| matches!(action, crate::lab::action::Action::Label { plug, .. } if Some(&plug.cord) == cord.as_ref()),
    );
    Item { good, missing: false, said, cause: None, actions, object: near.to_string() }
}

/// More than this is no service loop any more: it lies about (trade knowledge: 15 to 30 cm in a rack).
const LOOP_MM: u64 = 700;

/// A cord of racks lies along a side, and is not much longer than its way.
pub fn tidy(lab: &Lab, id: &str, cord: &CordState, [a, b]: [&PortId; 2]) -> Verdict {
    let scenario = lab.scenario();
    let needed = cords::needed_mm(scenario, lab.state(), a, b).unwrap_or(0);
    let over = scenario.cord_length(id).unwrap_or_default().0.saturating_sub(needed.into());
    let mut found = Vec::new();
    match &cord.led {
        None => found.push(Message::new("rack-found-not-led").with("cord", cord_name(scenario, id))),
        Some(led) if !led.follows_a_side() => {
            found.push(Message::new("rack-found-across").with("cord", cord_name(scenario, id)));
        }
        Some(led) if led.surplus != Surplus::Coiled => {
            let surplus = crate::fibre::names::surplus_name(led.surplus);
            found.push(Message::new("found-surplus").with("surplus", surplus));
        }
        Some(_) => {}
    }
    if let Some(model) = scenario.rack_cord_model(id) {
        found.extend(crate::rack::bundle::wrongs(model, cord).iter().map(|wrong| wrong.message(scenario, id)));
    }
    if over > LOOP_MM {
        found.push(Message::new("rack-found-too-long").with("over", Millimetres(over)));
    }
    let good = found.is_empty();
    if good {
        found.push(Message::new("rack-found-tidy").with("cord", cord_name(scenario, id)));
    }
    let actions = super::numbers(lab, |action| {
        use crate::lab::action::Action::{Fasten, LeadCord, Plug};
        matches!(action, LeadCord { cord, .. } | Fasten { cord, .. } if cord == id)
            || matches!(action, Plug { plug, .. } if plug.cord == id)
    });
    all_or_nothing(good, Evidence { found, cause: None, actions, objects: vec![id.to_owned()] })
}

fn link_up(lab: &Lab, a: &PortId, b: &PortId, mbps: u32) -> Verdict {
    let scenario = lab.scenario();
    let links = Links::of(scenario, lab.state());
    let verdict = links.judge(a);
    let good = verdict.far.as_ref() == Some(b) && verdict.mbps >= mbps;
    let [one, other] = [a, b].map(|port| gear_port_name(scenario, port));
    let mut found = Vec::new();
    if good {
        found.push(Message::new("rack-found-link").with("a", one).with("b", other).with("speed", speed(verdict.mbps)));
    } else if let Some(far) = verdict.far.as_ref().filter(|far| *far != b) {
        let far = gear_port_name(scenario, far);
        found.push(Message::new("rack-found-link-elsewhere").with("a", one).with("far", far).with("b", other));
    } else {
        found.push(Message::new("rack-found-no-link").with("a", one).with("b", other).with("speed", speed(mbps)));
    }
    let cause = (!good).then(|| verdict.why.map(|why| why.message(scenario))).flatten();
    let actions = super::numbers(lab, |action| {
        use crate::lab::action::Action::{Insert, Plug};
        matches!(action, Plug { port, .. } | Insert { port, .. } if port == a || port == b)
    });
    all_or_nothing(good, Evidence { found, cause, actions, objects: vec![a.to_string(), b.to_string()] })
}

/// The sheet says where a device is.
fn sheet_device(lab: &Lab, device: &str) -> Item {
    use crate::lab::action::Action::RecordDevice;
    let (scenario, state) = (lab.scenario(), lab.state());
    let (says, is) =
        (records::device_on_sheet(scenario, state, device), records::device_there(scenario, state, device));
    let place = |place: &Option<records::Place>| match place {
        Some(place) => Message::new("sheet-place").with("rack", rack_name(scenario, &place.rack)).with("unit", place.u),
        None => Message::new("sheet-nowhere"),
    };
    let good = says == is;
    let key = if good { "sheet-found-device" } else { "sheet-found-other-device" };
    let said =
        Message::new(key).with("name", gear_name(scenario, device)).with("says", place(&says)).with("is", place(&is));
    let actions = super::numbers(lab, |action| matches!(action, RecordDevice { device: of, .. } if of == device));
    Item { good, missing: false, said, cause: None, actions, object: device.to_owned() }
}

/// The sheet says where the cord of a port goes.
fn sheet_cord(lab: &Lab, port: &PortId) -> Item {
    use crate::lab::action::Action::{Plug, RecordCord, Unplug};
    let (scenario, state) = (lab.scenario(), lab.state());
    let (says, is) = (records::cord_on_sheet(scenario, state, port), records::cord_there(state, port));
    let far = |port: &Option<PortId>| match port {
        Some(port) => gear_port_name(scenario, port),
        None => Message::new("sheet-free"),
    };
    let good = says == is;
    let key = if good { "sheet-found-cord" } else { "sheet-found-other-cord" };
    let said =
        Message::new(key).with("port", gear_port_name(scenario, port)).with("says", far(&says)).with("is", far(&is));
    let actions = super::numbers(lab, |action| match action {
        RecordCord { port: of, .. } | Plug { port: of, .. } => of == port,
        Unplug { .. } => !good,
        _ => false,
    });
    Item { good, missing: false, said, cause: None, actions, object: port.to_string() }
}

fn no_curtain(lab: &Lab, rack: &str) -> Verdict {
    let hanging = cords::curtain(lab.scenario(), lab.state(), rack);
    let found = match &hanging[..] {
        [] => vec![Message::new("rack-found-no-curtain")],
        cords => cords
            .iter()
            .map(|(cord, device)| {
                Message::new("rack-found-curtain")
                    .with("cord", cord_name(lab.scenario(), cord))
                    .with("name", gear_name(lab.scenario(), device))
            })
            .collect(),
    };
    let actions = super::numbers(
        lab,
        |action| matches!(action, crate::lab::action::Action::Plug { plug, .. } if hanging.iter().any(|(cord, _)| *cord == plug.cord)),
    );
    let objects = hanging.iter().map(|(cord, _)| cord.clone()).collect();
    all_or_nothing(hanging.is_empty(), Evidence { found, cause: None, actions, objects })
}

/// Deeds at racks with the number of the action that did each, from 1.
fn deeds(lab: &Lab) -> impl Iterator<Item = (usize, &Deed)> {
    lab.effects().iter().enumerate().flat_map(|(index, effects)| {
        effects.iter().filter_map(move |effect| match effect {
            Effect::Rack(deed) => Some((index + 1, deed)),
            _ => None,
        })
    })
}

/// Good where no deed is one of these; each is said once.
fn none_of(lab: &Lab, good: &'static str, bad: impl Fn(&Deed) -> Option<Message>) -> Verdict {
    let mut found = Vec::new();
    let mut actions = Vec::new();
    for (number, deed) in deeds(lab) {
        if let Some(message) = bad(deed) {
            if !found.contains(&message) {
                found.push(message);
            }
            actions.push(number);
        }
    }
    let clean = found.is_empty();
    if clean {
        found.push(Message::new(good));
    }
    all_or_nothing(clean, Evidence { found, cause: None, actions, objects: Vec::new() })
}

/// Numbers of the actions that were about a device.
fn about(lab: &Lab, device: &str) -> Vec<usize> {
    use crate::lab::action::Action::{FixRail, Mount, Screw};
    super::numbers(
        lab,
        |action| matches!(action, Mount { device: id, .. } | FixRail { device: id, .. } | Screw { device: id, .. } if id == device),
    )
}

fn mounted(lab: &Lab, device: &str, rack: &str, u: u8) -> Verdict {
    let (scenario, state) = (lab.scenario(), &lab.state().rack);
    let objects = vec![device.to_owned()];
    let actions = about(lab, device);
    let name = || gear_name(scenario, device);
    let (Some(model), Some(cabinet)) = (scenario.gear_model(device), scenario.cabinet_of(rack)) else {
        return all_or_nothing(false, Evidence { objects, ..Evidence::default() });
    };
    let Some(held) = state.held.get(device) else {
        let found = vec![Message::new("rack-found-on-trolley").with("name", name())];
        return all_or_nothing(false, Evidence { found, cause: None, actions, objects });
    };
    let mut found = Vec::new();
    let wanted = Hole::new(u, model.ear_hole(Ear::Low)).index(cabinet);
    if held.rack != rack {
        found.push(Message::new("rack-found-wrong-rack").with("rack", rack_name(scenario, &held.rack)));
    } else if held.ears[0] != held.ears[1] {
        found.push(Message::new("rack-found-askew"));
    } else if Some(held.ears[0]) != wanted {
        let hole = Hole::at(held.ears[0], cabinet).map(|hole| hole.to_string()).unwrap_or_default();
        found.push(Message::new("rack-found-wrong-hole").with("hole", hole).with("unit", u));
    }
    if held.face != Face::Front && blows_right(model, Face::Front) {
        found.push(Message::new("rack-found-wrong-face"));
    }
    if matches!(model.mount, Mount::Rails { .. }) && fit::support(state, device, model, held) != Ok(Support::Rails) {
        found.push(Message::new("rack-found-no-rails"));
    }
    if held.out {
        found.push(Message::new("rack-found-drawn-out"));
    }
    if fit::slopes(state, device) {
        found.push(Message::new("rack-found-slopes"));
    }
    let inside = scenario.cabinet_of(&held.rack).unwrap_or(cabinet);
    match fit::sticks_out_mm(model, inside) {
        0 => {}
        mm => found.push(Message::new("rack-found-sticks-out").with("mm", mm)),
    }
    let needs_its_rear = model.airflow != Airflow::Passive || model.ports.iter().any(|group| group.face == Face::Rear);
    if let Some(other) = fit::behind(scenario, state, device).filter(|_| needs_its_rear) {
        found.push(Message::new("rack-found-behind").with("name", gear_name(scenario, &other)));
    }
    if matches!(model.mount, Mount::Ears { .. } | Mount::Rails { .. }) {
        let (least, most) = model.torque_ncm;
        for side in Side::BOTH {
            for ear in Ear::BOTH {
                let screw = Message::new("rack-found-screw").with("screw", ear_name(side, ear));
                let nut = fit::hole_behind(model, held.ears[side.index()], ear)
                    .and_then(|hole| state.nut(&held.rack, Post::of(held.face, side), hole));
                let wrong = match (nut, held.screw(side, ear)) {
                    (None, _) => Some("rack-found-no-nut"),
                    (Some(_), None) => Some("rack-found-no-screw"),
                    (Some(thread), _) if thread != cabinet.thread => Some("rack-found-wrong-thread"),
                    (_, Some(ncm)) if ncm < least => Some("rack-found-loose"),
                    (_, Some(ncm)) if ncm > most => Some("rack-found-hard"),
                    _ => None,
                };
                if let Some(wrong) = wrong {
                    found.push(screw.with("what", Message::new(wrong)));
                }
            }
        }
    }
    let good = found.is_empty();
    if good {
        found.push(Message::new("rack-found-mounted").with("name", name()).with("unit", u));
    }
    all_or_nothing(good, Evidence { found, cause: None, actions, objects })
}

fn lifted(lab: &Lab) -> Verdict {
    let mut worst = Strain::Fine;
    let mut found = Vec::new();
    let mut actions = Vec::new();
    let mut any = false;
    for (number, deed) in deeds(lab) {
        let Deed::Lifted { device, grams, lift, strain } = deed else { continue };
        any = true;
        worst = worst.max(*strain);
        if *strain != Strain::Fine {
            let key = if *strain == Strain::Heavy { "rack-found-heavy" } else { "rack-found-too-heavy" };
            found.push(
                Message::new(key)
                    .with("name", gear_name(lab.scenario(), device))
                    .with("kg", kilograms(*grams))
                    .with("lift", crate::rack::words::lift_name(*lift)),
            );
            actions.push(number);
        }
    }
    if found.is_empty() {
        found.push(Message::new(if any { "rack-found-lifted" } else { "rack-found-nothing-lifted" }));
    }
    let share = match worst {
        _ if !any => 0,
        Strain::Fine => 1000,
        Strain::Heavy => 500,
        Strain::TooHeavy => 0,
    };
    Verdict { share: Permille(share), evidence: Evidence { found, cause: None, actions, objects: Vec::new() } }
}

fn heavy_low(lab: &Lab, rack: &str, percent: u8) -> Verdict {
    none_of(lab, "rack-found-low", |deed| match deed {
        Deed::Balance { rack: id, percent: high, kg } if id == rack && *high > percent => Some(
            Message::new("rack-found-high")
                .with("rack", rack_name(lab.scenario(), rack))
                .with("percent", *high)
                .with("limit", percent)
                .with("kg", *kg),
        ),
        _ => None,
    })
}

fn air(lab: &Lab, rack: &str) -> Verdict {
    let scenario = lab.scenario();
    let blowing: Vec<_> = lab
        .state()
        .rack
        .held
        .iter()
        .filter(|(_, held)| held.rack == rack)
        .filter_map(|(id, held)| Some((id, held, scenario.gear_model(id)?)))
        .filter(|(_, _, model)| model.airflow != Airflow::Passive)
        .collect();
    each(&blowing, false, |(id, held, model)| {
        let good = blows_right(model, held.face);
        let key = if good { "rack-found-air" } else { "rack-found-air-wrong" };
        let inlet = crate::rack::air::inlet_tenths(scenario, lab.state(), id).unwrap_or_default();
        Item {
            good,
            missing: false,
            said: Message::new(key).with("name", gear_name(scenario, id)).with("degrees", inlet / 10),
            cause: None,
            actions: about(lab, id),
            object: (*id).clone(),
        }
    })
}

fn closed(lab: &Lab, rack: &str, from: u8, to: u8) -> Verdict {
    let Some(cabinet) = lab.scenario().cabinet_of(rack) else {
        return all_or_nothing(false, Evidence::default());
    };
    let open = fit::open_units(lab.scenario(), &lab.state().rack, rack, cabinet);
    let units: Vec<u8> = (from.min(to)..=from.max(to)).collect();
    each(&units, false, |unit| {
        let good = !cabinet.from_bottom(*unit).is_some_and(|from_bottom| open.contains(&from_bottom));
        Item {
            good,
            missing: false,
            said: Message::new(if good { "rack-found-closed" } else { "rack-found-open" }).with("unit", *unit),
            cause: None,
            actions: Vec::new(),
            object: format!("{rack}:{unit}"),
        }
    })
}

fn runs(lab: &Lab, device: &str) -> Verdict {
    let good = power::now(lab.scenario(), lab.state()).running.contains(device);
    let key = if good { "rack-found-runs" } else { "rack-found-dead" };
    let found = vec![Message::new(key).with("name", gear_name(lab.scenario(), device))];
    all_or_nothing(good, Evidence { found, cause: None, actions: Vec::new(), objects: vec![device.to_owned()] })
}

fn survives(lab: &Lab, device: &str, feeds: &[String]) -> Item {
    let (scenario, state) = (lab.scenario(), lab.state());
    let name = || gear_name(scenario, device);
    let runs = power::now(scenario, state).running.contains(device);
    let lost = feeds.iter().find_map(|feed| {
        let (power, gone) = power::without(scenario, state, feed);
        (!power.running.contains(device)).then_some((feed, gone))
    });
    let (good, said) = match lost {
        _ if !runs => (false, Message::new("rack-found-dead").with("name", name())),
        None => (true, Message::new("rack-found-survives").with("name", name())),
        Some((feed, gone)) if gone.is_empty() => {
            (false, Message::new("rack-found-dies").with("name", name()).with("breaker", breaker_name(scenario, feed)))
        }
        Some((feed, gone)) => (
            false,
            Message::new("rack-found-dies-after")
                .with("name", name())
                .with("breaker", breaker_name(scenario, feed))
                .with("gone", gone.iter().map(|id| breaker_name(scenario, id)).collect::<Vec<_>>()),
        ),
    };
    let plugs = super::numbers(
        lab,
        |action| matches!(action, crate::lab::action::Action::Plug { port, .. } if port.equipment == device),
    );
    Item { good, missing: false, said, cause: None, actions: plugs, object: device.to_owned() }
}

fn load_below(lab: &Lab, id: &str, percent: u8) -> Item {
    let (scenario, state) = (lab.scenario(), lab.state());
    let breaker = power::breakers(scenario).into_iter().find(|breaker| breaker.id == id);
    let Some(breaker) = breaker else {
        let said = Message::new("rack-no-such-breaker").with("name", id);
        return Item { good: false, missing: false, said, cause: None, actions: Vec::new(), object: id.to_owned() };
    };
    let most = |power: &power::Power| {
        breaker.gauges.iter().filter_map(|gauge| power.milliamps.get(gauge)).max().copied().unwrap_or(0)
    };
    // As it is, and with each other feed lost, before anything else gives way.
    let mut worst = most(&power::now(scenario, state));
    for feed in scenario.feeds.keys().filter(|feed| *feed != id) {
        let mut tripped = state.rack.tripped.clone();
        tripped.insert(feed.clone());
        let mut lost = state.clone();
        lost.rack.tripped = tripped;
        worst = worst.max(most(&power::now(scenario, &lost)));
    }
    let limit = u32::from(breaker.amps) * 10 * u32::from(percent);
    Item {
        good: worst <= limit,
        missing: false,
        said: Message::new("rack-found-load")
            .with("breaker", breaker_name(scenario, id))
            .with("amps", amperes(worst))
            .with("limit", amperes(limit))
            .with("percent", percent),
        cause: None,
        actions: Vec::new(),
        object: id.to_owned(),
    }
}

fn phases(lab: &Lab, strip: &str, percent: u8) -> Verdict {
    let power = power::now(lab.scenario(), lab.state());
    let loads: Vec<u32> =
        (1..=3).map(|phase| power.milliamps.get(&format!("{strip}:L{phase}")).copied().unwrap_or(0)).collect();
    let mean = loads.iter().sum::<u32>() / 3;
    let off = loads.iter().map(|load| load.abs_diff(mean)).max().unwrap_or(0);
    let good = mean > 0 && off * 100 <= mean * u32::from(percent);
    let found = vec![
        Message::new("rack-found-phases")
            .with("one", amperes(loads[0]))
            .with("two", amperes(loads[1]))
            .with("three", amperes(loads[2]))
            .with("percent", percent),
    ];
    all_or_nothing(good, Evidence { found, cause: None, actions: Vec::new(), objects: vec![strip.to_owned()] })
}

/// The breaker was off and on again after the last plug was moved, and the devices ran before and went on.
fn loss_tried(lab: &Lab, devices: &[String], breaker: &str) -> Item {
    let name = breaker_name(lab.scenario(), breaker);
    let last_plug = super::numbers(lab, |action| {
        use crate::lab::action::Action::{Plug, Unplug};
        matches!(action, Plug { port, .. } if devices.contains(&port.equipment)) || matches!(action, Unplug { .. })
    })
    .last()
    .copied()
    .unwrap_or(0);
    let off = deeds(lab).find(|(number, deed)| {
        *number > last_plug && matches!(deed, Deed::Switched { breaker: it, off: true } if it == breaker)
    });
    let on = off.and_then(|(from, _)| {
        deeds(lab).find(|(number, deed)| {
            *number > from && matches!(deed, Deed::Switched { breaker: it, off: false } if it == breaker)
        })
    });
    // What ran at the moment of the test.
    let ran = off.is_some_and(|(number, _)| {
        let before = lab.after(number - 1);
        let power = power::now(before.scenario(), before.state());
        devices.iter().all(|device| power.running.contains(device))
    });
    let (good, key) = match (off, on) {
        (Some(_), Some(_)) if ran => (true, "rack-found-tried"),
        (Some(_), _) if !ran => (false, "rack-found-tried-dead"),
        (Some(_), None) => (false, "rack-found-left-off"),
        _ => (false, "rack-found-not-tried"),
    };
    Item {
        good,
        missing: false,
        said: Message::new(key).with("breaker", name),
        cause: None,
        actions: [off, on].into_iter().flatten().map(|(number, _)| number).collect(),
        object: breaker.to_owned(),
    }
}
