#[derive(Debug,Clone,Default)] pub struct Zone;
use super::device::*; use super::udp::Datagram;
impl Device { pub(super) fn dns_input(&mut self, _p:&Datagram,_cx:&mut Cx){} }
use super::world::Net; pub fn resolve(_n:&mut Net,_d:usize,_s:&str)->Result<std::net::Ipv4Addr,&'static str>{Err("Temporary failure in name resolution")}
