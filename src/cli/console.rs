//! `splicelab console`: a device's console on standard input and output.

use std::io::{BufRead, IsTerminal, Write};

use clap::ArgMatches;

use super::{Outcome, Result, reach};
use crate::locale::Lang;
use crate::net::console::more::{Key, MORE, Pager};
use crate::net::console::{more, pending, prompt, type_line};

/// Longest line that is read, in bytes.
const LONGEST: usize = 64 * 1024;

pub fn run(lang: Lang, matches: &ArgMatches) -> Result {
    let mut net = reach::lab(lang, matches)?.network_now();
    let id: &String = matches.get_one("device").expect("required");
    let device = reach::device(&net, id)?;
    let (stdin, mut stdout) = (std::io::stdin(), std::io::stdout());
    // A terminal shows what is typed by itself; a script reads better if its lines are shown too.
    let echo = !stdin.is_terminal();
    let mut typed = String::new();
    loop {
        // Whoever reads may have gone.
        let pending = pending(&mut net, device);
        let shown = write!(stdout, "{pending}{}{typed}", prompt(&net, device)).and_then(|()| stdout.flush());
        if shown.is_err() {
            break;
        }
        let mut line = Vec::new();
        match std::io::Read::take(stdin.lock(), LONGEST as u64).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => break,
            Ok(_) => {}
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches(['\r', '\n']);
        if echo {
            let _ = writeln!(stdout, "{line}");
        }
        let whole = format!("{typed}{line}");
        let reply = type_line(&mut net, device, &whole);
        match more::lines(&net.devices[device]).filter(|_| !echo && stdout.is_terminal()) {
            Some(screen) => page(&reply.text, screen),
            None => {
                let _ = write!(stdout, "{}", reply.text);
            }
        }
        for note in &reply.notes {
            let _ = writeln!(stdout, "[{}]", lang.say(note));
        }
        if reply.closed {
            break;
        }
        typed = reply.typed;
    }
    let _ = writeln!(stdout);
    Ok(Outcome::Good)
}

/// Shows long output a screen at a time. The terminal gives whole lines: a blank and Enter is a screen more, Enter alone
/// a line, anything else ends it.
fn page(text: &str, screen: usize) {
    let (stdin, mut stdout) = (std::io::stdin(), std::io::stdout());
    let mut pager = Pager::new(text, screen);
    let mut shown = pager.start();
    loop {
        let more = if pager.pauses() { MORE } else { "" };
        if write!(stdout, "{shown}{more}").and_then(|()| stdout.flush()).is_err() || !pager.pauses() {
            return;
        }
        let mut line = String::new();
        let key = match stdin.lock().read_line(&mut line) {
            Ok(0) | Err(_) => Key::Quit,
            Ok(_) if line.starts_with(' ') => Key::Page,
            Ok(_) if line.trim_end_matches(['\r', '\n']).is_empty() => Key::Line,
            Ok(_) => Key::Quit,
        };
        shown = pager.press(key);
    }
}
