//! `--frame-report`: how long frames take and how many there are, every five seconds.

use std::time::{Duration, Instant};

use bevy::prelude::*;

const EVERY: Duration = Duration::from_secs(5);

#[derive(Resource)]
struct Frames {
    since: Instant,
    last: Instant,
    times: Vec<Duration>,
}

pub fn plugin(app: &mut App) {
    let now = Instant::now();
    app.insert_resource(Frames { since: now, last: now, times: Vec::new() }).add_systems(Last, report);
}

fn report(mut frames: ResMut<Frames>) {
    let now = Instant::now();
    let took = now - frames.last;
    frames.last = now;
    frames.times.push(took);
    if now - frames.since < EVERY {
        return;
    }
    frames.times.sort_unstable();
    let at = |share: usize| frames.times[(frames.times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    println!(
        "frames {:4} in {:.1} s, between two: median {:.1} ms, 95 % under {:.1} ms",
        frames.times.len(),
        (now - frames.since).as_secs_f64(),
        at(50),
        at(95),
    );
    frames.times.clear();
    frames.since = now;
}
