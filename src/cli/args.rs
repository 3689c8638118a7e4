//! What can be typed, in the language of the one who types it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, value_parser};

use super::out::{errln, out};
use crate::locale::{Lang, Message};

/// The language asked for by `--lang`, before anything is parsed: messages about the arguments need it too.
pub fn language(args: &[OsString]) -> Option<Lang> {
    let mut args = args.iter().filter_map(|arg| arg.to_str());
    while let Some(arg) = args.next() {
        let value = match arg.strip_prefix("--lang") {
            Some("") => args.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        match value {
            Some("fr") => return Some(Lang::Fr),
            Some("en") => return Some(Lang::En),
            _ => {}
        }
    }
    None
}

/// The whole command line, described in a language.
pub fn command(lang: Lang) -> Command {
    let say = |key: &'static str| lang.text(key);
    let template = format!("{{about}}\n\n{}: {{usage}}\n\n{{all-args}}{{after-help}}\n", lang.text("cli-usage"),);
    let heading_options: &'static str = Box::leak(say("cli-options").into_boxed_str());
    let heading_arguments: &'static str = Box::leak(say("cli-arguments").into_boxed_str());
    let option = move |arg: Arg| arg.help_heading(heading_options);
    let argument = move |arg: Arg| arg.help_heading(heading_arguments);

    let seed = || {
        option(Arg::new("seed").long("seed").value_name("N").value_parser(value_parser!(u64)).help(say("cli-arg-seed")))
    };
    let json = || option(Arg::new("json").long("json").action(ArgAction::SetTrue).help(say("cli-arg-json")));
    let scenario = || {
        argument(
            Arg::new("scenario")
                .value_name("SCENARIO")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(say("cli-arg-scenario")),
        )
    };
    let journal = |required| {
        option(
            Arg::new("journal")
                .long("journal")
                .value_name("FILE")
                .required(required)
                .value_parser(value_parser!(PathBuf))
                .help(say("cli-arg-journal")),
        )
    };
    let from = || argument(Arg::new("from").value_name("FROM").required(true).help(say("cli-arg-from")));
    let to = || argument(Arg::new("to").value_name("TO").required(true).help(say("cli-arg-to")));
    let wavelength = |about: &'static str| {
        option(
            Arg::new("nm")
                .long("nm")
                .value_name("N")
                .value_parser(value_parser!(u16).range(1260..=1675))
                .help(say(about)),
        )
    };
    let shot_end = |name: &'static str, value: &'static str, about: &'static str| {
        option(Arg::new(name).long(name).value_name(value).help(say(about)))
    };
    let shot_number = |name: &'static str, about: &'static str, usual: &'static str, least: i64, most: i64| {
        let arg = Arg::new(name).long(name).value_name("N").value_parser(value_parser!(u32).range(least..=most));
        option(arg.default_value(usual).hide_default_value(true).help(say(about)))
    };
    let submissions = || {
        argument(
            Arg::new("submissions")
                .value_name("SUBMISSION")
                .required(true)
                .num_args(1..)
                .value_parser(value_parser!(PathBuf))
                .help(say("cli-arg-submissions")),
        )
    };
    let scenarios = || {
        option(
            Arg::new("scenarios")
                .long("scenarios")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help(say("cli-arg-scenarios")),
        )
    };
    let folder = |name: &'static str, value: &'static str, about: &'static str| {
        let arg = Arg::new(name).long(name).value_name(value).value_parser(value_parser!(PathBuf));
        option(arg.help(say(about)))
    };
    let words = |name: &'static str, value: &'static str, about: &'static str| {
        option(Arg::new(name).long(name).value_name(value).help(say(about)))
    };
    let seconds = |name: &'static str, about: &'static str| {
        let arg = Arg::new(name).long(name).value_name("SECONDS").value_parser(value_parser!(u64));
        option(arg.help(say(about)))
    };
    // What submissions are checked with.
    let checking = |command: Command| {
        command
            .arg(folder("session-file", "FILE", "cli-arg-session-file"))
            .arg(folder("pack", "FILE", "cli-arg-pack").requires("passphrase-file"))
            .arg(folder("passphrase-file", "FILE", "cli-arg-passphrase"))
    };
    let window = |command: Command| {
        command.arg(option(Arg::new("backend").long("backend").value_name("NAME").help(say("cli-arg-backend")))).arg(
            option(
                Arg::new("frame-report")
                    .long("frame-report")
                    .action(ArgAction::SetTrue)
                    .help(say("cli-arg-frame-report")),
            ),
        )
    };
    let sub = |name: &'static str, about: &'static str| {
        Command::new(name).about(say(about)).help_template(template.clone()).disable_help_flag(true).arg(help(lang))
    };

    let lab_import = |name: &'static str, value: &'static str, about: &'static str, what: &'static str| {
        let from = Arg::new("from").value_name(value).required(true).value_parser(value_parser!(PathBuf));
        sub(name, about)
            .arg(argument(from.help(say(what))))
            .arg(folder("out", "SCENARIO.ron", "cli-arg-lab-out"))
            .arg(json())
    };

    // For the program and for a command that only holds others.
    let group_template = format!(
        "{{about}}\n\n{}: {{usage}}\n\n{}:\n{{subcommands}}\n\n{}:\n{{options}}{{after-help}}\n",
        lang.text("cli-usage"),
        lang.text("cli-commands"),
        lang.text("cli-options"),
    );
    let root = Command::new("splicelab")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say("cli-about"))
        .after_help(say("cli-exit-codes"))
        .help_template(group_template.clone())
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(help(lang))
        .arg(Arg::new("version").long("version").short('V').action(ArgAction::Version).help(say("cli-arg-version")))
        .arg(
            Arg::new("lang")
                .long("lang")
                .value_name("fr|en")
                .global(true)
                .value_parser(["fr", "en"])
                .hide_possible_values(true)
                .help(say("cli-arg-lang")),
        );
    window(root)
        .subcommand(window(sub("open", "cli-open-about").arg(scenario()).arg(seed())))
        .subcommand(
            sub("check", "cli-check-about")
                .arg(argument(
                    Arg::new("paths")
                        .value_name("PATH")
                        .required(true)
                        .num_args(1..)
                        .value_parser(value_parser!(PathBuf))
                        .help(say("cli-arg-paths")),
                ))
                .arg(option(
                    Arg::new("seeds")
                        .long("seeds")
                        .value_name("N")
                        .default_value("5")
                        .hide_default_value(true)
                        .value_parser(value_parser!(u64).range(1..=100_000))
                        .help(say("cli-arg-seeds")),
                ))
                .arg(json()),
        )
        .subcommand(
            sub("play", "cli-play-about")
                .arg(scenario())
                .arg(journal(true))
                .arg(option(Arg::new("mistake").long("mistake").value_name("NAME").help(say("cli-arg-mistake"))))
                .arg(seed())
                .arg(option(
                    Arg::new("out")
                        .long("out")
                        .value_name("SUBMISSION")
                        .value_parser(value_parser!(PathBuf))
                        .help(say("cli-arg-out")),
                ))
                .arg(json()),
        )
        .subcommand(
            checking(sub("grade", "cli-grade-about").arg(submissions()).arg(scenarios()).arg(json()))
                .arg(folder("out", "DIR", "cli-arg-grade-out"))
                .arg(folder("overrides", "FILE", "cli-arg-overrides"))
                .arg(folder("against", "FILE", "cli-arg-against"))
                .arg(option(
                    Arg::new("changed")
                        .long("changed")
                        .action(ArgAction::SetTrue)
                        .requires("scenarios")
                        .help(say("cli-arg-changed")),
                ))
                .arg(words("organisation", "TEXT", "cli-arg-organisation"))
                .arg(words("home-page", "URL", "cli-arg-home-page")),
        )
        .subcommand(
            checking(sub("verify", "cli-verify-about").arg(submissions()).arg(scenarios()).arg(json())).arg(words(
                "words",
                "WORDS",
                "cli-arg-words",
            )),
        )
        .subcommand(
            Command::new("export")
                .about(say("cli-export-about"))
                .help_template(group_template.clone())
                .disable_help_flag(true)
                .disable_help_subcommand(true)
                .subcommand_required(true)
                .arg_required_else_help(true)
                .arg(help(lang))
                .subcommand(
                    sub("rack", "cli-export-rack-about")
                        .arg(scenario())
                        .arg(journal(false))
                        .arg(seed())
                        .arg(folder("out", "DIR", "cli-arg-export-out").required(true)),
                )
                .subcommand(
                    sub("containerlab", "cli-export-containerlab-about")
                        .arg(scenario())
                        .arg(journal(false))
                        .arg(seed())
                        .arg(folder("out", "DIR", "cli-arg-export-out").required(true)),
                ),
        )
        .subcommand(
            sub("new", "cli-new-about")
                .arg(argument(
                    Arg::new("template").value_name("TEMPLATE").requires("dir").help(say("cli-arg-template")),
                ))
                .arg(argument(
                    Arg::new("dir").value_name("DIR").value_parser(value_parser!(PathBuf)).help(say("cli-arg-new-dir")),
                )),
        )
        .subcommand(
            Command::new("exam")
                .about(say("cli-exam-about"))
                .help_template(group_template.clone())
                .disable_help_flag(true)
                .disable_help_subcommand(true)
                .subcommand_required(true)
                .arg_required_else_help(true)
                .arg(help(lang))
                .subcommand(
                    window(sub("open", "cli-exam-open-about"))
                        .arg(argument(
                            Arg::new("pack")
                                .value_name("PACK")
                                .required(true)
                                .value_parser(value_parser!(PathBuf))
                                .help(say("cli-arg-exam-pack")),
                        ))
                        .arg(folder("ticket", "FILE", "cli-arg-ticket"))
                        .arg(folder("drop", "DIR", "cli-arg-drop")),
                )
                .subcommand(
                    sub("new", "cli-exam-new-about")
                        .arg(argument(
                            Arg::new("scenarios")
                                .value_name("SCENARIO")
                                .required(true)
                                .num_args(1..)
                                .value_parser(value_parser!(PathBuf))
                                .help(say("cli-arg-exam-scenarios")),
                        ))
                        .arg(folder("class", "FILE", "cli-arg-class").required(true))
                        .arg(
                            option(Arg::new("minutes").long("minutes").value_name("N").required(true))
                                .value_parser(value_parser!(u32).range(1..=1440))
                                .help(say("cli-arg-minutes")),
                        )
                        .arg(folder("out", "DIR", "cli-arg-exam-out").required(true))
                        .arg(words("title", "TEXT", "cli-arg-exam-title"))
                        .arg(words("session", "CODE", "cli-arg-session"))
                        .arg(words("aid", "TEXT", "cli-arg-aid").action(ArgAction::Append))
                        .arg(seconds("from", "cli-arg-exam-from"))
                        .arg(seconds("until", "cli-arg-exam-until"))
                        .arg(folder("passphrase-file", "FILE", "cli-arg-passphrase"))
                        .arg(json()),
                ),
        )
        .subcommand(sub("show", "cli-show-about").arg(submissions()).arg(scenarios()).arg(json()))
        .subcommand(
            sub("trace", "cli-trace-about")
                .arg(scenario())
                .args([from(), to()])
                .arg(wavelength("cli-arg-nm").default_value("1550").hide_default_value(true))
                .arg(journal(false))
                .arg(seed())
                .arg(json()),
        )
        .subcommand(
            sub("budget", "cli-budget-about")
                .arg(scenario())
                .args([from(), to()])
                .arg(wavelength("cli-arg-budget-nm"))
                .arg(journal(false))
                .arg(seed())
                .arg(json()),
        )
        .subcommand(
            sub("graph", "cli-graph-about")
                .arg(scenario())
                .arg(option(Arg::new("from").long("from").value_name("DEVICE").help(say("cli-arg-graph-from"))))
                .arg(journal(false))
                .arg(seed())
                .arg(json()),
        )
        .subcommand(sub("reach", "cli-reach-about").arg(scenario()).arg(journal(false)).arg(seed()).arg(json()))
        .subcommand(
            sub("console", "cli-console-about")
                .arg(scenario())
                .arg(argument(Arg::new("device").value_name("DEVICE").required(true).help(say("cli-arg-device"))))
                .arg(journal(false))
                .arg(seed()),
        )
        .subcommand(
            sub("capture", "cli-capture-about")
                .arg(scenario())
                .arg(option(
                    Arg::new("on").long("on").value_name("PORT").required(true).help(say("cli-arg-capture-on")),
                ))
                .arg(option(
                    Arg::new("run")
                        .long("run")
                        .value_name("DEVICE: LINE")
                        .required(true)
                        .action(ArgAction::Append)
                        .help(say("cli-arg-capture-run")),
                ))
                .arg(option(
                    Arg::new("out")
                        .long("out")
                        .value_name("FILE.pcap")
                        .required(true)
                        .value_parser(value_parser!(PathBuf))
                        .help(say("cli-arg-capture-out")),
                ))
                .arg(journal(false))
                .arg(seed()),
        )
        .subcommand(
            sub("import", "cli-import-about")
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommand(lab_import("kathara", "DIR", "cli-import-kathara-about", "cli-arg-kathara"))
                .subcommand(lab_import("containerlab", "FILE", "cli-import-containerlab-about", "cli-arg-containerlab"))
                .subcommand(
                    sub("netbox", "cli-import-netbox-about")
                        .arg(argument(
                            Arg::new("files")
                                .value_name("FILE")
                                .required(true)
                                .num_args(1..)
                                .value_parser(value_parser!(PathBuf))
                                .help(say("cli-arg-netbox-files")),
                        ))
                        .arg(option(
                            Arg::new("out")
                                .long("out")
                                .value_name("FILE.ron")
                                .value_parser(value_parser!(PathBuf))
                                .help(say("cli-arg-netbox-out")),
                        ))
                        .arg(json()),
                ),
        )
        .subcommand(
            sub("sor", "cli-sor-about")
                .help_template(group_template)
                .disable_help_subcommand(true)
                .subcommand_required(true)
                .subcommand(
                    sub("show", "cli-sor-show-about")
                        .arg(argument(
                            Arg::new("file")
                                .value_name("FILE")
                                .required(true)
                                .value_parser(value_parser!(PathBuf))
                                .help(say("cli-arg-sor-file")),
                        ))
                        .arg(json()),
                )
                .subcommand(
                    sub("export", "cli-sor-export-about")
                        .arg(scenario())
                        .arg(shot_end("from", "END", "cli-arg-shot-from").required(true))
                        .arg(wavelength("cli-arg-nm").default_value("1550").hide_default_value(true))
                        .args([
                            shot_number("pulse-ns", "cli-arg-pulse", "30", 1, 20_000)
                                .value_parser(value_parser!(u16).range(1..=20_000)),
                            shot_number("range-m", "cli-arg-range", "2500", 100, 160_000),
                            shot_number("seconds", "cli-arg-seconds", "15", 1, 600)
                                .value_parser(value_parser!(u16).range(1..=600)),
                            shot_number("launch-m", "cli-arg-launch", "500", 0, 5_000),
                            shot_number("tail-m", "cli-arg-tail", "500", 1, 5_000),
                        ])
                        .arg(shot_end("tail-at", "PORT", "cli-arg-tail-at"))
                        .arg(option(
                            Arg::new("index")
                                .long("index")
                                .value_name("N")
                                .value_parser(shot_index)
                                .help(say("cli-arg-index")),
                        ))
                        .arg(
                            option(
                                Arg::new("out")
                                    .long("out")
                                    .value_name("FILE")
                                    .value_parser(value_parser!(PathBuf))
                                    .help(say("cli-arg-sor-out")),
                            )
                            .required(true),
                        )
                        .arg(journal(false))
                        .arg(seed()),
                ),
        )
}

/// A group index as instruments let one type it.
fn shot_index(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|index| (1.3..=1.7).contains(index)).ok_or_else(String::new)
}

fn help(lang: Lang) -> Arg {
    Arg::new("help").long("help").short('h').action(ArgAction::Help).help(lang.text("cli-arg-help"))
}

/// Says what is wrong with the arguments, in the language, and gives the exit code: 0 when only help was asked for.
pub fn report(error: &clap::Error, lang: Lang) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        out!("{}", error.render());
        return ExitCode::from(0);
    }
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            Message::new("cli-unknown-command").with("command", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => {
            Message::new("cli-missing-subcommand").with("known", context(ContextKind::ValidSubcommand))
        }
        ErrorKind::UnknownArgument => Message::new("cli-unknown-argument").with("argument", argument),
        ErrorKind::MissingRequiredArgument => Message::new("cli-missing-argument").with("argument", argument),
        ErrorKind::InvalidValue if value.is_empty() => Message::new("cli-missing-value").with("argument", argument),
        _ => Message::new("cli-bad-value").with("value", value).with("argument", argument),
    };
    errln!("{} {}", lang.text("cli-trouble"), lang.say(&message));
    let suggestion = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .map(context)
        .concat();
    if !suggestion.is_empty() {
        errln!("{}", lang.say(&Message::new("cli-did-you-mean").with("suggestion", suggestion)));
    }
    errln!("{}", lang.text("cli-see-help"));
    ExitCode::from(2)
}
