//! Every text a person reads, in French and English.
//!
//! The core never holds a sentence. It holds a [`Message`]: the key of a text in `assets/locale/*/*.ftl` and
//! typed arguments. [`Lang::say`] turns it into words, with the decimal sign and the names of the language.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};

use crate::units::{MilliDbm, Millidecibels, Millidegrees, Millimetres, Millis};

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    Fr,
    En,
}

/// A text of a scenario in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
}

impl Text {
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }
}

/// One argument of a message, kept typed until it is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Arg {
    /// A proper name or an id, the same in both languages.
    Text(String),
    Number(i64),
    /// Said with two decimals and the unit.
    Loss(Millidecibels),
    /// Said with two decimals and the unit.
    Power(MilliDbm),
    /// Said in metres, with as many decimals as it needs.
    Length(Millimetres),
    /// Said with one decimal and the degree sign.
    Angle(Millidegrees),
    /// Said as minutes and seconds.
    Time(Millis),
    /// Tenths of something, said with one decimal unless it is whole.
    Tenths(i64),
    /// A text that a scenario brought.
    Own(Text),
    /// Another message, said inside this one.
    Message(Message),
    /// Several messages, said with commas.
    List(Vec<Message>),
}

macro_rules! arg_from { ($($from:ty => $variant:ident),*) => { $(impl From<$from> for Arg {
    fn from(value: $from) -> Self { Arg::$variant(value.into()) }
})* } }
arg_from!(&str => Text, String => Text, i64 => Number, i32 => Number, u32 => Number, u16 => Number, u8 => Number,
    Millidecibels => Loss, MilliDbm => Power, Millimetres => Length, Millidegrees => Angle, Millis => Time, Text => Own,
    Message => Message, Vec<Message> => List);

impl From<usize> for Arg {
    fn from(value: usize) -> Self {
        Arg::Number(value as i64)
    }
}

/// A text to be said: its key in the locale files and its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    pub key: Cow<'static, str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(&'static str, Arg)>,
}

impl Message {
    pub fn new(key: impl Into<Cow<'static, str>>) -> Self {
        Self { key: key.into(), args: Vec::new() }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::Fr, Lang::En];

    /// The language of the system; French unless the system speaks English.
    pub fn of_system() -> Self {
        match sys_locale::get_locale() {
            Some(name) if name.to_lowercase().starts_with("en") => Lang::En,
            _ => Lang::Fr,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Lang::Fr => "fr",
            Lang::En => "en",
        }
    }

    /// The text of a key that takes no argument.
    pub fn text(self, key: &'static str) -> String {
        self.say(&Message::new(key))
    }

    /// A message in words. A key that no file holds is shown between brackets, so that it is seen and reported.
    pub fn say(self, message: &Message) -> String {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(&message.key).and_then(|found| found.value()) else {
            return format!("[{}]", message.key);
        };
        let mut args = FluentArgs::new();
        for (name, value) in &message.args {
            args.set(*name, self.value(value));
        }
        let mut errors = Vec::new();
        bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
    }

    fn value(self, arg: &Arg) -> FluentValue<'static> {
        match arg {
            Arg::Text(text) => FluentValue::from(text.clone()),
            Arg::Number(number) => FluentValue::from(*number),
            Arg::Loss(loss) => FluentValue::from(self.loss(*loss)),
            Arg::Power(power) => FluentValue::from(self.power(*power)),
            Arg::Length(length) => FluentValue::from(self.length(*length)),
            Arg::Angle(angle) => FluentValue::from(self.angle(*angle)),
            Arg::Time(time) => FluentValue::from(self.time(*time)),
            Arg::Tenths(tenths) => FluentValue::from(self.tenths(*tenths)),
            Arg::Own(text) => FluentValue::from(text.get(self).to_owned()),
            Arg::Message(message) => FluentValue::from(self.say(message)),
            Arg::List(messages) => {
                let said: Vec<String> = messages.iter().map(|message| self.say(message)).collect();
                FluentValue::from(said.join(", "))
            }
        }
    }

    /// A decimal number with the decimal sign of the language.
    pub fn decimal(self, value: f64, decimals: usize) -> String {
        let text = format!("{value:.decimals$}");
        let text = text.replace('-', "−");
        if self == Lang::Fr { text.replace('.', ",") } else { text }
    }

    /// For example `12,1` or `12`.
    pub fn tenths(self, tenths: i64) -> String {
        self.decimal(tenths as f64 / 10.0, usize::from(tenths % 10 != 0))
    }

    /// For example `0,05 dB`.
    pub fn loss(self, loss: Millidecibels) -> String {
        format!("{}\u{a0}dB", self.decimal(loss.db(), 2))
    }

    /// For example `−21,04 dBm`.
    pub fn power(self, power: MilliDbm) -> String {
        format!("{}\u{a0}dBm", self.decimal(power.dbm(), 2))
    }

    /// For example `4200 m` or `1,5 m`.
    pub fn length(self, length: Millimetres) -> String {
        let decimals = if length.0.is_multiple_of(1000) { 0 } else { 1 };
        format!("{}\u{a0}m", self.decimal(length.metres(), decimals))
    }

    /// For example `1,9°`.
    pub fn angle(self, angle: Millidegrees) -> String {
        format!("{}°", self.decimal(angle.degrees(), 1))
    }

    /// For example `6 min 42 s`.
    pub fn time(self, time: Millis) -> String {
        let seconds = time.0 / 1000;
        match (seconds / 60, seconds % 60) {
            (0, seconds) => format!("{seconds}\u{a0}s"),
            (minutes, 0) => format!("{minutes}\u{a0}min"),
            (minutes, seconds) => format!("{minutes}\u{a0}min {seconds}\u{a0}s"),
        }
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        static FR: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
        static EN: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
        match self {
            Lang::Fr => FR.get_or_init(|| build("fr", FR_FILES)),
            Lang::En => EN.get_or_init(|| build("en", EN_FILES)),
        }
    }
}

fn build(code: &str, files: &[&str]) -> FluentBundle<FluentResource> {
    let id = code.parse().expect("a language code of ours");
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // The marks that isolate right-to-left text show as boxes in fonts that lack them; neither language needs them.
    bundle.set_use_isolating(false);
    for file in files {
        let resource = FluentResource::try_new((*file).to_owned())
            .unwrap_or_else(|(_, errors)| panic!("locale file of {code}: {errors:?}"));
        bundle.add_resource(resource).unwrap_or_else(|errors| panic!("locale file of {code}: {errors:?}"));
    }
    bundle
}

macro_rules! locale_files {
    ($($name:literal),* $(,)?) => {
        const FR_FILES: &[&str] = &[$(include_str!(concat!("../assets/locale/fr/", $name, ".ftl"))),*];
        const EN_FILES: &[&str] = &[$(include_str!(concat!("../assets/locale/en/", $name, ".ftl"))),*];
    };
}
locale_files!(
    "diagnostics",
    "fibre",
    "places",
    "plant",
    "arc",
    "faces",
    "measuring",
    "sor",
    "otdr",
    "score",
    "cli",
    "closure",
    "app",
    "viewer",
    "net",
    "netwin",
    "names",
    "netbox",
    "netlab",
    "rack",
    "build",
    "copper",
    "exam",
);
