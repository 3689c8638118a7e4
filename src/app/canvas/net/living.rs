//! The network as it goes on while nobody does anything: a copy of the lab's, run on to the clock on the wall.

use crate::lab::Lab;
use crate::lab::network::on_the_clock;
use crate::net::Net;
use crate::net::stp::State;
use crate::net::world::Ran;
use crate::units::Millis;

/// Events of one look: a storm must not hold the window up. A thousand frames are more than any eye sees.
const MOST: u64 = 20_000;

/// The copy.
#[derive(Default)]
pub struct Living {
    /// Of which moment of the attempt it is: actions done, and the simulated time after the last.
    of: Option<(usize, Millis)>,
    net: Option<Net>,
    storms: bool,
}

impl Living {
    /// The network at a simulated time, and whether more happens than can be followed.
    pub fn at(&mut self, lab: &Lab, clock: Millis) -> (&Net, bool) {
        let of = (lab.journal().0.len(), lab.state().now);
        let fresh = self.of != Some(of);
        if fresh {
            self.of = Some(of);
            self.net = None;
            self.storms = false;
        }
        let net = self.net.get_or_insert_with(|| lab.network().clone());
        if fresh || !self.storms {
            self.storms = net.run_at_most(on_the_clock(clock), MOST) == Ran::Storm;
        }
        (net, self.storms)
    }

    /// Of which moment the copy is.
    pub fn moment(&self) -> Option<(usize, Millis)> {
        self.of
    }
}

/// Whether something will change by itself soon: spanning tree is on its way.
pub fn settles(net: &Net) -> bool {
    let bridges = net.devices.iter().flat_map(|device| device.bridges.iter());
    let mut ports = bridges.flat_map(|bridge| bridge.trees.values()).flat_map(|tree| tree.ports.values());
    ports.any(|port| matches!(port.state, State::Listening | State::Learning))
}
