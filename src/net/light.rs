//! The light on a fibre that carries frames: what both receivers get, and what that does to the bits.

use serde::{Deserialize, Serialize};

use super::reason::Reason;
use super::world::{Net, Socket};
use crate::plant::Plant;
use crate::plant::address::PortId;
use crate::rng;
use crate::units::{MilliDbm, Millidecibels};

/// What arrives at one end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beam {
    /// What the other end sends.
    pub sent: MilliDbm,
    /// What is left of it; nothing when no light comes through.
    pub received: Option<MilliDbm>,
    /// The least that the receiver needs, and the most that it bears.
    pub bears: (MilliDbm, MilliDbm),
}

/// The light between the two boxes at the ends of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Light {
    /// Id of the client whose line it is.
    pub client: String,
    /// At the OLT, from the client's box.
    pub up: Beam,
    /// At the client's box, from the OLT.
    pub down: Beam,
}

/// What the class allows for dispersion and echoes besides the loss of the line (ITU-T G.984.2, optical path penalty).
const PATH_PENALTY_DB: f64 = 0.5;
/// Where a receiver loses the beginning of frames (design choice; error correction of GPON gives up near there too).
const LOSES_FRAMES: f64 = 1e-3;
/// Signal over noise at the least power: one bit in 10¹⁰ is wrong there (ITU-T G.984.2).
const Q_AT_SENSITIVITY: f64 = 6.361;

impl Beam {
    /// The share of bits that arrive wrong. The noise of a receiver does not depend on the light, so that signal over
    /// noise falls as the power does.
    pub fn bit_errors(&self) -> f64 {
        let Some(received) = self.received else { return 0.5 };
        if received > self.bears.1 {
            return 0.5;
        }
        let above_db = (received.0 - self.bears.0.0) as f64 / 1000.0;
        let q = Q_AT_SENSITIVITY * libm::pow(10.0, above_db / 10.0);
        0.5 * libm::erfc(q / std::f64::consts::SQRT_2)
    }

    /// Whether the receiver makes anything of it.
    pub fn is_heard(&self) -> bool {
        self.bit_errors() < LOSES_FRAMES
    }

    /// The chance that a frame of so many bytes arrives with an error, which throws it away.
    pub fn frame_errors(&self, bytes: usize) -> f64 {
        -libm::expm1(8.0 * bytes as f64 * libm::log1p(-self.bit_errors()))
    }
}

impl Light {
    /// What the boxes at both ends of a client's line get as the plant stands; nothing if the client has no box of a
    /// class, or no OLT port stands anywhere.
    pub fn of(plant: &Plant, client: &str) -> Option<Self> {
        let scenario = plant.scenario();
        let ont = &scenario.clients.get(client)?.ont;
        let model = scenario.model_of(ont).filter(|model| model.is_ont())?;
        let class = model.pon()?;
        let (least, most) = class.ont_tx_dbm;
        let ont_sends = least + (most - least) * rng::stream(scenario.seed, &format!("ont/{ont}"), 0).uniform();
        let down = plant.served(client);
        let loss_up = down.as_ref().and_then(|down| {
            let port = PortId::new(ont, model.port_at(0)?.0);
            Some(plant.path(&port.into(), &down.from.clone().into(), class.up_nm)?.loss)
        });
        // In the dark nobody knows which port it would be: the first of the exchange.
        let port = down.as_ref().map(|down| down.from.clone()).or_else(|| plant.olt_ports().next());
        let olt_sends = port.and_then(|port| plant.sent(&port));
        // The class says what the line may lose; the receiver at the exchange is made for that from the weakest box.
        let olt_needs = least - class.max_loss_db - PATH_PENALTY_DB;
        let beam = |sent: MilliDbm, loss: Option<Millidecibels>, least: f64, most: f64| Beam {
            sent,
            received: loss.map(|loss| sent - loss),
            bears: (MilliDbm::from_dbm(least), MilliDbm::from_dbm(most)),
        };
        let ont_sends = MilliDbm::from_dbm(libm::round(ont_sends * 100.0) / 100.0);
        Some(Self {
            client: client.to_owned(),
            up: beam(ont_sends, loss_up, olt_needs, class.ont_rx_dbm.1),
            down: beam(
                olt_sends.unwrap_or(MilliDbm::from_dbm(class.tx_dbm.0)),
                down.map(|down| down.path.loss),
                class.ont_rx_dbm.0,
                class.ont_rx_dbm.1,
            ),
        })
    }

    /// Whether both ends hear each other.
    pub fn is_up(&self) -> bool {
        self.up.is_heard() && self.down.is_heard()
    }

    /// What arrives at an end: 0 is the exchange, 1 the client.
    pub fn at(&self, end: usize) -> &Beam {
        if end == 0 { &self.up } else { &self.down }
    }

    /// The end that hears less well.
    pub fn worse(&self) -> &Beam {
        if self.up.bit_errors() > self.down.bit_errors() { &self.up } else { &self.down }
    }
}

impl Net {
    /// The light at a port whose cable is a client's fibre, and which end of it the port is.
    pub fn light_at(&self, at: Socket) -> Option<(&Light, usize)> {
        let link = self.link(at)?;
        link.light.as_ref().map(|light| (light, usize::from(link.ends[1] == at)))
    }

    /// Why a port has no link: what its fibre brings, or nothing at the end of the cable.
    pub fn no_carrier(&self, at: Socket) -> Reason {
        let mut ends = std::iter::once(at).chain(self.peer(at));
        if let Some((off, _)) = ends.find(|(device, _)| !self.devices[*device].powered) {
            return Reason::NoPower { device: self.devices[off].id.clone() };
        }
        match self.light_at(at) {
            Some((light, _)) if !light.is_up() => {
                let worse = light.worse();
                Reason::NoLight { received: worse.received, needs: worse.bears.0 }
            }
            _ => Reason::NoCarrier,
        }
    }

    /// Why a frame was spoilt on its way to a port.
    pub fn bit_errors(&self, to: Socket) -> Reason {
        let beam = self.light_at(to).map(|(light, end)| *light.at(end));
        match beam.and_then(|beam| Some((beam.received?, beam.bears.0))) {
            Some((received, needs)) => Reason::BitErrors { received, needs },
            None => Reason::LinkLoss,
        }
    }

    /// The plant changed: other light arrives. Gives whether there is such a line.
    pub fn shine(&mut self, light: &Light) -> bool {
        let of = |(_, old): &(Socket, String)| *old == light.client;
        let Some((at, _)) = self.lines().find(of) else { return false };
        let link = self.link_mut(at).expect("it was just found");
        let changes = link.light.as_ref().is_none_or(|old| old.is_up() != light.is_up());
        link.light = Some(light.clone());
        if changes {
            self.refresh_carriers();
            self.negotiate();
        }
        true
    }

    /// The lines of clients: the port at the exchange, and whose it is.
    pub fn lines(&self) -> impl Iterator<Item = (Socket, String)> {
        self.all_links().filter_map(|link| Some((link.ends[0], link.light.as_ref()?.client.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beam(dbm: f64) -> Beam {
        Beam {
            sent: MilliDbm::from_dbm(3.0),
            received: Some(MilliDbm::from_dbm(dbm)),
            bears: (MilliDbm::from_dbm(-27.0), MilliDbm::from_dbm(-8.0)),
        }
    }

    #[test]
    fn one_bit_in_ten_thousand_million_is_wrong_at_the_sensitivity() {
        let errors = beam(-27.0).bit_errors();
        assert!((0.9e-10..1.1e-10).contains(&errors), "{errors}");
    }

    #[test]
    fn less_light_is_never_better_and_three_decibels_too_few_are_the_end() {
        let mut last = 0.0;
        for tenth in 80..320 {
            let beam = beam(-f64::from(tenth) / 10.0);
            assert!(beam.bit_errors() >= last);
            last = beam.bit_errors();
        }
        assert!(beam(-28.5).is_heard() && beam(-28.5).frame_errors(1500) > 0.001);
        assert!(!beam(-30.5).is_heard());
        assert!(!beam(-7.0).is_heard(), "too much light blinds");
    }
}
