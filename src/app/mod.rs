//! The window: Bevy for the mat, egui for the panels.
//!
//! It draws from the lab's state and changes it only through [`attempt::Attempt::act`], which is `Lab::apply` with the
//! clock of the person at the screen. Entities hold what is drawn, never what is true.

pub mod attempt;
pub mod canvas;
pub mod exam;
mod files;
mod focus;
mod frame_report;
pub mod library;
mod low_power;
pub mod panels;
pub mod save;
pub mod screens;
pub mod settings;
pub mod theme;
pub mod traces;

use std::path::PathBuf;

use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::render::settings::{Backends, RenderCreation, WgpuSettings};
use bevy::window::{PresentMode, WindowResolution};
use bevy_egui::{EguiContexts, EguiPlugin, EguiPrimaryContextPass};

use self::library::Library;
use self::save::{Progress, Unfinished};
use self::screens::{Chosen, Screen};
use self::settings::Settings;
use crate::diagnostic::Source;
use crate::locale::Lang;

/// How the window is opened.
#[derive(Debug, Default, Clone)]
pub struct Options {
    /// A scenario to open at once.
    pub scenario: Option<PathBuf>,
    /// A file of an OTDR to open at once.
    pub trace: Option<PathBuf>,
    pub seed: Option<u64>,
    /// An exam to sit.
    pub exam: Option<exam::ExamFiles>,
    /// Language of this run; else that of the settings.
    pub lang: Option<Lang>,
    /// `vulkan`, `dx12`, `gl` or `metal`.
    pub backend: Option<String>,
    pub frame_report: bool,
}

/// The attempt that was on disk when the program began.
#[derive(Resource, Default)]
pub struct UnfinishedAttempt(pub Option<Unfinished>);

/// The backend of that name, or all that are good for this system.
fn backends(name: Option<&str>) -> Backends {
    match name {
        Some("vulkan") => Backends::VULKAN,
        Some("dx12") => Backends::DX12,
        Some("gl") => Backends::GL,
        Some("metal") => Backends::METAL,
        _ => Backends::PRIMARY,
    }
}

/// Whether a window can open here: there is a screen to talk to and a driver that draws.
pub fn screen_available(backend: Option<&str>) -> bool {
    display_answers() && adapter_answers(backends(backend))
}

fn adapter_answers(backends: Backends) -> bool {
    let mut descriptor = wgpu::InstanceDescriptor::new_without_display_handle();
    descriptor.backends = backends;
    let instance = wgpu::Instance::new(descriptor);
    !bevy::tasks::block_on(instance.enumerate_adapters(backends)).is_empty()
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn display_answers() -> bool {
    true
}

/// A display that is named but does not answer would end the program before it could say anything.
#[cfg(all(unix, not(target_os = "macos")))]
fn display_answers() -> bool {
    use std::os::unix::net::UnixStream;
    if let (Some(socket), Some(folder)) = (std::env::var_os("WAYLAND_DISPLAY"), std::env::var_os("XDG_RUNTIME_DIR"))
        && UnixStream::connect(PathBuf::from(folder).join(socket)).is_ok()
    {
        return true;
    }
    let Some(display) = std::env::var("DISPLAY").ok().filter(|display| !display.is_empty()) else { return false };
    let (host, number) = display.rsplit_once(':').unwrap_or(("", &display));
    let number = number.split('.').next().unwrap_or_default();
    // A display on another machine cannot be asked so simply: the window system will say.
    if !host.is_empty() && host != "unix" {
        return true;
    }
    let path = format!("/tmp/.X11-unix/X{number}");
    #[cfg(target_os = "linux")]
    {
        use std::os::linux::net::SocketAddrExt;
        if let Ok(address) = std::os::unix::net::SocketAddr::from_abstract_name(&path)
            && UnixStream::connect_addr(&address).is_ok()
        {
            return true;
        }
    }
    UnixStream::connect(path).is_ok()
}

/// Opens the window and stays until it is closed.
pub fn run(options: Options) {
    let folder = files::data_folder();
    let mut settings = folder.as_deref().map(Settings::load).unwrap_or_default();
    if let Some(lang) = options.lang {
        settings.lang = lang;
    }
    let chosen = options.scenario.as_ref().and_then(|file| {
        let text = std::fs::read_to_string(file).ok()?;
        Chosen::read(Source::new(file.display().to_string(), text), Some(file.clone()), options.seed)
    });
    let mut app = App::new();
    app.add_plugins(
        DefaultPlugins
            .set(WindowPlugin {
                primary_window: Some(Window {
                    title: "Splicelab".into(),
                    name: Some("splicelab".into()),
                    resolution: WindowResolution::new(1280, 720),
                    present_mode: PresentMode::AutoVsync,
                    resize_constraints: WindowResizeConstraints { min_width: 960.0, min_height: 600.0, ..default() },
                    ..default()
                }),
                ..default()
            })
            .set(RenderPlugin {
                render_creation: RenderCreation::Automatic(Box::new(WgpuSettings {
                    backends: Some(backends(options.backend.as_deref())),
                    ..default()
                })),
                ..default()
            })
            .set(bevy::log::LogPlugin { level: bevy::log::Level::WARN, ..default() }),
    )
    .add_plugins(EguiPlugin::default())
    .insert_resource(ClearColor(Color::srgb_u8(theme::MAT.r(), theme::MAT.g(), theme::MAT.b())))
    .insert_resource(settings)
    .init_resource::<Dressed>()
    .insert_resource(Library::load())
    .insert_resource(folder.as_deref().map(Progress::load).unwrap_or_default())
    .insert_resource(UnfinishedAttempt(folder.as_deref().and_then(save::unfinished)))
    .add_plugins((focus::plugin, low_power::plugin, settings::plugin, screens::plugin, canvas::plugin))
    .add_systems(EguiPrimaryContextPass, dress.before(screens::ShowScreens));
    if options.frame_report {
        app.add_plugins(frame_report::plugin);
    }
    if let Some(chosen) = chosen {
        app.insert_resource(chosen).insert_state(Screen::Briefing);
    }
    if let Some(file) = &options.trace {
        app.insert_resource(screens::Traces::open(file)).insert_state(Screen::Trace);
    }
    if let Some(room) = options.exam.as_ref().and_then(|files| files.enter().ok()) {
        app.insert_resource(exam::ExamDesk::new(room)).insert_state(Screen::Exam);
    }
    app.run();
}

/// How many frames our theme has been on: egui takes new fonts up one frame later.
#[derive(Resource, Default)]
pub struct Dressed(u8);

/// Whether our fonts are there to write with.
pub fn dressed(dressed: Res<Dressed>) -> bool {
    dressed.0 > 1
}

/// Puts our theme on, once, and keeps the text as large as was chosen.
fn dress(
    mut contexts: EguiContexts,
    settings: Res<Settings>,
    mut dressed: ResMut<Dressed>,
    mut redraw: MessageWriter<bevy::window::RequestRedraw>,
) -> Result {
    let ctx = contexts.ctx_mut()?;
    if dressed.0 == 0 {
        theme::apply(ctx);
    }
    if dressed.0 == 0 || settings.is_changed() {
        theme::write_numbers(ctx, settings.lang);
    }
    if dressed.0 < 2 {
        dressed.0 += 1;
        redraw.write(bevy::window::RequestRedraw);
    }
    let zoom = f32::from(settings.text_percent) / 100.0;
    if (ctx.zoom_factor() - zoom).abs() > 0.001 {
        ctx.set_zoom_factor(zoom);
    }
    Ok(())
}
