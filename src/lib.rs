//! Splicelab: one plant, one cause, every instrument.

<<<<<<< HEAD
pub mod diagnostic;
=======
pub mod exam;
>>>>>>> main
pub mod fibre;
pub mod lab;
pub mod locale;
pub mod plant;
pub mod rng;
pub mod scenario;
pub mod score;
pub mod units;
