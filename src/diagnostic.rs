//! Diagnostics: what is wrong in a file, where, and what to do about it.
//!
//! A [`Diagnostic`] holds a [`Code`], the bytes it is about and a [`Message`]; it knows no language and no screen.
//! It is made into words as late as possible: [`Source::render`] for people, [`Source::report`] for programs.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use crate::locale::{Lang, Message};

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal,)*) => {
        /// What kind of problem it is. The short text of a code never changes, so that courses and scripts can cite it.
        ///
        /// 1xx is the file and its syntax, 2xx types, ranges and choices, 3xx references, 4xx physics, 5xx grading,
        /// 6xx proofs by replay. `E` is an error, `W` a warning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])* $name,)* }

        impl Code {
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// The short text, for example `E301`.
            pub fn text(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// The file does not exist.
    FileMissing = "E101",
    /// The system refuses to read the file.
    FileUnreadable = "E102",
    /// The path is a folder.
    FileIsFolder = "E103",
    /// The file is larger than any scenario can be.
    FileTooLarge = "E104",
    /// The bytes are no UTF-8 text.
    NotUtf8 = "E105",
    /// Brackets are nested too deep.
    TooDeep = "E106",
    /// There are too many problems to show.
    TooMany = "E107",
    /// The file holds nothing.
    Empty = "E108",
    /// The version of the format is not known.
    UnknownFormat = "E109",
    /// A bracket is never closed.
    Unclosed = "E110",
    /// A bracket closes another kind of bracket, or none.
    WrongCloser = "E111",
    MissingComma = "E112",
    MissingColon = "E113",
    MissingValue = "E114",
    /// A text lacks its closing quote.
    UnclosedText = "E115",
    /// Typographic or single quotes instead of straight double ones.
    WrongQuotes = "E116",
    /// An escape such as `\q` that means nothing.
    BadEscape = "E117",
    /// Digits that are no number.
    BadNumber = "E118",
    /// A way of writing from JSON, YAML or another language.
    Habit = "E119",
    /// Something that has no place there.
    Stray = "E120",
    /// A comment is never closed.
    UnclosedComment = "E121",

    /// A value of another kind is wanted.
    WrongType = "E201",
    UnknownField = "E202",
    MissingField = "E203",
    /// A field or key is given twice.
    Duplicate = "E204",
    /// None of the words that may stand there.
    UnknownWord = "E205",
    /// A number too small or too large.
    OutOfRange = "E206",
    /// Too many or too few values.
    WrongCount = "E207",
    /// Named as another part of the file.
    WrongName = "E208",
    /// Refused for a reason of its own.
    BadValue = "E209",
    /// No fibre address.
    BadAddress = "E210",
    /// A choice that cannot be made.
    BadChoice = "E220",
    /// `{name}` where no such choice exists.
    UnknownChoice = "E221",
    /// A choice that nothing uses.
    UnusedChoice = "W222",
    /// A brace in a text that is neither closed nor doubled.
    BadBrace = "E223",
    /// Choices within choices grew out of hand.
    ChoicesTooLarge = "E224",

    UnknownPlace = "E301",
    UnknownCable = "E302",
    /// The cable has no such tube or fibre.
    UnknownFibre = "E303",
    UnknownStock = "E304",
    /// No such line in the rubric.
    UnknownLine = "E305",
    /// The cassette has no such slot.
    UnknownSlot = "E306",
    /// The fibre does not come to this place.
    NotHere = "E307",
    /// The solution is that of another scenario.
    WrongScenario = "E308",
    /// An id of another shape than lower case with hyphens, or not that of the file.
    BadId = "E309",
    UnknownEquipment = "E310",
    /// The equipment has no such port.
    UnknownPort = "E311",
    /// The catalogue has no such model.
    UnknownModel = "E312",
    UnknownCord = "E313",
    /// No such rule pack.
    UnknownRules = "E314",
    UnknownClient = "E315",
    /// No such network device.
    UnknownDevice = "E330",
    /// The scenario has no such fault.
    UnknownFault = "E316",
    /// The scenario gives no such trace.
    UnknownTrace = "E320",
    /// The file of a given trace is not there, is another one, or does not open.
    TraceFile = "E321",

    /// A count or size of zero.
    Zero = "E401",
    /// A number that nature or the tool does not allow.
    Impossible = "E402",
    /// A cable that ends where it begins.
    SelfLoop = "E403",
    /// A fibre end spliced twice, or to itself.
    SplicedTwice = "E404",
    /// A port, or a box, used twice.
    PortTaken = "E405",
    /// A plug or a pigtail where it cannot go.
    DoesNotFit = "E406",
    /// More fibres or ports than there are.
    TooFew = "E407",
    /// A client's box that is none.
    NotAnOnt = "E408",
    /// A startup line that its own console refuses.
    StartupRefused = "W430",
    /// A bad splice where none is.
    NothingSpliced = "E409",

    /// More than 100 per cent.
    PassPercent = "E501",
    DuplicateLine = "E502",
    /// Rubric lines that wait for each other.
    NeedsCycle = "E503",
    /// The points do not add up to what is declared.
    TotalPoints = "E504",
    /// As many slots as pairs are wanted.
    PairsAndSlots = "E505",
    /// A slot or fibre that two goals want.
    UsedTwice = "E506",
    /// Splicing is graded where there is no bench.
    NeedsBench = "E507",
    EmptyText = "E508",
    /// Measuring is graded where there is no OTDR.
    NeedsOtdr = "E510",
    /// A text longer than people read.
    LongText = "W509",

    /// An action of the solution is impossible.
    SolutionRefused = "E601",
    /// The solution does not earn a line in full.
    SolutionLoses = "E602",
    /// Doing nothing passes.
    IdlePasses = "E603",
    /// An action of a named mistake is impossible.
    MistakeRefused = "E604",
    /// A named mistake does not cost what it says.
    MistakeSpares = "E605",
    /// A named mistake costs more than it says.
    MistakeLosesMore = "E606",
}

impl Code {
    pub fn severity(self) -> Severity {
        if self.text().starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// The file can be used; something looks unintended.
    Warning,
}

/// One problem in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    /// The bytes of the source it is about.
    pub span: Range<usize>,
    pub message: Message,
    /// What to do about it.
    pub help: Option<Message>,
}

impl Diagnostic {
    pub fn new(code: Code, span: Range<usize>, message: Message) -> Self {
        Self { code, severity: code.severity(), span, message, help: None }
    }

    pub fn help(mut self, help: Message) -> Self {
        self.help = Some(help);
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// A place in a text as people count: both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// A diagnostic for programs: what `--json` prints, one object for each. Fields are only ever added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The file as it was named.
    pub file: String,
    /// For example `E301`.
    pub code: &'static str,
    pub severity: Severity,
    /// First character, counted from 1.
    pub line: usize,
    pub column: usize,
    /// Just after the last character, counted from 1.
    pub end_line: usize,
    pub end_column: usize,
    /// In the language asked for.
    pub message: String,
    pub help: Option<String>,
}

/// A text and the name it goes by: what the spans of diagnostics point into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
    /// Where each line begins, in bytes.
    lines: Vec<usize>,
}

/// Windows editors put it before the text; it is no part of it.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// Longer lines are not quoted: no screen shows them and drawing them takes long.
const LONGEST_QUOTED_LINE: usize = 2000;

impl Source {
    /// `name` is what diagnostics show, usually the path as it was typed.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name: name.into(), text, lines }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte; a byte within a character counts as its first.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.lines.partition_point(|start| *start <= offset);
        let before = &self.text[self.lines[line - 1]..offset];
        Position { line, column: before.trim_start_matches(BYTE_ORDER_MARK).chars().count() + 1 }
    }

    /// One diagnostic as text to read: what is wrong, the line with the place underlined, and what to do.
    /// `colour` adds the escapes of a terminal.
    pub fn render(&self, diagnostic: &Diagnostic, lang: Lang, colour: bool) -> String {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR.with_name(lang.text("diag-error")),
            Severity::Warning => Level::WARNING.with_name(lang.text("diag-warning")),
        };
        let title = level.primary_title(lang.say(&diagnostic.message)).id(diagnostic.code.text());
        let mut group = Group::with_title(title);
        let start = self.position(diagnostic.span.start);
        let quoted = self.quoted(start.line);
        if self.text.is_empty() {
            group = group.element(Origin::path(&*self.name));
        } else if quoted.len() > LONGEST_QUOTED_LINE {
            group = group.element(Origin::path(&*self.name).line(start.line).char_column(start.column));
        } else {
            // Of a span over many lines only the first is underlined: that is where to look.
            let line = &self.text[quoted.clone()];
            let clip = |offset: usize| line.floor_char_boundary(offset.clamp(quoted.start, quoted.end) - quoted.start);
            let span = clip(diagnostic.span.start)..clip(diagnostic.span.end);
            group = group.element(
                Snippet::source(line)
                    .line_start(start.line)
                    .path(&*self.name)
                    .annotation(AnnotationKind::Primary.span(span)),
            );
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.with_name(lang.text("diag-help")).message(lang.say(help)));
        }
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        renderer.decor_style(DecorStyle::Ascii).render(&[group])
    }

    /// Every diagnostic as text to read, an empty line between two.
    pub fn render_all(&self, diagnostics: &[Diagnostic], lang: Lang, colour: bool) -> String {
        let all: Vec<String> = diagnostics.iter().map(|diagnostic| self.render(diagnostic, lang, colour)).collect();
        all.join("\n\n")
    }

    /// One diagnostic for programs.
    pub fn report(&self, diagnostic: &Diagnostic, lang: Lang) -> Report {
        let start = self.position(diagnostic.span.start);
        let end = self.position(diagnostic.span.end.max(diagnostic.span.start));
        Report {
            file: self.name.clone(),
            code: diagnostic.code.text(),
            severity: diagnostic.severity,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            message: lang.say(&diagnostic.message),
            help: diagnostic.help.as_ref().map(|help| lang.say(help)),
        }
    }

    /// The bytes of a line without its end and without a byte order mark.
    fn quoted(&self, line: usize) -> Range<usize> {
        let start = self.lines[line - 1];
        let end = self.lines.get(line).copied().unwrap_or(self.text.len());
        let text = &self.text[start..end];
        let trimmed = text.trim_end_matches(['\r', '\n']);
        let mark = if trimmed.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        start + mark..start + trimmed.len()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_code_has_a_text_of_its_own() {
        let texts: HashSet<_> = Code::ALL.iter().map(|code| code.text()).collect();
        assert_eq!(texts.len(), Code::ALL.len());
    }

    #[test]
    fn columns_count_characters_and_ignore_a_byte_order_mark() {
        let source = Source::new("x.ron", "\u{feff}é à\r\nfin");
        assert_eq!(source.position("\u{feff}é ".len()), Position { line: 1, column: 3 });
        assert_eq!(source.position(source.text().len()), Position { line: 2, column: 4 });
    }

    #[test]
    fn a_span_outside_the_text_is_still_shown() {
        let source = Source::new("x.ron", "abc");
        let diagnostic = Diagnostic::new(Code::Stray, 90..95, Message::new("diag-error"));
        assert!(source.render(&diagnostic, Lang::En, false).contains("x.ron:1"));
    }
}
