#[derive(Debug,Clone,Default)] pub struct Server;
#[derive(Debug,Clone,Default)] pub struct Client;
pub const SERVER_PORT: u16 = 67;
use super::device::*; use super::udp::Datagram;
impl Device { pub(super) fn dhcp_relay(&mut self, _p:&Datagram,_cx:&mut Cx)->bool{false} pub(super) fn dhcp_server_input(&mut self, _p:&Datagram,_cx:&mut Cx){} pub(super) fn dhcp_client_input(&mut self, _p:&Datagram,_cx:&mut Cx){} pub(super) fn dhcp_client_timer(&mut self,_i:usize,_g:u32,_cx:&mut Cx){} pub(super) fn dhcp_offer_timer(&mut self,_i:usize,_g:u32,_cx:&mut Cx){} }
