//! The mat: the splice bench worked by hand.
//!
//! Each frame the whole mat is drawn anew from the lab's state and the hand's, into one mesh and a few texts; at this
//! size that costs less than keeping track of what changed. Drawing also says where each thing can be touched.
//! [`hand`] turns movement into the numbers of a gesture, [`layout`] says where things lie.

pub mod hand;
pub mod layout;
pub mod pen;
pub mod reach;
pub mod scene;
mod splicer_screen;
mod touch;

use std::time::{Duration, Instant};

use bevy::prelude::*;
use bevy::text::{FontSmoothing, LineBreak};
use bevy::window::{PrimaryWindow, RequestRedraw, WindowEvent};
use bevy_egui::input::egui_wants_any_pointer_input;

use self::hand::{Drag, Laid};
use self::pen::{Face, Pen, View, Words};
use self::scene::{Hits, Thing};
use super::attempt::Attempt;
use super::panels::gestures::Numbers;
use super::panels::tools::Tool;
use super::screens::Screen;
use super::settings::Settings;
use super::theme;
use crate::exam::submission::Mode;
use crate::fibre::coach;
use crate::lab::Lab;
use crate::plant::address::FibreId;
use crate::scenario::file::Level;

/// The rectangle that the panels leave for the mat, in logical pixels.
#[derive(Resource, Default, Clone, Copy, PartialEq)]
pub struct MatRect(pub Rect);

impl MatRect {
    /// What the panels left of the window is the mat; also returned in egui's points.
    pub fn take_rest(&mut self, window: &bevy_egui::egui::Ui) -> bevy_egui::egui::Rect {
        let left = window.available_rect_before_wrap();
        let zoom = window.ctx().zoom_factor();
        self.0 = Rect::new(left.left() * zoom, left.top() * zoom, left.right() * zoom, left.bottom() * zoom);
        left
    }
}

/// The lab that the mat shows instead of the attempt: an earlier moment of it, while it is looked at again.
#[derive(Resource)]
pub struct Replayed(pub Lab);

/// What the hand holds and does. Not part of the attempt: only actions are.
#[derive(Resource)]
pub struct Bench {
    pub tool: Tool,
    pub numbers: Numbers,
    /// The fibre that keys and panels act on.
    pub fibre: Option<FibreId>,
    pub drag: Drag,
    pub laid: Option<Laid>,
    pub hover: Option<Thing>,
    /// What the keyboard's focus is on.
    pub reached: Option<Thing>,
    /// In design units, while over the mat.
    pub cursor: Option<Vec2>,
    /// Zoom and shift of the view by hand: 1 and 0 fit the mat into its rectangle.
    pub zoom: f32,
    pub shift: Vec2,
    /// When the arc was struck last.
    pub arc: Option<Instant>,
    hits: Hits,
}

impl Default for Bench {
    fn default() -> Self {
        Self {
            tool: Tool::Hand,
            numbers: Numbers::default(),
            fibre: None,
            drag: Drag::Nothing,
            laid: None,
            hover: None,
            reached: None,
            cursor: None,
            zoom: 1.0,
            shift: Vec2::ZERO,
            arc: None,
            hits: Hits::default(),
        }
    }
}

impl Bench {
    pub fn view(&self, mat: Rect) -> View {
        let fit = (mat.width() / layout::SIZE.x).min(mat.height() / layout::SIZE.y).max(0.1);
        let scale = fit * self.zoom;
        View { origin: mat.center() - layout::SIZE * scale / 2.0 + self.shift, scale }
    }

    /// Zooms so that what is under the cursor stays there.
    fn zoom_about(&mut self, cursor: Vec2, by: f32, mat: Rect) {
        let before = self.view(mat).to_design(cursor);
        self.zoom = (self.zoom * by).clamp(0.6, 5.0);
        let after = self.view(mat).to_screen(before);
        self.shift += cursor - after;
    }

    /// Takes a tool in the hand, or lays it down if it is the one in the hand.
    pub fn take(&mut self, tool: Tool) {
        self.tool = if self.tool == tool { Tool::Hand } else { tool };
    }

    /// The whole mat again.
    pub fn fit(&mut self) {
        (self.zoom, self.shift) = (1.0, Vec2::ZERO);
    }
}

#[derive(Component)]
struct MatMesh;

#[derive(Component)]
struct MatWords;

#[derive(Resource)]
struct Fonts {
    regular: Handle<Font>,
    semibold: Handle<Font>,
    mono: Handle<Font>,
}

pub fn plugin(app: &mut App) {
    app.init_resource::<MatRect>()
        .init_resource::<Bench>()
        .add_systems(Startup, set_up)
        .add_systems(OnEnter(Screen::Bench), |mut bench: ResMut<Bench>| *bench = Bench::default())
        .add_systems(OnExit(Screen::Bench), clear)
        .add_systems(OnEnter(Screen::Debrief), |mut bench: ResMut<Bench>| *bench = Bench::default())
        .add_systems(
            Update,
            (
                (point.run_if(not(egui_wants_any_pointer_input)), leave.run_if(egui_wants_any_pointer_input))
                    .run_if(in_state(Screen::Bench)),
                draw.run_if(in_state(Screen::Bench).or_else(resource_exists::<Replayed>)),
            )
                .chain()
                .run_if(resource_exists::<Attempt>),
        )
        .add_systems(Update, clear.run_if(resource_removed::<Replayed>));
}

fn set_up(
    mut commands: Commands,
    mut fonts: ResMut<Assets<Font>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<ColorMaterial>>,
) {
    commands.spawn((Name::new("Camera"), Camera2d, Msaa::Off));
    let mut add = |bytes: &[u8]| fonts.add(Font::from_bytes(bytes.to_vec()));
    commands.insert_resource(Fonts {
        regular: add(theme::FONT_REGULAR),
        semibold: add(theme::FONT_SEMIBOLD),
        mono: add(theme::FONT_MONO),
    });
    let empty = Pen::new(View { origin: Vec2::ZERO, scale: 1.0 }, 1.0).mesh(Vec2::ZERO).0;
    let white = ColorMaterial { color: Color::WHITE, alpha_mode: bevy::sprite_render::AlphaMode2d::Blend, ..default() };
    commands.spawn((
        Name::new("Mat"),
        MatMesh,
        Mesh2d(meshes.add(empty)),
        MeshMaterial2d(materials.add(white)),
        bevy::camera::visibility::NoFrustumCulling,
    ));
}

/// Away from the bench nothing of it stays on the screen.
fn clear(
    mut commands: Commands,
    words: Query<Entity, With<MatWords>>,
    mat: Single<&Mesh2d, With<MatMesh>>,
    mut meshes: ResMut<Assets<Mesh>>,
) {
    for entity in &words {
        commands.entity(entity).despawn();
    }
    let empty = Pen::new(View { origin: Vec2::ZERO, scale: 1.0 }, 1.0).mesh(Vec2::ZERO).0;
    let _ = meshes.insert(mat.0.id(), empty);
}

/// The mouse over the mat. Movements and buttons are taken in the order in which they came: on a slow machine a whole
/// flick fits between two frames, and where it began matters.
#[allow(clippy::too_many_arguments, reason = "a system names what it uses")]
fn point(
    window: Single<&Window, With<PrimaryWindow>>,
    mut events: MessageReader<WindowEvent>,
    buttons: Res<ButtonInput<MouseButton>>,
    keys: Res<ButtonInput<KeyCode>>,
    mat: Res<MatRect>,
    mut screen: Local<Vec2>,
    mut bench: ResMut<Bench>,
    mut attempt: ResMut<Attempt>,
) {
    let bench = &mut *bench;
    for event in events.read() {
        match event {
            WindowEvent::CursorMoved(moved) => {
                let before = std::mem::replace(&mut *screen, moved.position);
                if matches!(bench.drag, Drag::Pan) {
                    bench.shift += *screen - before;
                }
                look(bench, *screen, mat.0);
                touch::moved(bench, bench.view(mat.0).to_design(*screen));
            }
            WindowEvent::MouseWheel(turn) if mat.0.contains(*screen) => {
                bench.zoom_about(*screen, 1.1f32.powf(turn.y.clamp(-3.0, 3.0)), mat.0);
            }
            WindowEvent::MouseButtonInput(input) if input.state.is_pressed() => {
                let pans = input.button != MouseButton::Left || keys.pressed(KeyCode::Space);
                if !mat.0.contains(*screen) {
                    continue;
                }
                if pans {
                    bench.drag = Drag::Pan;
                } else {
                    look(bench, *screen, mat.0);
                    touch::press(bench, &mut attempt, bench.view(mat.0).to_design(*screen), Instant::now());
                }
            }
            WindowEvent::MouseButtonInput(_) => {
                look(bench, *screen, mat.0);
                touch::release(bench, &mut attempt, bench.view(mat.0).to_design(*screen), Instant::now());
            }
            _ => {}
        }
    }
    if window.cursor_position().is_none() && !buttons.pressed(MouseButton::Left) {
        bench.cursor = None;
        bench.hover = None;
    }
}

/// What the cursor is over.
fn look(bench: &mut Bench, screen: Vec2, mat: Rect) {
    let at = bench.view(mat).to_design(screen);
    bench.cursor = Some(at);
    bench.hover = bench.hits.at(at).cloned();
}

/// The mouse is over a panel: the mat lets go of it.
fn leave(mut bench: ResMut<Bench>, mut events: MessageReader<WindowEvent>, buttons: Res<ButtonInput<MouseButton>>) {
    events.clear();
    if buttons.pressed(MouseButton::Left) {
        return;
    }
    // What was let go over a panel goes back where it was.
    bench.drag = Drag::Nothing;
    bench.cursor = None;
    bench.hover = None;
}

/// Puts back what is in the hand; says whether there was anything.
pub fn put_back(bench: &mut Bench) -> bool {
    let held = !matches!(bench.drag, Drag::Nothing) || bench.laid.is_some() || bench.tool != Tool::Hand;
    bench.drag = Drag::Nothing;
    bench.laid = None;
    bench.tool = Tool::Hand;
    held
}

/// What a text on the mat is made of.
type WordsOnMat = (
    &'static mut Text2d,
    &'static mut TextFont,
    &'static mut TextColor,
    &'static mut Transform,
    &'static mut bevy::sprite::Anchor,
);

/// How long the arc glows.
const GLOW: Duration = Duration::from_millis(280);

#[allow(clippy::too_many_arguments, reason = "a system names what it uses")]
fn draw(
    mut commands: Commands,
    window: Single<&Window, With<PrimaryWindow>>,
    mat_rect: Res<MatRect>,
    settings: Res<Settings>,
    attempt: Res<Attempt>,
    replayed: Option<Res<Replayed>>,
    mut bench: ResMut<Bench>,
    mat: Single<&Mesh2d, With<MatMesh>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut words: Query<(Entity, WordsOnMat), With<MatWords>>,
    fonts: Res<Fonts>,
    mut redraw: MessageWriter<RequestRedraw>,
) {
    let now = Instant::now();
    let (lab, clock) = match &replayed {
        Some(replayed) => (&replayed.0, replayed.0.state().now),
        None => (&attempt.lab, attempt.now()),
    };
    let helped = replayed.is_none()
        && attempt.mode == Mode::Practice
        && (attempt.lab.scenario().level == Level::Guided || attempt.hint_shown);
    let hint = helped.then(|| coach::next(attempt.lab.scenario(), attempt.lab.state(), attempt.now())).flatten();
    let glow = match bench.arc {
        Some(struck) if now - struck < GLOW && !settings.reduced_motion => {
            1.0 - (now - struck).as_secs_f32() / GLOW.as_secs_f32()
        }
        _ => 0.0,
    };
    let mut pen = Pen::new(bench.view(mat_rect.0), 1.0 + (f32::from(settings.text_percent) / 100.0 - 1.0) * 0.5);
    let hits = scene::draw(
        &mut pen,
        lab,
        &scene::Hand {
            tool: bench.tool,
            drag: &bench.drag,
            laid: bench.laid.as_ref(),
            cursor: bench.cursor,
            fibre: bench.fibre.as_ref(),
            hover: bench.hover.as_ref(),
            hint: hint.as_ref(),
            glow,
            letters: settings.colour_letters,
            lang: settings.lang,
            now,
            clock,
        },
    );
    // Something moves by itself: the arc fades, the fibre settles, a pull is timed.
    let settling = bench.laid.as_ref().is_some_and(|laid| laid.lift_deg(now) > 0);
    if glow > 0.0 || settling || matches!(bench.drag, Drag::Strip(_)) {
        redraw.write(RequestRedraw);
    }
    bench.bypass_change_detection().hits = hits;
    let size = Vec2::new(window.width(), window.height());
    let (mesh, said) = pen.mesh(size);
    let _ = meshes.insert(mat.0.id(), mesh);

    let mut said = said.into_iter();
    for (entity, (mut text, mut font, mut colour, mut transform, mut anchor)) in &mut words {
        let Some(wanted) = said.next() else {
            commands.entity(entity).despawn();
            continue;
        };
        let (new_text, new_font, new_colour, new_transform, new_anchor) = components(&wanted, &fonts, size);
        if text.0 != new_text.0 {
            *text = new_text;
        }
        font.set_if_neq(new_font);
        colour.set_if_neq(new_colour);
        transform.set_if_neq(new_transform);
        anchor.set_if_neq(new_anchor);
    }
    for wanted in said {
        let layout = TextLayout { linebreak: LineBreak::NoWrap, ..default() };
        commands.spawn((Name::new("Words"), MatWords, layout, components(&wanted, &fonts, size)));
    }
}

fn components(
    words: &Words,
    fonts: &Fonts,
    window: Vec2,
) -> (Text2d, TextFont, TextColor, Transform, bevy::sprite::Anchor) {
    let handle = match words.face {
        Face::Regular => &fonts.regular,
        Face::Semibold => &fonts.semibold,
        Face::Mono => &fonts.mono,
    };
    let font = TextFont {
        font: handle.clone().into(),
        font_size: bevy::text::FontSize::Px(words.size.round()),
        font_smoothing: FontSmoothing::AntiAliased,
        ..default()
    };
    let colour = Color::srgba_u8(words.colour.r(), words.colour.g(), words.colour.b(), words.colour.a());
    let at = Vec3::new((words.at.x - window.x / 2.0).round(), (window.y / 2.0 - words.at.y).round(), 1.0);
    (
        Text2d::new(words.text.clone()),
        font,
        TextColor(colour),
        Transform::from_translation(at),
        bevy::sprite::Anchor(words.anchor),
    )
}
