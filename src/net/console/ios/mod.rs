//! tmp
pub mod names;
use super::Reply; use crate::net::{Net,Device};
#[derive(Debug,Clone,Default)] pub struct Session;
pub fn run(_n:&mut Net,_d:usize,_l:&str)->Reply{Reply::default()}
pub fn prompt(_d:&Device)->String{String::new()}
pub fn boot(_n:&mut Net,_d:usize,_l:&[String])->Vec<(usize,String)>{Vec::new()}
