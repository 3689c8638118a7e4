//! The OTDR: [`curve`] is a trace whatever measured it, [`reading`] what cursors read off it, [`pair`] what the traces
//! of both directions say together.

pub mod curve;
pub mod pair;
pub mod reading;
