//! Splicelab: one plant, one cause, every instrument.

pub mod diagnostic;
pub mod exam;
pub mod fibre;
pub mod lab;
pub mod locale;
pub mod plant;
pub mod rng;
pub mod scenario;
pub mod score;
pub mod units;
