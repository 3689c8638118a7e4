//! Whether a cable with RJ45 plugs joins what sends at one end with what hears at the other.
//!
//! Cards of computers and routers send on pins 1 and 2 (MDI), ports of switches and hubs hear there (MDI-X): IEEE 802.3,
//! 14.5.2 and 25. Ports of 1 Gbit/s find out by themselves which pair is which (40.4.4); that older and slower ports do
//! not is a design choice, so that the kind of cable can matter. A console cable carries no network.

use super::models::{Kind, models};
use super::world::{Net, Socket};
use crate::scenario::file::NetCable;

/// From this speed on, ports turn the pairs themselves, in Mbit/s.
const TURNS_ITSELF: u64 = 1000;

/// Whether two ports hear each other through a cable of this kind.
pub fn fits(net: &Net, a: Socket, b: Socket, cable: NetCable) -> bool {
    let port = |(device, port): Socket| &net.devices[device].ports[port];
    let crossed_inside = |(device, _): Socket| {
        let kind = models().get(&net.devices[device].model).map(|model| model.kind);
        matches!(kind, Some(Kind::Switch | Kind::Hub))
    };
    let turns = port(a).mbps >= TURNS_ITSELF || port(b).mbps >= TURNS_ITSELF;
    let unlike = crossed_inside(a) != crossed_inside(b);
    match cable {
        NetCable::Console => false,
        _ if turns => true,
        NetCable::Straight => unlike,
        NetCable::Crossover => !unlike,
    }
}

impl Net {
    /// Lays a cable of this kind between two free ports; false if one is taken or is not there.
    pub fn connect_by(&mut self, a: Socket, b: Socket, cable: NetCable) -> bool {
        if !self.connect(a, b) {
            return false;
        }
        let fits = fits(self, a, b, cable);
        if let Some(link) = self.link_mut(a).filter(|link| link.fits != fits) {
            link.fits = fits;
            self.refresh_carriers();
        }
        true
    }
}
