#[derive(Debug,Clone,Default)] pub struct Tcp;
use super::device::*; use super::packet::Packet;
impl Device { pub(super) fn tcp_input(&mut self, _p:&Packet,_cx:&mut Cx){} pub(super) fn tcp_error(&mut self,_q:&Quoted,_w:(u8,u8),_cx:&mut Cx){} pub(super) fn tcp_timer(&mut self,_s:usize,_g:u32,_cx:&mut Cx){} }
