//! Long output a screen at a time: `--More--`, as a terminal of such equipment shows it. What is typed and printed is the
//! same with and without it; only who reads on a terminal needs it.

use super::super::device::{Device, Os};

/// What stands where the output pauses.
pub const MORE: &str = " --More-- ";
/// Lines of a screen, until `terminal length` says otherwise.
const USUAL: u16 = 24;

/// Lines of a screen at a device; nothing if it never pauses.
pub fn lines(device: &Device) -> Option<usize> {
    let length = device.shell.ios.pages.unwrap_or(USUAL);
    (device.os == Os::Ios && length > 0).then_some(usize::from(length))
}

/// What goes on at a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The space bar: a screen more.
    Page,
    /// Enter: a line more.
    Line,
    /// Anything else: that was all.
    Quit,
}

/// Output that is shown in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager {
    rest: String,
    screen: usize,
}

impl Pager {
    /// `screen`: lines of a screen, the one for `--More--` among them.
    pub fn new(text: impl Into<String>, screen: usize) -> Self {
        Self { rest: text.into(), screen: screen.max(2) }
    }

    /// The first screen.
    pub fn start(&mut self) -> String {
        self.take(self.screen - 1)
    }

    /// What a key shows.
    pub fn press(&mut self, key: Key) -> String {
        match key {
            Key::Page => self.take(self.screen - 1),
            Key::Line => self.take(1),
            Key::Quit => {
                self.rest.clear();
                String::new()
            }
        }
    }

    /// Whether there is more.
    pub fn pauses(&self) -> bool {
        !self.rest.is_empty()
    }

    /// So many lines. One line left over is shown too, in the place of the pause.
    fn take(&mut self, count: usize) -> String {
        let ends: Vec<usize> = self.rest.match_indices('\n').map(|(at, _)| at + 1).take(count + 1).collect();
        let end = match ends.get(count - 1) {
            Some(end) if self.rest.len() > ends.get(count).copied().unwrap_or(*end) => *end,
            _ => self.rest.len(),
        };
        self.rest.drain(..end).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: usize) -> String {
        (1..=lines).map(|line| format!("{line}\n")).collect()
    }

    #[test]
    fn a_screen_then_a_line_then_a_screen() {
        let mut pager = Pager::new(text(60), 24);
        assert_eq!(pager.start(), text(23));
        assert!(pager.pauses());
        assert_eq!(pager.press(Key::Line), "24\n");
        let page = pager.press(Key::Page);
        assert!(page.starts_with("25\n") && page.ends_with("\n47\n"), "{page}");
        assert!(pager.press(Key::Page).ends_with("\n60\n") && !pager.pauses());
    }

    #[test]
    fn what_fits_never_pauses_and_q_ends() {
        let mut pager = Pager::new(text(24), 24);
        assert_eq!(pager.start(), text(24));
        assert!(!pager.pauses());
        let mut pager = Pager::new(text(90), 24);
        pager.start();
        assert_eq!(pager.press(Key::Quit), "");
        assert!(!pager.pauses());
    }
}
