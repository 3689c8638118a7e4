//! Our reading of RON and that of the ron crate agree wherever the text is right.

use indexmap::IndexMap;
use proptest::option;
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use splicelab::catalogue::rack::Face;
use splicelab::fibre::cassette::Loop;
use splicelab::fibre::colour::ColourCode;
use splicelab::fibre::face::Dirt;
use splicelab::fibre::glass::FibreType;
use splicelab::fibre::otdr::notebook::{EventKind, FaultName};
use splicelab::fibre::splicer::Alignment;
use splicelab::lab::action::{Action, Side, Wipe};
use splicelab::locale::Text;
use splicelab::plant::address::{CordEnd, End, FibreId, PortId, Termination};
use splicelab::rack::bundle::{Fastener, Tie};
use splicelab::rack::hole::Hole;
use splicelab::rack::state::{Lift, Post};
use splicelab::scenario::file::*;
use splicelab::scenario::{decode::decode, tree::parse};

fn ours<T: DeserializeOwned>(text: &str) -> T {
    let parsed = parse(text);
    assert!(parsed.sound && parsed.diagnostics.is_empty(), "{:?}\n{text}", parsed.diagnostics);
    let decoded = decode(&parsed.root);
    assert!(decoded.diagnostics.is_empty(), "{:?}\n{text}", decoded.diagnostics);
    decoded.value.expect("a value")
}

fn theirs<T: DeserializeOwned>(text: &str) -> T {
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    options.from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn agree<T: DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) {
    assert_eq!(ours::<T>(text), theirs::<T>(text), "{text}");
}

#[test]
fn numbers() {
    for text in ["0", "-12", "+7", "1_000", "0x1F", "-0x1f", "0b101", "0o17", "12i64", "0x1fi64", " 5 // five\n"] {
        agree::<i64>(text);
    }
    for text in ["0.5", "-.5", "1.", "1e3", "1.5E-3", "1_0.5", "7", "inf", "-inf", "2.5f64"] {
        agree::<f64>(text);
    }
    assert!(ours::<f64>("NaN").is_nan());
}

#[test]
fn texts() {
    for text in [
        r#""a\n\t\\\"\'\u{e9}\x41\0""#,
        "\"two\nlines\"",
        "\"two\r\nlines\"",
        r###"r#"raw "quoted" \n"#"###,
        r#"r"raw""#,
        "\"« é » {name}\"",
        "\"\"",
    ] {
        agree::<String>(text);
    }
    for text in ["'a'", r"'\''", "'é'", r"'\u{41}'"] {
        agree::<char>(text);
    }
}

#[test]
fn structs_lists_maps_and_options() {
    for text in [
        "Text(fr: \"a\", en: \"b\")",
        "(en: \"b\", /* c /* d */ */ fr: \"a\",)",
        "#![enable(implicit_some)]\n(fr: \"a\", en: \"b\") // end",
    ] {
        agree::<Text>(text);
    }
    agree::<Vec<u8>>("[1, 2, 3,]");
    agree::<IndexMap<String, Vec<u8>>>("{\"a\": [], \"b\": [1],}");
    for text in ["None", "5", "Some(5)", "Some ( 5 )"] {
        agree::<Option<u8>>(text);
    }
    for text in ["[]", "[Fuse(), OpenHood, Fuse(force: true), Wait(seconds: 5)]"] {
        agree::<Vec<Action>>(text);
    }
    agree::<Pair>("(\"a:1:1\", \"b:1:1\")");
    agree::<Pair>("Pair(\"a:1:1\", \"b:1:1\",)");
    agree::<(u8, String, bool)>("(1, \"x\", true)");
    agree::<SplicerSetting>("()");
    agree::<SplicerSetting>("(alignment: Cladding)");
}

fn string() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a-zé «»\"\\\\{}\n\r\t']{0,12}"]
}

fn text() -> impl Strategy<Value = Text> {
    (string(), string()).prop_map(|(fr, en)| Text { fr, en })
}

fn fibre() -> impl Strategy<Value = FibreId> {
    ("[a-z0-9-]{1,6}", 1u16.., 1u16..).prop_map(|(cable, tube, fibre)| FibreId::new(cable, tube, fibre))
}

fn end() -> impl Strategy<Value = Termination> {
    prop_oneof![
        (fibre(), "[a-z0-9-]{1,6}").prop_map(|(fibre, place)| fibre.at(place).into()),
        port().prop_map(Termination::from),
    ]
}

fn map<T: std::fmt::Debug>(values: impl Strategy<Value = T>) -> impl Strategy<Value = IndexMap<String, T>> {
    prop::collection::vec((string(), values), 0..4).prop_map(|entries| entries.into_iter().collect())
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![prop::num::f64::NORMAL, prop::num::f64::ZERO, Just(f64::INFINITY), Just(0.1), Just(f64::NEG_INFINITY)]
}

fn list<T: std::fmt::Debug>(values: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    prop::collection::vec(values, 0..4)
}

fn criterion() -> impl Strategy<Value = Criterion> {
    let pairs = || list((fibre(), fibre()).prop_map(|(a, b)| Pair(a, b)));
    prop_oneof![
        (end(), end()).prop_map(|(from, to)| Criterion::Connected { from, to }),
        (end(), end(), any::<u16>(), number(), option::of(number()))
            .prop_map(|(from, to, nm, db, half_db)| Criterion::LossBelow { from, to, nm, db, half_db }),
        (pairs(), any::<u16>(), number()).prop_map(|(pairs, nm, db)| Criterion::SplicesBelow { pairs, nm, db }),
        pairs().prop_map(|pairs| Criterion::RightFibres { pairs }),
        (pairs(), list(any::<u16>())).prop_map(|(pairs, slots)| Criterion::Stored { pairs, slots }),
        (pairs(), number()).prop_map(|(pairs, degrees)| Criterion::CleavedBelow { pairs, degrees }),
        (string(), any::<u32>()).prop_map(|(item, count)| Criterion::UsedAtMost { item, count }),
        Just(Criterion::NoLostScrap),
        (string(), number()).prop_map(|(client, min_dbm)| Criterion::Served { client, min_dbm }),
        list(string()).prop_map(|except| Criterion::NeighboursUntouched { except }),
        any::<u32>().prop_map(|minutes| Criterion::DoneWithin { minutes }),
        (port(), port()).prop_map(|(a, b)| Criterion::Measured { a, b, what: ShotCheck::BothWays }),
        (port(), port(), number(), number()).prop_map(|(a, b, tolerance_m, least_db)| Criterion::EventsMarked {
            a,
            b,
            tolerance_m,
            least_db
        }),
        any::<(u32, u32)>().prop_map(|(fault, tolerance_m)| Criterion::FaultLocated { fault, tolerance_m }),
        Just(Criterion::FaultsMended),
    ]
}

fn line() -> impl Strategy<Value = CriterionLine> {
    let names = (string(), text(), any::<u32>(), criterion());
    (names, list(string()), any::<bool>(), option::of(string()), option::of(text())).prop_map(
        |((id, title, points, criterion), needs, eliminatory, competence, advice)| CriterionLine {
            id,
            title,
            points,
            criterion,
            needs,
            eliminatory,
            competence,
            advice,
        },
    )
}

fn cable() -> impl Strategy<Value = Cable> {
    let code = prop_oneof![Just(ColourCode::default()), Just(ColourCode::Tia598), Just(ColourCode::Sfr)];
    let glass = prop_oneof![Just(FibreType::G652D), Just(FibreType::G657A2)];
    (text(), string(), string(), any::<[u16; 3]>(), any::<u32>(), code, glass).prop_map(
        |(name, from, to, [fibres, modulo, slack_mm], length_m, colours, fibre_type)| Cable {
            name,
            from,
            to,
            fibres,
            modulo,
            colours,
            fibre_type,
            length_m,
            slack_mm,
        },
    )
}

fn bench() -> impl Strategy<Value = Bench> {
    let alignment = prop_oneof![Just(Alignment::Core), Just(Alignment::Cladding)];
    let places = (string(), list(string()));
    (places, alignment, number(), number(), any::<u8>(), any::<u16>(), map(list(any::<u16>()))).prop_map(
        |((place, also), alignment, angle_limit_deg, estimate_limit_db, wear_percent, slots, open_tubes)| Bench {
            place,
            also,
            splicer: SplicerSetting {
                alignment,
                angle_limit_deg,
                estimate_limit_db,
                overlap_um: slots,
                can_choose: slots > 9,
                electrode_arcs: (slots > 5).then_some(400),
            },
            cleaver: CleaverSetting { wear_percent },
            slots,
            open_tubes,
        },
    )
}

fn site() -> impl Strategy<Value = Site> {
    let kind = prop_oneof![Just(PlaceKind::Nro), Just(PlaceKind::Pbo), Just(PlaceKind::Room)];
    let at = option::of((any::<i32>(), any::<i32>()));
    let place =
        (kind, text(), option::of(text()), at).prop_map(|(kind, name, area, at)| Place { kind, name, area, at });
    let splice = (fibre(), fibre(), string(), number(), option::of(any::<u16>()))
        .prop_map(|(a, b, place, db, slot)| MadeSplice { a, b, place, db, slot });
    let room = (map(feed()), map(rack()), map(gear()));
    let installed = (map(equipment()), list(wiring()), map(cord()), map(client()), list(link()), room);
    let bend = (fibre(), string(), any::<u16>(), any::<u16>()).prop_map(|(at, place, radius_mm, turns)| StandingBend {
        at: at.at(place + "p").into(),
        radius_mm,
        turns,
    });
    (map(place), map(cable()), list(splice), list(bend), map(closure()), installed).prop_map(
        |(
            places,
            cables,
            splices,
            bends,
            closures,
            (equipment, wiring, cords, clients, links, (feeds, racks, gear)),
        )| Site {
            places,
            cables,
            splices,
            bends,
            closures,
            equipment,
            wiring,
            cords,
            clients,
            links,
            models: IndexMap::new(),
            runs: IndexMap::new(),
            feeds,
            racks,
            gear,
            sheet: None,
        },
    )
}

fn feed() -> impl Strategy<Value = Feed> {
    (text(), any::<u16>(), any::<bool>()).prop_map(|(name, amps, three_phase)| Feed { name, amps, three_phase })
}

fn rack() -> impl Strategy<Value = Rack> {
    (string(), string(), option::of(text()), any::<bool>()).prop_map(|(model, place, name, bonded)| Rack {
        model,
        place,
        name,
        bonded,
    })
}

fn gear() -> impl Strategy<Value = Gear> {
    let face = prop_oneof![Just(Face::Front), Just(Face::Rear)];
    let place = (option::of(string()), option::of(any::<u8>()), face);
    (string(), option::of(text()), place, option::of(string()), any::<bool>()).prop_map(
        |(model, name, (rack, u, face), fed_by, off)| Gear {
            model,
            name,
            rack,
            u,
            face,
            fed_by,
            off,
            modules: Default::default(),
            dirt_percent: Default::default(),
        },
    )
}

fn link() -> impl Strategy<Value = NetLink> {
    let cable = prop_oneof![Just(NetCable::Straight), Just(NetCable::Crossover), Just(NetCable::Console)];
    (port(), port(), cable, option::of(any::<u16>()), any::<u16>(), any::<u32>()).prop_map(
        |(a, b, cable, mtu, loss_permille, delay_us)| NetLink {
            a,
            b,
            cable,
            client: None,
            mtu,
            loss_permille,
            delay_us,
        },
    )
}

fn device() -> impl Strategy<Value = Device> {
    let at = option::of((any::<i32>(), any::<i32>()));
    (string(), option::of(text()), option::of(string()), list(service()), list(string()), at)
        .prop_map(|(model, name, place, services, startup, at)| Device { model, name, place, services, startup, at })
}

fn service() -> impl Strategy<Value = Service> {
    let web = (any::<u16>(), map(string()), any::<bool>()).prop_map(|(port, pages, stopped)| Service::Http {
        port,
        pages,
        stopped,
    });
    let lists = (list(string()), list(string()), list(string()));
    let names = (map(list(string())), lists, any::<bool>(), any::<bool>()).prop_map(
        |(zones, (forwarders, roots, allow), recursion, stopped)| Service::Dns {
            zones,
            forwarders,
            roots,
            recursion,
            allow,
            stopped,
        },
    );
    prop_oneof![web, names, any::<bool>().prop_map(|stopped| Service::Ssh { stopped })]
}

fn closure() -> impl Strategy<Value = ClosureSetting> {
    let wound = (any::<u16>(), any::<u16>(), any::<i16>(), any::<i16>())
        .prop_map(|(radius_mm, turns, x_mm, y_mm)| Loop { radius_mm, turns, x_mm, y_mm });
    let coil = (fibre(), list(wound), option::of(any::<u16>())).prop_map(|(fibre, loops, pinched_mm)| StandingCoil {
        fibre,
        loops,
        pinched_mm,
    });
    (list(coil), any::<bool>(), any::<bool>(), list(string()), list(any::<u8>()))
        .prop_map(|(coils, covered, shut, cables, taken)| ClosureSetting { coils, covered, shut, cables, taken })
}

fn port() -> impl Strategy<Value = PortId> {
    ("[a-z0-9-]{1,6}", "[a-z0-9-]{1,3}").prop_map(|(equipment, port)| PortId::new(equipment, port))
}

fn plug() -> impl Strategy<Value = CordEnd> {
    ("[a-z0-9-]{1,6}", prop_oneof![Just(End::A), Just(End::B)]).prop_map(|(cord, end)| CordEnd::new(cord, end))
}

fn equipment() -> impl Strategy<Value = Equipment> {
    let side = option::of(prop_oneof![Just(CabinetSide::Left), Just(CabinetSide::Right)]);
    let head = (string(), string(), option::of(text()), side);
    let faces = (map(any::<u8>()), list(dirt()), list(string()));
    (head, option::of(number()), option::of(number()), faces).prop_map(
        |((model, place, name, side), tx_dbm, loss_db, (dirt_percent, dirt_kinds, scratched))| Equipment {
            model,
            place,
            name,
            side,
            tx_dbm,
            loss_db,
            dirt_percent,
            dirt_kinds,
            scratched,
        },
    )
}

fn dirt() -> impl Strategy<Value = Dirt> {
    prop_oneof![Just(Dirt::Dust), Just(Dirt::Oil), Just(Dirt::Lint), Just(Dirt::Residue)]
}

fn report_line() -> impl Strategy<Value = ReportLine> {
    let truth = prop_oneof![
        (port(), any::<u16>()).prop_map(|(at, nm)| Truth::Power { at: at.into(), nm }),
        (port(), port(), any::<u16>()).prop_map(|(from, to, nm)| Truth::Loss { from: from.into(), to: to.into(), nm }),
    ];
    (text(), truth).prop_map(|(title, truth)| ReportLine { title, truth })
}

fn wiring() -> impl Strategy<Value = Wiring> {
    let many = || (any::<u16>(), option::of(number()));
    prop_oneof![
        (port(), fibre(), many()).prop_map(|(port, fibre, (count, db))| Wiring::Pigtails { port, fibre, count, db }),
        (fibre(), fibre(), string(), many()).prop_map(|(a, b, place, (count, db))| Wiring::Through {
            a,
            b,
            place,
            count,
            db
        }),
    ]
}

fn cord() -> impl Strategy<Value = Cord> {
    let ends = (option::of(port()), option::of(port()));
    let faces = (any::<(u8, u8)>(), list(dirt()), any::<(bool, bool)>());
    let tie = (any::<bool>(), any::<u16>(), any::<u16>()).prop_map(|(plastic, newtons, radius_mm)| Tie {
        with: if plastic { Fastener::CableTie } else { Fastener::HookAndLoop },
        newtons,
        radius_mm,
    });
    let sheath = (number(), option::of(string()), list(tie));
    (string(), ends, sheath, faces, option::of((number(), number()))).prop_map(
        |(model, (from, to), (length_m, label, ties), (dirt_percent, dirt_kinds, scratched), mating_db)| Cord {
            model,
            from,
            to,
            length_m,
            label,
            ties,
            dirt_percent,
            dirt_kinds,
            scratched,
            mating_db,
        },
    )
}

fn client() -> impl Strategy<Value = Client> {
    (text(), string(), option::of(string()), any::<bool>()).prop_map(|(name, ont, operator, watched)| Client {
        name,
        ont,
        operator,
        watched,
    })
}

fn step() -> impl Strategy<Value = Step> {
    let line = (string(), option::of(text())).prop_map(|(line, say)| LineToType { line, say });
    let until = option::of((string(), string()).prop_map(|(from, to)| Box::new(Criterion::Pings { from, to })));
    let goal = prop_oneof![
        (fibre(), fibre(), any::<u16>()).prop_map(|(a, b, slot)| Goal::Splice { a, b, slot }),
        Just(Goal::BinScraps),
        (port(), port()).prop_map(|(a, b)| Goal::Cable { a, b }),
        (string(), list(line), until).prop_map(|(device, lines, until)| Goal::Console { device, lines, until }),
        (string(), string(), any::<u8>()).prop_map(|(device, rack, u)| Goal::Mount { device, rack, u }),
        (port(), port()).prop_map(|(outlet, inlet)| Goal::Power { outlet, inlet }),
        list(string()).prop_map(|breakers| Goal::TestFeeds { breakers }),
        list(string()).prop_map(|lines| Goal::Earn { lines }),
    ];
    (goal, text(), option::of(text())).prop_map(|(goal, say, hint)| Step { goal, say, hint })
}

fn scenario() -> impl Strategy<Value = ScenarioFile> {
    let module = prop_oneof![Just(Module::Fibre), Just(Module::Chain)];
    let level = prop_oneof![Just(Level::Guided), Just(Level::Exam)];
    let head = (any::<u32>(), string(), module, level, text(), text(), any::<u32>());
    let rules = (option::of(string()), any::<u8>(), option::of(any::<u32>()));
    let wrong = (list(fault()), any::<bool>());
    let bench = (option::of(string()), option::of(bench()), any::<[u8; 2]>());
    let rest =
        (site(), bench, (wrong, map(device())), map(any::<u32>()), list(step()), map(report_line()), list(line()));
    (head, rules, rest).prop_map(
        |(
            (format, id, module, level, title, brief, minutes),
            (rules, pass_percent, total_points),
            (site, (start, bench, [age, kg]), ((faults, otdr), devices), stock, steps, report, rubric),
        )| ScenarioFile {
            format,
            id,
            module,
            level,
            title,
            brief,
            minutes,
            rules,
            pass_percent,
            choices: IndexMap::new(),
            site,
            start,
            bench,
            candidate: Candidate { age, kg },
            otdr,
            traces: Default::default(),
            faults,
            devices,
            stock,
            steps,
            report,
            total_points,
            rubric,
        },
    )
}

fn fault() -> impl Strategy<Value = Fault> {
    let kind = prop_oneof![Just(FaultKind::CleanBreak), Just(FaultKind::Bend), Just(FaultKind::BadSplice)];
    let spot = (option::of(any::<u32>()), option::of(string()));
    (kind, fibre(), spot, option::of(number()), any::<[u16; 2]>()).prop_map(
        |(kind, fibre, (at_m, place), db, [radius_mm, turns])| Fault { kind, fibre, at_m, place, db, radius_mm, turns },
    )
}

fn hole() -> impl Strategy<Value = Hole> {
    (1..=u8::MAX, 1..=3u8).prop_map(|(unit, number)| Hole { unit, number })
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        fibre().prop_map(|fibre| Action::Pick { fibre }),
        (fibre(), string()).prop_map(|(fibre, sleeve)| Action::SlideSleeve { fibre, sleeve }),
        (fibre(), any::<u8>()).prop_map(|(fibre, passes)| Action::Clean { fibre, passes, wipe: Wipe::Used }),
        Just(Action::TurnBlade),
        (end(), any::<[u16; 3]>(), any::<[u32; 2]>(), option::of(any::<u32>())).prop_map(
            |(at, [nm, pulse_ns, seconds], [range_m, launch_m], index)| Action::Shoot {
                at,
                nm,
                pulse_ns,
                range_m,
                seconds,
                index,
                launch_m,
            }
        ),
        (any::<u32>(), any::<i32>(), option::of(any::<i32>())).prop_map(|(shot, at_mm, loss_mdb)| Action::MarkEvent {
            shot,
            at_mm,
            kind: EventKind::Loss,
            loss_mdb,
            reflectance_mdb: None
        }),
        (any::<(u32, u32)>(), any::<i32>(), any::<i32>()).prop_map(|(shots, at_mm, loss_mdb)| Action::WriteMean {
            shots,
            at_mm,
            loss_mdb
        }),
        (fibre(), option::of(any::<u32>()), option::of(string())).prop_map(|(fibre, at_m, place)| Action::NameFault {
            kind: FaultName::Bend,
            fibre,
            at_m,
            place
        }),
        (plug(), port()).prop_map(|(plug, port)| Action::Plug { plug, port }),
        plug().prop_map(|plug| Action::Unplug { plug }),
        (fibre(), any::<i32>(), any::<u8>()).prop_map(|(fibre, tip_um, askew_deg)| Action::Load {
            fibre,
            side: Side::Left,
            tip_um,
            askew_deg
        }),
        any::<bool>().prop_map(|force| Action::Fuse { force }),
        (string(), string(), hole(), option::of(hole())).prop_map(|(device, rack, left, right)| Action::Mount {
            device,
            rack,
            left,
            right,
            face: Face::Rear,
            lift: Lift::Together
        }),
        (string(), hole()).prop_map(|(rack, hole)| Action::TakeNut { rack, post: Post::RearLeft, hole }),
        (fibre(), any::<i16>()).prop_map(|(fibre, offset_mm)| Action::CentreSleeve { fibre, offset_mm }),
    ]
}

fn solution() -> impl Strategy<Value = SolutionFile> {
    let mistake =
        (text(), list(string()), list(action())).prop_map(|(title, loses, journal)| Mistake { title, loses, journal });
    (any::<u32>(), string(), list(action()), map(mistake))
        .prop_map(|(format, scenario, solution, mistakes)| SolutionFile { format, scenario, solution, mistakes })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_ron_writes_of_a_scenario_is_read_as_it_was(file in scenario(), pretty in any::<bool>()) {
        prop_assert_eq!(ours::<ScenarioFile>(&written(&file, pretty)), file);
    }

    #[test]
    fn what_ron_writes_of_a_solution_is_read_as_it_was(file in solution(), pretty in any::<bool>()) {
        prop_assert_eq!(ours::<SolutionFile>(&written(&file, pretty)), file);
    }
}

fn written(value: &impl serde::Serialize, pretty: bool) -> String {
    let config = ron::ser::PrettyConfig::new().struct_names(true);
    let text = if pretty { ron::ser::to_string_pretty(value, config) } else { ron::to_string(value) };
    text.expect("it can be written")
}
