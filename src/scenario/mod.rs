pub mod file;
pub mod model;
pub mod stock;
pub mod tree;
