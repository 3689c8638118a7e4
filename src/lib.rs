//! Splicelab: one plant, one cause, every instrument.
//!
//! `ARCHITECTURE.md` is the map: what stands in which room, and the one rule.

#[cfg(feature = "app")]
pub mod app;
pub mod catalogue;
pub mod cli;
pub mod diagnostic;
pub mod exam;
pub mod fibre;
pub mod lab;
pub mod locale;
pub mod net;
pub mod netbox;
pub mod netlab;
pub mod plant;
pub mod rack;
pub mod rng;
pub mod rules;
pub mod scenario;
pub mod score;
pub mod units;
mod yaml;
