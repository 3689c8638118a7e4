//! Fibre: colours, glass, light at a joint, and the splice bench.
//!
//! From the glass up: [`colour`] and [`glass`] say what a fibre is, [`optics`] what light loses, [`bend`] what it loses in a
//! bend, [`connector`] and
//! [`splitter`] what it loses there, [`end`] what the hand does to one end, [`splicer`] what the machine sees, makes and
//! believes, [`splice`] what came of it, [`bench`] where it all lies, [`gestures`] what each action needs and does,
//! [`patching`] what a hand does with cords, [`cassette`] and
//! [`closure`] what a closure holds, [`coiling`] and [`preparing`] what a hand does there, [`names`] what to call it all, [`coach`] what to do next.
//! [`otdr`] is the instrument that looks into a fibre from its end, [`sor`] reads and writes its files.

pub mod bench;
pub mod bend;
pub mod cassette;
pub mod closure;
mod closure_coach;
pub mod coach;
pub mod coiling;
pub mod colour;
pub mod connector;
pub mod cords;
pub mod electrodes;
pub mod end;
pub mod face;
pub mod faults;
pub mod front;
mod fusing;
pub mod gestures;
pub mod glass;
pub mod inspecting;
pub mod instruments;
pub mod measuring;
pub mod names;
pub mod optics;
pub mod otdr;
pub mod patching;
pub mod port_coach;
pub mod preparing;
pub mod sor;
pub mod splice;
pub mod splicer;
pub mod splicer_words;
pub mod splitter;
