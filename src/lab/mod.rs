//! The lab: a scenario, its state, and the one door to change it.
//!
//! [`Lab::apply`] either does the whole action and says what happened, or refuses with a reason and changes nothing.
//! A hand on the mouse, a key, a script, a replay and a grader all come through it. Time is an argument, never read
//! from the system. Same scenario, seed and journal: same state, same marks.

pub mod action;
pub mod effect;
pub mod journal;
pub mod network;
pub mod presence;
pub mod state;

use std::sync::Arc;
use std::sync::OnceLock;

use self::action::Action;
use self::effect::{Effect, Refusal};
use self::journal::{Entry, Journal};
pub use self::state::State;
use crate::fibre::gestures::Hand;
use crate::fibre::otdr::gestures::shot_seed;
use crate::fibre::otdr::{Shot, shoot};
use crate::net::Net;
use crate::net::why::Walk;
use crate::plant::Plant;
use crate::scenario::model::Scenario;
use crate::units::Millis;

/// One attempt at a scenario.
pub struct Lab {
    scenario: Arc<Scenario>,
    state: State,
    journal: Journal,
    /// What each entry of the journal did.
    effects: Vec<Vec<Effect>>,
    /// The plant as it is now, built when first asked for after a change.
    plant: OnceLock<Plant>,
    /// The network as it is after what was typed and cabled.
    net: OnceLock<Net>,
    /// The clients that get light now.
    lit: OnceLock<Vec<String>>,
    /// Which steps of the scenario are reached now, where that takes work to find out.
    steps: OnceLock<Vec<bool>>,
}

/// An action of a journal was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplayStopped {
    /// Number of the action, from 1.
    pub number: usize,
    pub action: Box<Action>,
    pub refusal: Refusal,
}

impl Lab {
    pub fn new(scenario: Arc<Scenario>) -> Self {
        let state = State::initial(&scenario);
        Self {
            scenario,
            state,
            journal: Journal::default(),
            effects: Vec::new(),
            plant: OnceLock::new(),
            net: OnceLock::new(),
            lit: OnceLock::new(),
            steps: OnceLock::new(),
        }
    }

    /// Plays a whole journal from the start.
    ///
    /// # Errors
    /// The first action that is refused, with its number.
    pub fn replay(scenario: Arc<Scenario>, journal: &Journal) -> Result<Self, ReplayStopped> {
        let mut lab = Self::new(scenario);
        for (index, Entry { at, action }) in journal.0.iter().enumerate() {
            lab.apply_at(*at, action.clone()).map_err(|refusal| ReplayStopped {
                number: index + 1,
                action: Box::new(action.clone()),
                refusal,
            })?;
        }
        Ok(lab)
    }

    /// Plays actions one after the other without pause, as a solution file lists them.
    ///
    /// # Errors
    /// The first action that is refused, with its number.
    pub fn play(scenario: Arc<Scenario>, actions: &[Action]) -> Result<Self, ReplayStopped> {
        let mut lab = Self::new(scenario);
        for (index, action) in actions.iter().enumerate() {
            lab.apply(action.clone()).map_err(|refusal| ReplayStopped {
                number: index + 1,
                action: Box::new(action.clone()),
                refusal,
            })?;
        }
        Ok(lab)
    }

    /// Does an action now.
    ///
    /// # Errors
    /// Why it is impossible; nothing changed.
    pub fn apply(&mut self, action: Action) -> Result<&[Effect], Refusal> {
        self.apply_at(self.state.now, action)
    }

    /// Does an action that begins at this simulated time. The clock moves on to it, then by what the gesture takes.
    ///
    /// # Errors
    /// Why it is impossible; nothing changed, the clock neither.
    pub fn apply_at(&mut self, at: Millis, action: Action) -> Result<&[Effect], Refusal> {
        if at < self.state.now {
            return Err(Refusal::TimeGoesBack);
        }
        // Asked before anything changes; kept until the plant changes.
        self.lit();
        let before = std::mem::replace(&mut self.state.now, at);
        let outcome = if action.is_of_network() {
            self.network();
            let net = self.net.get_mut().expect("it was just built");
            network::perform(net, &mut self.state, &action)
        } else {
            Hand::new(&self.scenario, &mut self.state, &self.plant).perform(&action)
        };
        match outcome {
            Ok(mut done) => {
                self.state.now = at + done.took;
                self.steps = OnceLock::new();
                network::power(self.net.get_mut(), &self.scenario, &mut self.state, &done.effects);
                if done.plant_changed {
                    let lines = network::lines(self.plant());
                    self.plant = OnceLock::new();
                    let shines = network::lines(self.plant());
                    network::shine(self.net.get_mut(), &mut self.state, &lines, shines);
                    let lit = self.lit.take().unwrap_or_default();
                    done.effects.extend(light_changes(&lit, self.lit()));
                }
                self.journal.0.push(Entry { at, action });
                self.effects.push(done.effects);
                Ok(self.effects.last().map_or(&[], Vec::as_slice))
            }
            Err(refusal) => {
                self.state.now = before;
                Err(refusal)
            }
        }
    }

    /// Takes the last action back, by playing all the others again. Does nothing at the start.
    pub fn undo(&mut self) {
        *self = self.after(self.journal.0.len().saturating_sub(1));
    }

    /// The attempt as it stood after this many actions.
    pub fn after(&self, actions: usize) -> Self {
        let journal = Journal(self.journal.0[..actions.min(self.journal.0.len())].to_vec());
        Self::replay(self.scenario.clone(), &journal).expect("what was applied once applies again")
    }

    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// The place where the trainee stands; nothing in a scenario without places.
    pub fn here(&self) -> Option<&str> {
        self.state.here(&self.scenario)
    }

    pub fn state(&self) -> &State {
        &self.state
    }

    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// What each entry of the journal did, in the same order.
    pub fn effects(&self) -> &[Vec<Effect>] {
        &self.effects
    }

    /// The network after the last thing that was done to it; its clock may stand before the lab's.
    pub fn network(&self) -> &Net {
        self.net.get_or_init(|| network::rebuild(&self.scenario, &self.state))
    }

    /// The network as it is now: a copy, to look at and to try.
    pub fn network_now(&self) -> Net {
        let mut net = self.network().clone();
        net.run_until(network::on_the_clock(self.state.now));
        net
    }

    /// Why a ping from a device comes back or not, in this copy of the network.
    pub fn why(&self, net: &mut Net, device: usize, to: std::net::Ipv4Addr) -> Walk {
        network::why(net, self.plant(), device, to)
    }

    /// Which steps are reached, worked out once after each action.
    pub fn steps_reached(&self, work_out: impl FnOnce() -> Vec<bool>) -> &[bool] {
        self.steps.get_or_init(work_out)
    }

    /// Whether a client gets light now.
    pub fn is_lit(&self, client: &str) -> bool {
        self.lit().iter().any(|lit| lit == client)
    }

    /// The clients that get light now, by id.
    fn lit(&self) -> &[String] {
        self.lit.get_or_init(|| {
            let clients = self.scenario.clients.keys();
            clients.filter(|client| self.plant().served(client).is_some()).cloned().collect()
        })
    }

    /// A shot with the OTDR by its number, from 1, with its trace: computed anew from the plant as it then was. Nothing
    /// if there is no such shot.
    pub fn shot(&self, number: u32) -> Option<Shot> {
        let taken = self.state.notebook.shot(number)?;
        let is_shot = |(_, entry): &(usize, &Entry)| matches!(entry.action, Action::Shoot { .. });
        let (index, _) = self.journal.0.iter().enumerate().filter(is_shot).nth(number as usize - 1)?;
        let seed = shot_seed(&self.scenario, number);
        let changes = |action: &Action| {
            !matches!(
                action,
                Action::Shoot { .. }
                    | Action::TakeTable { .. }
                    | Action::MarkEvent { .. }
                    | Action::ForgetEvent { .. }
                    | Action::WriteMean { .. }
                    | Action::NameFault { .. }
                    | Action::SignReport { .. }
                    | Action::Wait { .. }
            )
        };
        if self.journal.0[index..].iter().any(|entry| changes(&entry.action)) {
            shoot(self.after(index).plant(), &taken.at, &taken.settings, seed)
        } else {
            shoot(self.plant(), &taken.at, &taken.settings, seed)
        }
    }

    /// The plant graph as it is now.
    pub fn plant(&self) -> &Plant {
        self.plant.get_or_init(|| Plant::build(&self.scenario, &self.state))
    }
}

/// Who went dark and who came alight.
fn light_changes(before: &[String], after: &[String]) -> Vec<Effect> {
    let without = |some: &[String], others: &[String]| -> Vec<String> {
        some.iter().filter(|client| !others.contains(client)).cloned().collect()
    };
    let (dark, alight) = (without(before, after), without(after, before));
    let mut effects = Vec::new();
    if !dark.is_empty() {
        effects.push(Effect::WentDark { clients: dark });
    }
    if !alight.is_empty() {
        effects.push(Effect::CameAlight { clients: alight });
    }
    effects
}
