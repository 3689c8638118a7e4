//! Fibre: colours, glass, the splice bench.
pub mod colour;
pub mod glass;
pub mod splicer;
