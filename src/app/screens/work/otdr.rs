//! The OTDR at work: its screen over the whole mat, what its keys ask for, and the traces it keeps.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bevy_egui::egui;

use super::over;
use crate::app::attempt::Attempt;
use crate::app::panels::fault::{Fault, FaultAsked, fault_ui};
use crate::app::panels::otdr::{Desk, EventSign, OtdrAsked, OtdrView, otdr_ui};
use crate::app::panels::otdr_setup::{Setup, SetupAsked, setup_ui};
use crate::app::theme;
use crate::app::traces::{curve_of, given_views, shot_view};
use crate::fibre::names::termination_name;
use crate::fibre::otdr::curve::Curve;
use crate::fibre::otdr::gestures::{free, shot_seed};
use crate::fibre::otdr::notebook::EventKind;
use crate::fibre::otdr::{Settings, shoot};
use crate::lab::Lab;
use crate::lab::action::Action;
use crate::locale::Lang;
use crate::plant::address::{CordEnd, End, PortId, Termination};

/// What is set on the instrument and what it keeps. Not part of the attempt: only actions are.
#[derive(Default)]
pub struct OtdrStation {
    desk: Desk,
    setup: Setup,
    card: Card,
    fault: Fault,
    /// The curves of the shots, in their order, with what they were taken with.
    kept: Vec<(Settings, Termination, Arc<Curve>)>,
    /// How long the journal was when they were kept: when it is shorter, something was taken back.
    journal: usize,
    /// Whether something of the screen was unfolded in the last frame: Esc folds it, no more.
    unfolded: bool,
    /// When the last shot began to be averaged, while its trace still builds up.
    averaging: Option<Instant>,
}

/// What lies over the screen.
#[derive(Default, PartialEq, Eq, Clone, Copy)]
enum Card {
    #[default]
    None,
    Setup,
    Fault,
}

/// How long the trace builds up on the screen, however long it is averaged in the exercise.
const BUILDING: Duration = Duration::from_millis(2400);
/// In so many looks.
const LOOKS: u32 = 8;

impl OtdrStation {
    /// Esc: closes the card; says whether there was one.
    pub fn close(&mut self) -> bool {
        std::mem::take(&mut self.card) != Card::None || std::mem::take(&mut self.unfolded)
    }

    /// Shows the instrument in what is left of the window; `listens` says whether the keyboard is its own.
    pub fn show(
        &mut self,
        ctx: &egui::Context,
        window: &mut egui::Ui,
        attempt: &Attempt,
        listens: bool,
        motion: bool,
        lang: Lang,
    ) -> Option<Action> {
        let lab = &attempt.lab;
        self.keep(lab);
        let view = self.view(ctx, lab, motion, lang);
        let frame = egui::Frame::new().fill(theme::MAT);
        let listens = listens && self.card == Card::None;
        let desk = &mut self.desk;
        let central = egui::CentralPanel::default().frame(frame);
        let asked = central.show(window, |ui| otdr_ui(ui, &view, desk, listens, lang)).inner;
        // What Esc folds is folded by now; it is asked about in this frame still.
        self.unfolded =
            egui::Popup::is_any_open(ctx) || (self.unfolded && ctx.input(|i| i.key_pressed(egui::Key::Escape)));
        let number = self.desk.read as u32 + 1;
        let action = match asked {
            Some(OtdrAsked::Mark(mark)) => Some(Action::MarkEvent {
                shot: number,
                at_mm: (mark.at_m * 1000.0).round() as i32,
                kind: match mark.sign {
                    EventSign::Reflective | EventSign::Saturated => EventKind::Reflection,
                    EventSign::End | EventSign::EndDark => EventKind::End,
                    EventSign::Ghost => EventKind::Ghost,
                    EventSign::Loss | EventSign::Gain | EventSign::Other => EventKind::Loss,
                },
                loss_mdb: mark
                    .loss
                    .filter(|_| mark.sign != EventSign::Ghost)
                    .and_then(|loss| i32::try_from(loss.0).ok()),
                reflectance_mdb: mark.reflectance.and_then(|reflectance| i32::try_from(reflectance.0).ok()),
            }),
            Some(OtdrAsked::Unmark(row)) => view.traces.get(self.desk.read).and_then(|trace| {
                let at_mm = (trace.events.get(row)?.at_m * 1000.0).round() as i32;
                Some(Action::ForgetEvent { shot: number, at_mm })
            }),
            Some(OtdrAsked::Mean { at_m, loss }) => self.other(&view).map(|other| Action::WriteMean {
                shots: (number, other as u32 + 1),
                at_mm: (at_m * 1000.0).round() as i32,
                loss_mdb: i32::try_from(loss.0).unwrap_or_default(),
            }),
            Some(OtdrAsked::TakeTable) => Some(Action::TakeTable { shot: number }),
            Some(OtdrAsked::Sign(accepted)) => Some(Action::SignReport { accepted }),
            Some(OtdrAsked::Measure) => {
                self.card = Card::Setup;
                None
            }
            Some(OtdrAsked::Fault) => {
                self.card = Card::Fault;
                None
            }
            None => None,
        };
        action.or_else(|| self.cards(ctx, lab, lang))
    }

    /// An action was done: a new shot is read, and builds up.
    pub fn did(&mut self, action: &Action, lab: &Lab) {
        if matches!(action, Action::Shoot { .. }) {
            self.averaging = Some(Instant::now());
            self.card = Card::None;
            self.desk.show_new(lab.state().notebook.shots.len().saturating_sub(1));
        }
    }

    /// The trace of the other end for a mean: the one drawn with this one, else the first from there.
    fn other(&self, view: &OtdrView) -> Option<usize> {
        let read = view.traces.get(self.desk.read)?;
        let turned =
            |index: &usize| view.traces.get(*index).is_some_and(|other| other.from_other_end != read.from_other_end);
        let same =
            |index: &usize| view.traces.get(*index).is_some_and(|other| other.facts.first() == read.facts.first());
        let all = || 0..view.traces.len();
        self.desk
            .overlay
            .filter(turned)
            .or_else(|| all().rev().filter(same).find(turned))
            .or_else(|| all().find(turned))
    }

    /// Keeps the curves of the shots: they are worked out once.
    fn keep(&mut self, lab: &Lab) {
        let journal = lab.journal().0.len();
        if journal < self.journal {
            self.kept.clear();
        }
        self.journal = journal;
        let shots = &lab.state().notebook.shots;
        self.kept.truncate(shots.len());
        for (index, taken) in shots.iter().enumerate() {
            let same =
                self.kept.get(index).is_some_and(|(settings, at, _)| (settings, at) == (&taken.settings, &taken.at));
            if !same && let Some(shot) = lab.shot(index as u32 + 1) {
                self.kept.truncate(index);
                self.kept.push((taken.settings.clone(), taken.at.clone(), Arc::new(curve_of(&shot))));
            }
        }
    }

    fn view(&mut self, ctx: &egui::Context, lab: &Lab, motion: bool, lang: Lang) -> OtdrView {
        let scenario = lab.scenario();
        let notebook = &lab.state().notebook;
        let mut traces = given_views(lab, lang);
        let shots = notebook.shots.iter().zip(&self.kept).enumerate();
        traces.extend(
            shots.map(|(index, (taken, (_, _, curve)))| shot_view(lab, index as u32 + 1, taken, curve.clone(), lang)),
        );
        if let Some(partial) = self.partial(ctx, lab, motion)
            && let Some(last) = traces.last_mut()
        {
            last.curve = partial;
            last.events.clear();
        }
        let open = notebook.signed.is_none();
        OtdrView {
            key: scenario.id.clone(),
            notice: traces.is_empty().then(|| lang.text("otdr-no-shot")),
            marking: open && !traces.is_empty(),
            means: notebook.means.iter().map(|mean| (mean.at_mm as f64 / 1000.0, mean.loss.db())).collect(),
            measuring: scenario.otdr && open,
            table_on_offer: scenario.otdr && open && !traces.is_empty(),
            report: (scenario.otdr && !traces.is_empty()).then_some(notebook.signed),
            faults: !scenario.faults.is_empty(),
            traces,
            ..OtdrView::default()
        }
    }

    /// The last shot as it looks while it is being averaged.
    fn partial(&mut self, ctx: &egui::Context, lab: &Lab, motion: bool) -> Option<Arc<Curve>> {
        let since = self.averaging?.elapsed();
        if since >= BUILDING || !motion {
            self.averaging = None;
            return None;
        }
        ctx.request_repaint_after(BUILDING / LOOKS);
        let taken = lab.state().notebook.shots.last()?;
        let look = (since.as_millis() * u128::from(LOOKS) / BUILDING.as_millis()) as u16 + 1;
        let mut settings = taken.settings.clone();
        settings.seconds = (settings.seconds * look / LOOKS as u16 / 2).max(1);
        let number = lab.state().notebook.shots.len() as u32;
        let shot =
            shoot(lab.plant(), &taken.at, &settings, shot_seed(lab.scenario(), number).wrapping_add(look.into()))?;
        Some(Arc::new(curve_of(&shot)))
    }

    /// The card over the screen.
    fn cards(&mut self, ctx: &egui::Context, lab: &Lab, lang: Lang) -> Option<Action> {
        match self.card {
            Card::None => None,
            Card::Setup => {
                let ends = free_ends(lab);
                let names: Vec<String> =
                    ends.iter().map(|end| lang.say(&termination_name(lab.scenario(), end))).collect();
                let mut shoot = false;
                let setup = &mut self.setup;
                let closed = over(ctx, "otdr-setup", 640.0, |ui| match setup_ui(ui, &names, setup, lang) {
                    Some(SetupAsked::Shoot) => {
                        shoot = true;
                        true
                    }
                    Some(SetupAsked::Close) => true,
                    None => false,
                });
                if closed {
                    self.card = Card::None;
                }
                let at = ends.get(self.setup.end.filter(|_| shoot)?)?.clone();
                Some(Action::Shoot {
                    at,
                    nm: self.setup.nm,
                    pulse_ns: self.setup.pulse_ns,
                    range_m: self.setup.range_m,
                    seconds: self.setup.seconds,
                    index: Some(self.setup.index),
                    launch_m: self.setup.launch_m,
                })
            }
            Card::Fault => {
                let mut wanted = None;
                let fault = &mut self.fault;
                let closed = over(ctx, "otdr-fault", 620.0, |ui| match fault_ui(ui, lab.scenario(), fault, lang) {
                    Some(FaultAsked::Act(action)) => {
                        wanted = Some(action);
                        true
                    }
                    Some(FaultAsked::Close) => true,
                    None => false,
                });
                if closed {
                    self.card = Card::None;
                }
                wanted
            }
        }
    }
}

/// Where the instrument can be plugged in here: cords and reels that hang free with their other end in a port of this
/// place first, then ports that are free.
fn free_ends(lab: &Lab) -> Vec<Termination> {
    let (scenario, state) = (lab.scenario(), lab.state());
    let here = lab.here();
    let is_here = |port: &PortId| here.is_none() || scenario.place_of(port) == here;
    let mut ends = Vec::new();
    for (id, cord) in &state.cords {
        for (index, end) in [End::A, End::B].into_iter().enumerate() {
            let other = cord.plugged[1 - index].as_ref();
            if cord.plugged[index].is_none() && other.is_some_and(&is_here) {
                ends.push(Termination::Cord(CordEnd { cord: id.clone(), end }));
            }
        }
    }
    for (id, equipment) in &scenario.equipment {
        if here.is_some_and(|here| equipment.place != here) {
            continue;
        }
        let Some(model) = scenario.model_of(id) else { continue };
        for port in model.port_names() {
            let at = Termination::Port(PortId::new(id, &port));
            if free(scenario, state, &at).is_ok() {
                ends.push(at);
            }
        }
    }
    ends
}
