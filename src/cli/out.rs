//! Standard output and standard error, written so that a closed pipe (`splicelab show FILE | head`) is no accident.
//!
//! `println!` panics when nobody reads any more. Here, what nobody reads is let go and the exit code still says how the
//! command ended; any other trouble with the results, such as a full disk, ends the program with exit code 2.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write, stderr, stdout};

/// Prints to standard output, without a line end.
macro_rules! out {
    ($($piece:tt)*) => { $crate::cli::out::result(format_args!($($piece)*)) };
}

/// Prints a line to standard output.
macro_rules! outln {
    () => { $crate::cli::out::result(format_args!("\n")) };
    ($($piece:tt)*) => { $crate::cli::out::result(format_args!("{}\n", format_args!($($piece)*))) };
}

/// Prints a line to standard error.
macro_rules! errln {
    ($($piece:tt)*) => { $crate::cli::out::trouble(format_args!("{}\n", format_args!($($piece)*))) };
}

pub(crate) use {errln, out, outln};

/// Writes a part of the results.
pub fn result(text: Arguments) {
    match stdout().write_fmt(text) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            trouble(format_args!("{error}\n"));
            std::process::exit(2);
        }
        _ => {}
    }
}

/// Writes what went wrong. If even that cannot be written, only the exit code is left to say it.
pub fn trouble(text: Arguments) {
    let _ = stderr().write_fmt(text);
}
