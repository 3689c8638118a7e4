//! Splicelab. Without arguments it opens the lab; a subcommand goes to the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    splicelab::cli::run(std::env::args_os())
}
