//! Colour codes of tubes and fibres: which colour, which letters, how many rings.

use serde::{Deserialize, Serialize};

use crate::locale::Message;

/// One of the colours a fibre, a tube or a ring can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Colour {
    Red,
    Blue,
    Green,
    Yellow,
    Violet,
    White,
    Orange,
    Grey,
    Brown,
    Black,
    Turquoise,
    Pink,
}

impl Colour {
    /// The letters written beside the colour, after the French geostandard GraceTHD (`l_fo_color`).
    /// They stay the same in English: they are printed on plans and closures.
    pub fn letters(self) -> &'static str {
        match self {
            Colour::Red => "R",
            Colour::Blue => "BL",
            Colour::Green => "VE",
            Colour::Yellow => "J",
            Colour::Violet => "V",
            Colour::White => "B",
            Colour::Orange => "OR",
            Colour::Grey => "GR",
            Colour::Brown => "BR",
            Colour::Black => "N",
            Colour::Turquoise => "TU",
            Colour::Pink => "RS",
        }
    }

    /// Red, green and blue, after GraceTHD (`l_fo_color`).
    pub fn rgb(self) -> [u8; 3] {
        match self {
            Colour::Red => [0xff, 0x00, 0x00],
            Colour::Blue => [0x00, 0x70, 0xc0],
            Colour::Green => [0x92, 0xd0, 0x50],
            Colour::Yellow => [0xff, 0xff, 0x00],
            Colour::Violet => [0x76, 0x38, 0xa3],
            Colour::White => [0xff, 0xff, 0xff],
            Colour::Orange => [0xff, 0xc0, 0x00],
            Colour::Grey => [0xc1, 0xc1, 0xc1],
            Colour::Brown => [0x99, 0x33, 0x00],
            Colour::Black => [0x00, 0x00, 0x00],
            Colour::Turquoise => [0x00, 0xb0, 0xf0],
            Colour::Pink => [0xff, 0x65, 0xcc],
        }
    }

    /// Its name, to be said.
    pub fn name(self) -> Message {
        Message::new(match self {
            Colour::Red => "colour-red",
            Colour::Blue => "colour-blue",
            Colour::Green => "colour-green",
            Colour::Yellow => "colour-yellow",
            Colour::Violet => "colour-violet",
            Colour::White => "colour-white",
            Colour::Orange => "colour-orange",
            Colour::Grey => "colour-grey",
            Colour::Brown => "colour-brown",
            Colour::Black => "colour-black",
            Colour::Turquoise => "colour-turquoise",
            Colour::Pink => "colour-pink",
        })
    }
}

/// Which order of colours a cable follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum ColourCode {
    /// "Standard Orange", also France Télécom, SNCF, Bouygues Telecom, ASF (GraceTHD; Datwyler; trade sheets).
    #[default]
    French,
    /// TIA-598-C, EN 50174-1, FOTAG.
    Tia598,
    /// IEC 60304 (DIN).
    Iec60304,
    /// IEC 60794-2.
    Iec60794,
    /// SFR, LDCOM, WorldCom: legacy cables.
    Sfr,
}

impl ColourCode {
    /// The twelve colours in order.
    pub fn order(self) -> [Colour; 12] {
        use Colour::*;
        match self {
            ColourCode::French => {
                [Red, Blue, Green, Yellow, Violet, White, Orange, Grey, Brown, Black, Turquoise, Pink]
            }
            ColourCode::Tia598 => {
                [Blue, Orange, Green, Brown, Grey, White, Red, Black, Yellow, Violet, Pink, Turquoise]
            }
            ColourCode::Iec60304 => {
                [Red, Green, Blue, Yellow, White, Grey, Brown, Violet, Turquoise, Black, Orange, Pink]
            }
            ColourCode::Iec60794 => {
                [Blue, Yellow, Red, White, Green, Violet, Orange, Grey, Turquoise, Black, Brown, Pink]
            }
            ColourCode::Sfr => [Blue, Orange, Green, Brown, Grey, Yellow, Red, Violet, White, Black, Pink, Turquoise],
        }
    }

    /// The mark of the `number`-th tube or fibre, counted from 1: its colour and its rings
    /// (none to 12, one to 24, two to 36…, GraceTHD).
    ///
    /// # Panics
    /// Never: number 0 is read as 1.
    pub fn mark(self, number: u16) -> Mark {
        let index = usize::from(number.max(1)) - 1;
        Mark { colour: self.order()[index % 12], rings: (index / 12) as u8 }
    }

    pub fn name(self) -> Message {
        Message::new(match self {
            ColourCode::French => "colour-code-french",
            ColourCode::Tia598 => "colour-code-tia598",
            ColourCode::Iec60304 => "colour-code-iec60304",
            ColourCode::Iec60794 => "colour-code-iec60794",
            ColourCode::Sfr => "colour-code-sfr",
        })
    }
}

/// How one tube or fibre is marked. Rings are black, white on black.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    pub colour: Colour,
    pub rings: u8,
}

impl Mark {
    /// For example `rouge (R)` or `rouge (R), 1 bague`.
    pub fn name(self) -> Message {
        Message::new("colour-mark")
            .with("colour", self.colour.name())
            .with("letters", self.colour.letters())
            .with("rings", self.rings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_holds_each_colour_once() {
        use ColourCode::*;
        for code in [French, Tia598, Iec60304, Iec60794, Sfr] {
            let mut seen = code.order();
            seen.sort();
            assert!(seen.windows(2).all(|pair| pair[0] != pair[1]), "{code:?}");
        }
    }

    #[test]
    fn the_thirteenth_is_the_first_with_one_ring() {
        assert_eq!(ColourCode::French.mark(13), Mark { colour: Colour::Red, rings: 1 });
        assert_eq!(ColourCode::French.mark(22), Mark { colour: Colour::Black, rings: 1 });
        assert_eq!(ColourCode::Tia598.mark(72), Mark { colour: Colour::Turquoise, rings: 5 });
    }
}
