pub mod file;
pub mod model;
pub mod stock;
