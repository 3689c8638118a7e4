//! The datacentre: devices held in racks, fed with power, joined by cords, and what follows from how it was done.
//!
//! Pure rules over the scenario, the catalogue and the state. [`gestures`] is what the hands do, [`fit`] is geometry,
//! [`power`] says what is live and how much each breaker carries, [`air`] what the devices breathe.

pub mod air;
pub mod as_built;
pub mod bundle;
pub mod coach;
pub mod copper;
pub mod cords;
pub mod fit;
pub mod gestures;
pub mod graph;
pub mod hole;
pub mod link;
pub mod poe;
pub mod power;
pub mod records;
pub mod state;
pub mod words;
