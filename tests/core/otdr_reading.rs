//! Reading traces, against what real instruments stored.

use std::path::{Path, PathBuf};

use splicelab::fibre::otdr::curve::Curve;
use splicelab::fibre::otdr::pair::{self, Event};
use splicelab::fibre::otdr::reading::{Markers, line, markers_at, reflectance, splice_loss};
use splicelab::fibre::sor::Sor;
use splicelab::fibre::sor::measure::{Kind, Note};

fn real(name: &str) -> Option<(Sor, Curve)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/sor");
    let path: PathBuf = folder.join(name);
    let bytes = std::fs::read(path).ok()?;
    let sor = Sor::read(&bytes).expect("a real file opens").sor;
    let curve = Curve::of(&sor).expect("it has points");
    Some((sor, curve))
}

const FIELD: [&str; 5] = ["1310_0001.sor", "1310_0045.sor", "example.sor", "issue14.sor", "issue15b.sor"];

/// Events whose loss the instrument read by least squares, on fibre that goes on behind them.
fn least_squares(sor: &Sor) -> Vec<(f64, f64, Markers)> {
    let by_lines = sor.events().iter().filter(|event| {
        let ended = matches!(event.note(), Note::End | Note::EndByHand);
        event.method == *b"LS" && !ended && event.loss != 0
    });
    by_lines
        .map(|event| {
            let [start, place, after, end, _] = event.markers.map(|time| sor.fixed.metres(time));
            (sor.event_m(event), f64::from(event.loss) / 1000.0, Markers([start, place, after, end]))
        })
        .collect()
}

/// The two lines between the markers that the file stores give the loss that the file stores.
#[test]
fn stored_losses_are_read_back_with_the_stored_markers() {
    let mut read = 0;
    for (sor, curve) in FIELD.iter().filter_map(|name| real(name)) {
        for (at, stored, Markers([start, _, after, end])) in least_squares(&sor) {
            let found = splice_loss(&curve, Markers([start, at, after, end]));
            // At a peak the line before ends at the foot, which is the second marker, and is drawn on to the event.
            let found = found.filter(|found| (found - stored).abs() <= 0.05);
            assert!(found.is_some(), "{at} m: {stored} dB stored, {found:?}");
            read += 1;
        }
    }
    assert!(read == 0 || read > 20, "{read}");
}

/// Markers put by us, knowing only where the events are, give the loss within 0.05 dB.
#[test]
fn stored_losses_are_read_back_with_markers_of_ours() {
    for (sor, curve) in FIELD.iter().filter_map(|name| real(name)) {
        let places: Vec<f64> = sor.events().iter().map(|event| sor.event_m(event)).collect();
        for (at, stored, _) in least_squares(&sor) {
            let before = places.iter().copied().filter(|place| *place < at - 1.0).fold(curve.first_m, f64::max);
            let after = places.iter().copied().filter(|place| *place > at + 1.0).fold(curve.last_m(), f64::min);
            let markers = markers_at(&curve, at, before, after).expect("on the trace");
            let found = splice_loss(&curve, markers).expect("fibre on both sides");
            assert!((found - stored).abs() <= 0.05, "{at} m: {stored} dB stored, {found:.3} with {markers:?}");
        }
    }
}

/// Slopes of whole sections, as the files store them or as G.652 has them at the wavelength.
#[test]
fn fibre_slopes_are_those_of_the_glass() {
    for (name, from, to, expected) in [
        ("1310_0001.sor", 1500.0, 3200.0, 0.39),
        ("1310_0045.sor", 6400.0, 7900.0, 0.32),
        ("issue15b.sor", 16_700.0, 25_900.0, 0.2),
    ] {
        let Some((_, curve)) = real(name) else { continue };
        let slope = line(&curve, from, to).expect("fibre").loss_db_km();
        assert!((slope - expected).abs() < 0.01, "{name}: {slope}");
    }
}

/// Reflections as the instrument stored them.
#[test]
fn reflectances_are_read_back_from_the_peaks() {
    let mut read = 0;
    for (sor, curve) in FIELD.iter().filter_map(|name| real(name)) {
        for event in sor.events().iter().filter(|event| event.kind() == Kind::Reflective && event.loss != 0) {
            let Some(stored) = event.reflectance_mdb().filter(|_| event.note() == Note::Found) else { continue };
            let [start, place, after, end, _] = event.markers.map(|time| sor.fixed.metres(time));
            let found = reflectance(&curve, Markers([start, place, after, end])).expect("a peak");
            // Near saturation, 20 dB above the fibre, the peak is cut.
            let within = if stored > -30_000 { 2.0 } else { 0.6 };
            assert!((found - f64::from(stored) / 1000.0).abs() < within, "{found} for {stored}");
            read += 1;
        }
    }
    assert!(read != 1);
}

fn events(sor: &Sor) -> Vec<Event> {
    let of = |event: &splicelab::fibre::sor::parts::Event| {
        let [start, place, after, end, _] = event.markers.map(|time| sor.fixed.metres(time));
        Event {
            at_m: sor.event_m(event),
            loss_db: Some(f64::from(event.loss) / 1000.0),
            is_end: event.note() == Note::End,
            markers: Some(Markers([start, place, after, end])),
        }
    };
    sor.events().iter().map(of).collect()
}

/// Two real files are one link from both ends: what gains one way loses the other, and the means are those of splices.
#[test]
fn a_real_link_from_both_ends_has_no_gain_left() {
    let (Some((there, first)), Some((back, second))) = (real("1310_0001.sor"), real("1310_0045.sor")) else { return };
    let [a, b] = [events(&there), events(&back)];
    let both = pair::both_ways([&first, &second], [&a, &b], 30.0);
    assert_eq!(both.len(), 7, "{both:#?}");
    let gainer = both.iter().find(|both| (both.at_m - 862.6).abs() < 5.0).expect("the gainer");
    assert!(gainer.losses_db[0].is_some_and(|loss| loss.db < -0.2) && gainer.losses_db[1].is_some_and(|l| l.db > 0.2));
    for place in &both {
        let mean = place.mean_db().expect("read both ways");
        assert!((-0.03..0.2).contains(&mean), "{place:?}: {mean}");
    }
}
