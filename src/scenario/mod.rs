pub mod file;
pub mod tree;
