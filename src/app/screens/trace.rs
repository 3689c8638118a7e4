//! A file of an OTDR on the instrument's screen.

use std::path::{Path, PathBuf};

use bevy::prelude::*;
use bevy::window::FileDragAndDrop;
use bevy_egui::egui;

use super::overlays::over;
use super::{Overlay, Screen, Shell};
use crate::app::panels::otdr::{Desk, otdr_ui};
use crate::app::panels::top::{back_ui, crumbs_ui};
use crate::app::panels::trace_files::{FilesAsked, FilesView, files_ui};
use crate::app::settings::Settings;
use crate::app::theme;
use crate::app::traces::{self, TraceFile};
use crate::fibre::sor::file::is_sor;
use crate::locale::{Lang, Message};

/// The files on the screen.
#[derive(Resource, Default)]
pub struct Traces {
    first: Option<TraceFile>,
    second: Option<TraceFile>,
    desk: Desk,
    card: Card,
    /// What is said about saving, and whether it went well.
    said: Option<(Message, bool)>,
}

/// What lies over the screen.
#[derive(Default)]
enum Card {
    #[default]
    None,
    Broken(Message),
    /// To choose the file, or the second one.
    Files(FilesView),
    Save {
        path: String,
    },
}

impl Traces {
    /// Opens a file; one that does not open is said on the screen.
    pub fn open(path: &Path) -> Self {
        match TraceFile::open(path) {
            Ok(first) => Self { first: Some(first), ..Self::default() },
            Err(why) => Self { card: Card::Broken(why), ..Self::default() },
        }
    }

    /// Asks which file to open.
    pub fn ask() -> Self {
        Self { card: Card::Files(files_view(None)), ..Self::default() }
    }
}

/// A file that is dropped on the window opens, wherever the person is but in an attempt.
pub fn dropped(
    mut commands: Commands,
    mut drops: MessageReader<FileDragAndDrop>,
    screen: Res<State<Screen>>,
    settings: Res<Settings>,
    mut next: ResMut<NextState<Screen>>,
    mut traces: Option<ResMut<Traces>>,
) {
    for drop in drops.read() {
        let FileDragAndDrop::DroppedFile { path_buf, .. } = drop else { continue };
        if !is_sor(path_buf) || matches!(screen.get(), Screen::Work | Screen::Briefing) {
            continue;
        }
        match &mut traces {
            Some(traces) if matches!(&traces.card, Card::Files(view) if view.second) => {
                take(traces, path_buf, settings.lang);
            }
            _ => commands.insert_resource(Traces::open(path_buf)),
        }
        next.set(Screen::Trace);
    }
}

pub fn show(mut shell: Shell, traces: Option<ResMut<Traces>>) -> Result {
    let Some(mut traces) = traces else {
        shell.next.set(Screen::Home);
        return Ok(());
    };
    let traces = &mut *traces;
    let lang = shell.settings.lang;
    let (ctx, mut window) = shell.window()?;
    let mut leave = false;
    let mut wish = None;
    let name = traces.first.as_ref().map(TraceFile::name);
    let crumbs: Vec<String> = std::iter::once(lang.text("trace-screen")).chain(name).collect();
    shell.top(
        &mut window,
        |ui| {
            leave = back_ui(ui, &lang.text("back-home"));
            ui.add_space(4.0);
            let room = ui.available_width() - 640.0;
            crumbs_ui(ui, &crumbs, room);
        },
        |ui| {
            if traces.first.is_some() {
                for (key, asked) in
                    [("trace-save", Wish::Save), ("trace-compare", Wish::Second), ("trace-open-it", Wish::Open)]
                {
                    if theme::quiet_button(ui, lang.text(key)).clicked() {
                        wish = Some(asked);
                    }
                }
            }
        },
    );
    match wish {
        Some(Wish::Open) => traces.card = Card::Files(files_view(None)),
        Some(Wish::Second) => traces.card = Card::Files(files_view(traces.first.as_ref())),
        Some(Wish::Save) => traces.card = Card::Save { path: free_name(traces.first.as_ref()) },
        None => {}
    }
    if let Some(second) = &mut traces.second {
        let frame = egui::Frame::new().fill(theme::PAPER).inner_margin(egui::Margin::symmetric(16, 2));
        egui::Panel::top("second").resizable(false).frame(frame).show(&mut window, |ui| {
            theme::switch(ui, &mut second.from_other_end, &lang.text("trace-other-end"));
        });
    }
    let free = *shell.overlay == Overlay::None && matches!(traces.card, Card::None);
    let view = match &traces.first {
        Some(first) => traces::view(first, traces.second.as_ref(), lang),
        None => Default::default(),
    };
    let Traces { desk, .. } = traces;
    let frame = egui::Frame::new().fill(theme::MAT);
    egui::CentralPanel::default().frame(frame).show(&mut window, |ui| otdr_ui(ui, &view, desk, free, lang));
    if let Some((said, good)) = &traces.said {
        let sign = if *good { theme::Sign::Earned } else { theme::Sign::Lost };
        let closed = over(&ctx, "trace-said", 560.0, |ui| {
            ui.horizontal_wrapped(|ui| {
                theme::mark_sign(ui, sign, 24.0);
                ui.label(theme::body(lang.say(said)));
            });
            theme::primary_button(ui, lang.text("trace-close")).clicked()
        });
        if closed {
            traces.said = None;
        }
    } else {
        leave |= card_ui(&ctx, traces, lang);
    }
    if leave || (free && traces.said.is_none() && shell.escaped()) {
        shell.next.set(Screen::Home);
    }
    Ok(())
}

/// What the buttons at the top ask for.
#[derive(Clone, Copy)]
enum Wish {
    Open,
    Second,
    Save,
}

/// The card over the screen; says whether to leave because nothing is open behind it.
fn card_ui(ctx: &egui::Context, traces: &mut Traces, lang: Lang) -> bool {
    let closed;
    let mut chosen = None;
    match &mut traces.card {
        Card::None => return false,
        Card::Broken(why) => {
            closed = over(ctx, "trace-broken", 640.0, |ui| {
                ui.label(theme::heading(lang.text("trace-broken-title")));
                ui.label(theme::body(lang.say(why)));
                ui.add_space(8.0);
                theme::primary_button(ui, lang.text("trace-close")).clicked()
            });
        }
        Card::Files(view) => {
            closed = over(ctx, "trace-files", 640.0, |ui| match files_ui(ui, view, lang) {
                Some(FilesAsked::Open(path)) => {
                    chosen = Some(path);
                    false
                }
                Some(FilesAsked::Close) => true,
                None => false,
            });
        }
        Card::Save { path } => {
            let mut save = false;
            let done = over(ctx, "trace-save", 640.0, |ui| {
                ui.label(theme::heading(lang.text("trace-save")));
                let label = ui.label(theme::soft(lang.text("trace-path"))).id;
                let field = egui::TextEdit::singleline(path).desired_width(f32::INFINITY);
                let field = ui.add(field.margin(egui::vec2(10.0, 12.0))).labelled_by(label);
                save = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
                ui.horizontal(|ui| {
                    save |= theme::primary_button(ui, lang.text("trace-save")).clicked();
                    theme::quiet_button(ui, lang.text("trace-close")).clicked()
                })
                .inner
            });
            if save && let Some(first) = &traces.first {
                let path = PathBuf::from(path.trim());
                traces.said = Some(match save_copy(first, &path) {
                    Ok(()) => (Message::new("trace-saved").with("file", path.display().to_string()), true),
                    Err(error) => (Message::new("trace-not-saved").with("why", error.to_string()), false),
                });
            }
            closed = done || save;
        }
    }
    if closed {
        traces.card = Card::None;
    }
    if let Some(path) = chosen {
        take(traces, &path, lang);
    }
    closed && traces.first.is_none()
}

/// Opens what was chosen, as the first trace or the second; what does not open is said in the card.
fn take(traces: &mut Traces, path: &Path, lang: Lang) {
    let Card::Files(view) = &mut traces.card else { return };
    match TraceFile::open(path) {
        Ok(mut file) => {
            if view.second
                && let Some(first) = &traces.first
            {
                file.from_other_end = traces::seems_turned(&first.opened.sor, &file.opened.sor);
                traces.second = Some(file);
                traces.desk.overlay = Some(1);
            } else {
                *traces = Traces { first: Some(file), ..Traces::default() };
            }
            traces.card = Card::None;
        }
        Err(why) => view.trouble = Some(lang.say(&why)),
    }
}

/// A copy holds the very same bytes; nothing is ever written over.
fn save_copy(file: &TraceFile, path: &Path) -> std::io::Result<()> {
    use std::io::Write;
    let mut copy = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    copy.write_all(&file.bytes)?;
    copy.sync_all()
}

/// A name beside the file that no file has yet.
fn free_name(file: Option<&TraceFile>) -> String {
    let Some(file) = file else { return String::new() };
    let stem = file.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let names = (1..).map(|number| file.path.with_file_name(format!("{stem}-{number}.sor")));
    names.into_iter().find(|name| !name.exists()).map_or_else(String::new, |name| name.display().to_string())
}

/// The files at hand: beside the one that is open, else where the program was started and where downloads go.
fn files_view(first: Option<&TraceFile>) -> FilesView {
    let beside = first.and_then(|file| file.path.parent().map(Path::to_owned));
    let downloads = directories::UserDirs::new().and_then(|dirs| dirs.download_dir().map(Path::to_owned));
    let folders: Vec<PathBuf> = match beside {
        Some(folder) => vec![if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder }],
        None => [Some(PathBuf::from(".")), downloads].into_iter().flatten().collect(),
    };
    let mut files: Vec<PathBuf> = folders
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
        .filter(|path| is_sor(path) && first.is_none_or(|file| file.path.file_name() != path.file_name()))
        .collect();
    files.sort();
    FilesView { second: first.is_some(), files, ..FilesView::default() }
}
