//! The mat: the work in the middle of the window, worked by hand.
//!
//! What it shows is a [`Scene`], one for each [`Station`]: the splice bench, the map, the cabinet. Each frame the whole
//! mat is drawn anew from the lab's state and the hand's, into one mesh and a few texts; at this size that costs less
//! than keeping track of what changed. Drawing also says where each thing can be touched.

pub mod bench;
pub mod closure;
pub mod frame;
pub mod map;
pub mod net;
pub mod otdr;
pub mod pen;
pub mod rack;
pub mod reach;
pub mod stage;
pub mod stations;

use std::time::Instant;

use bevy::prelude::*;
use bevy::text::{FontSmoothing, LineBreak};
use bevy::window::{PrimaryWindow, RequestRedraw, WindowEvent};
use bevy_egui::input::egui_wants_any_pointer_input;

use self::bench::BenchScene;
use self::closure::cable::CableScene;
use self::closure::cassette::CassetteScene;
use self::frame::FrameScene;
use self::map::MapScene;
use self::net::NetScene;
use self::otdr::OtdrScene;
use self::pen::{Face, Pen, View, Words};
use self::rack::RackScene;
use self::stage::{Asked, Scene, Seen};
use self::stations::Station;
use super::attempt::Attempt;
use super::panels::instruments::Open;
use super::screens::Screen;
use super::settings::Settings;
use super::theme;
use crate::exam::submission::Mode;
use crate::fibre::coach;
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::scenario::file::Level;
use crate::score::guide;

/// The lab that the mat shows instead of the attempt: an earlier moment of it, while it is looked at again.
#[derive(Resource)]
pub struct Replayed(pub Lab);

/// What the mat shows and what the hand does on it. Not part of the attempt: only actions are.
#[derive(Resource)]
pub struct Mat {
    /// The rectangle that the panels leave, in logical pixels.
    pub rect: Rect,
    pub station: Station,
    /// Zoom and shift of the view by hand: 1 and 0 fit the scene into the rectangle.
    pub zoom: f32,
    shift: Vec2,
    pans: bool,
    /// Whether a thing of the scene has the keyboard's focus.
    pub reached: bool,
    /// The attempt has just begun or been taken up again.
    pub fresh: bool,
    pub bench: BenchScene,
    pub map: MapScene,
    pub frame: FrameScene,
    otdr: OtdrScene,
    pub cable: CableScene,
    pub cassette: CassetteScene,
    pub net: NetScene,
    pub rack: RackScene,
    /// What a scene wants opened beside the mat.
    pub wants: Option<Open>,
}

impl Default for Mat {
    fn default() -> Self {
        Self {
            rect: Rect::default(),
            station: Station::default(),
            zoom: 1.0,
            shift: Vec2::ZERO,
            pans: false,
            reached: false,
            fresh: true,
            bench: BenchScene::default(),
            map: MapScene::default(),
            frame: FrameScene::default(),
            otdr: OtdrScene,
            cable: CableScene::default(),
            cassette: CassetteScene::default(),
            net: NetScene::default(),
            rack: RackScene::default(),
            wants: None,
        }
    }
}

impl Mat {
    /// The scene that is shown.
    pub fn scene(&self) -> &dyn Scene {
        match self.station {
            Station::Map => &self.map,
            Station::Frame => &self.frame,
            Station::Otdr => &self.otdr,
            Station::Bench => &self.bench,
            Station::Cable => &self.cable,
            Station::Cassette => &self.cassette,
            Station::Network => &self.net,
            Station::Rack => &self.rack,
        }
    }

    /// The scene that is shown, to work in.
    pub fn scene_mut(&mut self) -> &mut dyn Scene {
        match self.station {
            Station::Map => &mut self.map,
            Station::Frame => &mut self.frame,
            Station::Otdr => &mut self.otdr,
            Station::Bench => &mut self.bench,
            Station::Cable => &mut self.cable,
            Station::Cassette => &mut self.cassette,
            Station::Network => &mut self.net,
            Station::Rack => &mut self.rack,
        }
    }

    /// Turns to another station; what was in the hand goes back.
    pub fn turn_to(&mut self, station: Station) {
        if self.station != station {
            self.scene_mut().put_back();
            self.station = station;
            self.fit();
        }
    }

    /// Does what a scene asked for.
    pub fn serve(&mut self, attempt: &mut Attempt, asked: Asked) {
        match asked {
            Asked::Act(action) => drop(self.act(attempt, action)),
            Asked::Acts(actions) => {
                for action in actions {
                    if !self.act(attempt, action) {
                        break;
                    }
                }
            }
            Asked::Look(station) => self.turn_to(station),
            Asked::Open(what) => self.wants = Some(what),
        }
    }

    /// Does an action in the attempt and shows what came of it. Says whether it was possible.
    pub fn act(&mut self, attempt: &mut Attempt, action: Action) -> bool {
        let before = Station::here(&attempt.lab);
        if !attempt.act(action.clone()) {
            return false;
        }
        let now = Instant::now();
        self.bench.did(&action, &attempt.lab, now);
        self.map.did(&action, &attempt.lab, now);
        self.frame.did(&action, &attempt.lab, now);
        self.net.did(&action, &attempt.lab, now);
        self.rack.did(&action, &attempt.lab, now);
        // Somewhere else, or with the bench set up: what there is to do now is what one looks at.
        if Station::here(&attempt.lab) != before || matches!(action, Action::GoTo { .. }) {
            self.turn_to(Station::usual(&attempt.lab));
        }
        true
    }

    /// Takes the last action back.
    pub fn undo(&mut self, attempt: &mut Attempt) {
        attempt.undo();
        if !self.station.is_here(&attempt.lab) {
            self.turn_to(Station::usual(&attempt.lab));
        }
    }

    /// What the panels left of the window is the mat; also returned in egui's points.
    pub fn take_rest(&mut self, window: &bevy_egui::egui::Ui) -> bevy_egui::egui::Rect {
        let left = window.available_rect_before_wrap();
        let zoom = window.ctx().zoom_factor();
        self.rect = Rect::new(left.left() * zoom, left.top() * zoom, left.right() * zoom, left.bottom() * zoom);
        let room = self.rect.size();
        self.scene_mut().room(room);
        left
    }

    pub fn view(&self) -> View {
        let size = self.scene().size();
        let fit = (self.rect.width() / size.x).min(self.rect.height() / size.y).max(0.1);
        let scale = fit * self.zoom;
        View { origin: self.rect.center() - size * scale / 2.0 + self.shift, scale }
    }

    /// Zooms so that what is under the cursor stays there.
    fn zoom_about(&mut self, cursor: Vec2, by: f32) {
        let before = self.view().to_design(cursor);
        self.zoom = (self.zoom * by).clamp(0.6, 5.0);
        let after = self.view().to_screen(before);
        self.shift += cursor - after;
    }

    /// The whole scene again.
    pub fn fit(&mut self) {
        (self.zoom, self.shift) = (1.0, Vec2::ZERO);
    }

    /// The cursor is at this point of the window.
    fn look(&mut self, screen: Vec2) -> Vec2 {
        let at = self.view().to_design(screen);
        self.scene_mut().look(Some(at));
        at
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
    app.init_resource::<Mat>()
        .add_systems(Startup, set_up)
        .add_systems(OnEnter(Screen::Work), begin)
        .add_systems(OnExit(Screen::Work), clear)
        .add_systems(OnEnter(Screen::Debrief), |mut mat: ResMut<Mat>| *mat = Mat::default())
        .add_systems(
            Update,
            (
                (point.run_if(not(egui_wants_any_pointer_input)), leave.run_if(egui_wants_any_pointer_input))
                    .run_if(in_state(Screen::Work)),
                draw.run_if(in_state(Screen::Work).or_else(resource_exists::<Replayed>)),
            )
                .chain()
                .run_if(resource_exists::<Attempt>),
        )
        .add_systems(Update, clear.run_if(resource_removed::<Replayed>));
}

/// An attempt begins or is taken up again: empty hands, and the work in sight.
fn begin(mut mat: ResMut<Mat>, attempt: Option<Res<Attempt>>) {
    *mat = Mat::default();
    if let Some(attempt) = attempt {
        mat.station = Station::usual(&attempt.lab);
    }
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

/// Away from the work nothing of it stays on the screen.
fn clear(
    mut commands: Commands,
    words: Query<Entity, With<MatWords>>,
    mesh: Single<&Mesh2d, With<MatMesh>>,
    mut meshes: ResMut<Assets<Mesh>>,
) {
    for entity in &words {
        commands.entity(entity).despawn();
    }
    let empty = Pen::new(View { origin: Vec2::ZERO, scale: 1.0 }, 1.0).mesh(Vec2::ZERO).0;
    let _ = meshes.insert(mesh.0.id(), empty);
}

/// The mouse over the mat. Movements and buttons are taken in the order in which they came: on a slow machine a whole
/// flick fits between two frames, and where it began matters.
fn point(
    window: Single<&Window, With<PrimaryWindow>>,
    mut events: MessageReader<WindowEvent>,
    buttons: Res<ButtonInput<MouseButton>>,
    keys: Res<ButtonInput<KeyCode>>,
    mut screen: Local<Vec2>,
    mut mat: ResMut<Mat>,
    mut attempt: ResMut<Attempt>,
) {
    let mat = &mut *mat;
    for event in events.read() {
        let asked = match event {
            WindowEvent::CursorMoved(moved) => {
                let before = std::mem::replace(&mut *screen, moved.position);
                if mat.pans {
                    mat.shift += *screen - before;
                }
                let at = mat.look(*screen);
                mat.scene_mut().moved(at);
                None
            }
            WindowEvent::MouseWheel(turn) if mat.rect.contains(*screen) => {
                mat.zoom_about(*screen, 1.1f32.powf(turn.y.clamp(-3.0, 3.0)));
                None
            }
            WindowEvent::MouseButtonInput(input) if input.state.is_pressed() => {
                let pans = input.button != MouseButton::Left || keys.pressed(KeyCode::Space);
                if !mat.rect.contains(*screen) {
                    continue;
                }
                mat.pans = pans;
                if pans {
                    None
                } else {
                    let at = mat.look(*screen);
                    mat.scene_mut().press(&attempt.lab, at, Instant::now())
                }
            }
            WindowEvent::MouseButtonInput(_) if mat.pans => {
                mat.pans = false;
                None
            }
            WindowEvent::MouseButtonInput(_) => {
                let at = mat.look(*screen);
                mat.scene_mut().release(&attempt.lab, at, Instant::now())
            }
            _ => None,
        };
        if let Some(asked) = asked {
            mat.serve(&mut attempt, asked);
        }
    }
    if window.cursor_position().is_none() && !buttons.pressed(MouseButton::Left) {
        mat.scene_mut().look(None);
    }
}

/// The mouse is over a panel: the mat lets go of it.
fn leave(mut mat: ResMut<Mat>, mut events: MessageReader<WindowEvent>, buttons: Res<ButtonInput<MouseButton>>) {
    events.clear();
    if buttons.pressed(MouseButton::Left) {
        return;
    }
    // What was let go over a panel goes back where it was.
    mat.pans = false;
    mat.scene_mut().let_go();
    mat.scene_mut().look(None);
}

/// What a text on the mat is made of.
type WordsOnMat = (
    &'static mut Text2d,
    &'static mut TextFont,
    &'static mut TextColor,
    &'static mut Transform,
    &'static mut bevy::sprite::Anchor,
);

/// What the lab asks for next, where it helps.
pub fn shown_hint(attempt: &Attempt) -> Option<coach::Hint> {
    let helped =
        attempt.mode == Mode::Practice && (attempt.lab.scenario().level == Level::Guided || attempt.hint_shown);
    helped.then(|| guide::next(&attempt.lab, attempt.now())).flatten()
}

#[allow(clippy::too_many_arguments, reason = "a system names what it uses")]
fn draw(
    mut commands: Commands,
    window: Single<&Window, With<PrimaryWindow>>,
    settings: Res<Settings>,
    attempt: Res<Attempt>,
    replayed: Option<Res<Replayed>>,
    mut mat: ResMut<Mat>,
    mesh: Single<&Mesh2d, With<MatMesh>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut words: Query<(Entity, WordsOnMat), With<MatWords>>,
    fonts: Res<Fonts>,
    mut redraw: MessageWriter<RequestRedraw>,
) {
    let (lab, clock) = match &replayed {
        Some(replayed) => (&replayed.0, replayed.0.state().now),
        None => (&attempt.lab, attempt.now()),
    };
    let hint = replayed.is_none().then(|| shown_hint(&attempt)).flatten();
    let mut pen = Pen::new(mat.view(), 1.0 + (f32::from(settings.text_percent) / 100.0 - 1.0) * 0.5);
    let seen = Seen {
        lab,
        hint: hint.as_ref(),
        letters: settings.colour_letters,
        motion: !settings.reduced_motion,
        lang: settings.lang,
        now: Instant::now(),
        clock,
    };
    if mat.bypass_change_detection().scene_mut().draw(&mut pen, &seen) {
        redraw.write(RequestRedraw);
    }
    let size = Vec2::new(window.width(), window.height());
    let (drawn, said) = pen.mesh(size);
    let _ = meshes.insert(mesh.0.id(), drawn);

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
