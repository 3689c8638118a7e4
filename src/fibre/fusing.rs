//! The gestures at the splicer: laying in, inspection, the arc and what can be done to it.

use super::bench::Screen;
use super::electrodes::{self, Power};
use super::end::{End, SHORTEST_MM};
use super::gestures::{Done, Hand, Outcome, in_range, pair_name};
use super::glass::Glass;
use super::splice::{Core, Lies, Splice};
use super::splicer::{Alignment, Complaint, Defect, Entering, Loaded, MOST_OVERLAP_UM, fuse, inspect};
use crate::lab::action::Side;
use crate::lab::effect::{Effect, Quantity, Refusal};
use crate::plant::address::FibreId;
use crate::rng::stream;
use crate::scenario::file::SplicerSetting;
use crate::scenario::stock;
use crate::units::{Millidecibels, Millidegrees};

impl Hand<'_> {
    pub(super) fn load(&mut self, fibre: &FibreId, side: Side, tip_um: i32, askew_deg: u8) -> Outcome {
        self.in_hand(fibre)?;
        in_range(Quantity::Tip, i64::from(tip_um), -3000, 10_000)?;
        in_range(Quantity::Askew, i64::from(askew_deg), 0, 20)?;
        if self.end(fibre).length_mm < SHORTEST_MM {
            return Err(Refusal::TooShort(fibre.clone()));
        }
        let splicer = &mut self.bench_mut().splicer;
        if !splicer.hood_open {
            return Err(Refusal::HoodClosed);
        }
        if splicer.side(side).is_some() {
            return Err(Refusal::SideTaken(side));
        }
        *splicer.side_mut(side) = Some(Loaded { fibre: fibre.clone(), tip_um, askew_deg });
        splicer.screen = Screen::Ready;
        Ok(Done::new(10, [Effect::Loaded { fibre: fibre.clone(), side }]))
    }

    pub(super) fn unload(&mut self, side: Side) -> Outcome {
        let splicer = &mut self.bench_mut().splicer;
        if !splicer.hood_open {
            return Err(Refusal::HoodClosed);
        }
        let loaded = splicer.side_mut(side).take().ok_or(Refusal::SideEmpty(side))?;
        splicer.screen = Screen::Ready;
        Ok(Done::new(5, [Effect::Unloaded { fibre: loaded.fibre, side }]))
    }

    pub(super) fn close_hood(&mut self) -> Outcome {
        let splicer = &mut self.bench_mut().splicer;
        if !splicer.hood_open {
            return Err(Refusal::HoodClosed);
        }
        splicer.hood_open = false;
        Ok(Done::new(2, [Effect::HoodClosed]))
    }

    fn splice_in_splicer(&self) -> Option<usize> {
        self.state.splices.iter().position(|splice| !splice.parted && splice.lies == Lies::InSplicer)
    }

    pub(super) fn open_hood(&mut self) -> Outcome {
        if self.bench().splicer.hood_open {
            return Err(Refusal::HoodOpen);
        }
        self.bench_mut().splicer.hood_open = true;
        let mut effects = vec![Effect::HoodOpened];
        let Some(number) = self.splice_in_splicer() else { return Ok(Done::new(2, effects)) };
        let splice = &mut self.state.splices[number];
        splice.lies = Lies::OnMat;
        let Core::Fused { estimate, weakness, .. } = &splice.core else { return Ok(Done::new(2, effects)) };
        let (estimate, weakness) = (*estimate, *weakness);
        let (a, b) = (splice.a.fibre.clone(), splice.b.fibre.clone());
        self.slack_mm = self.slack_of(&a);
        let tries = self.end(&a).tries.fuse;
        let mut chance = stream(self.scenario.seed, &format!("tension/{}", pair_name(&a, &b)), tries);
        let bench = self.bench_mut();
        bench.splicer.left = None;
        bench.splicer.right = None;
        // A splice that lost less than a third of its strength always holds the pull of about 2 N.
        if weakness.share() > 0.33 + 0.5 * chance.uniform() {
            bench.splicer.screen = Screen::Broke;
            effects.push(Effect::TensionBroke);
            effects.extend(self.part(number));
        } else {
            bench.splicer.screen = Screen::Held { estimate };
            bench.picked.retain(|fibre| *fibre != a && *fibre != b);
            effects.push(Effect::TensionHeld);
        }
        Ok(Done::new(5, effects).changing_the_plant())
    }

    /// What the inspection says now, on both sides.
    pub fn inspection(&self) -> Vec<Complaint> {
        let bench = self.bench();
        let limit = self.angle_limit();
        Side::BOTH
            .into_iter()
            .flat_map(|side| {
                let loaded = bench.splicer.side(side);
                let end = loaded
                    .map(|loaded| (loaded, bench.ends.get(&loaded.fibre).cloned().unwrap_or_else(|| End::fresh(0))));
                inspect(side, end.as_ref().map(|(loaded, end)| (*loaded, end)), limit)
            })
            .collect()
    }

    fn angle_limit(&self) -> Millidegrees {
        let setting = self.scenario.bench.as_ref().map(|bench| bench.splicer.angle_limit_deg);
        Millidegrees::from_degrees(setting.unwrap_or(2.0))
    }

    pub(super) fn fuse(&mut self, force: bool) -> Outcome {
        let splicer = &self.bench().splicer;
        if splicer.hood_open {
            return Err(Refusal::HoodOpen);
        }
        if self.splice_in_splicer().is_some() {
            return Err(Refusal::AlreadyFused);
        }
        let left = splicer.left.clone().ok_or(Refusal::SideEmpty(Side::Left))?;
        let right = splicer.right.clone().ok_or(Refusal::SideEmpty(Side::Right))?;
        let complaints = self.inspection();
        let faceless = complaints.iter().any(|complaint| matches!(complaint, Complaint::NotCleaved(_)));
        if faceless || (!complaints.is_empty() && !force) {
            for complaint in complaints.iter().filter(|complaint| complaint.is_about_the_end()) {
                let loaded = if complaint.side() == Side::Left { &left } else { &right };
                self.end_mut(&loaded.fibre).refused = true;
            }
            self.bench_mut().splicer.screen = Screen::Complains(complaints.clone());
            return Ok(Done::new(6, [Effect::Complains(complaints)]));
        }

        let setting = self.setting();
        let ends = [&left, &right].map(|loaded| self.end(&loaded.fibre));
        let glass = [&left, &right].map(|loaded| {
            let fibre_type = self.scenario.cable(&loaded.fibre.cable).map(|cable| cable.fibre_type).unwrap_or_default();
            Glass::of(self.scenario.seed, &loaded.fibre, fibre_type)
        });
        let [Some(cleave_left), Some(cleave_right)] = [&ends[0].cleave, &ends[1].cleave] else {
            return Ok(Done::new(6, [Effect::Complains(complaints)]));
        };
        let mut chance =
            stream(self.scenario.seed, &format!("fuse/{}", pair_name(&left.fibre, &right.fibre)), ends[0].tries.fuse);
        let mut fused = fuse(
            Entering { end: &ends[0], cleave: cleave_left, loaded: &left, glass: glass[0] },
            Entering { end: &ends[1], cleave: cleave_right, loaded: &right, glass: glass[1] },
            self.bench().splicer.alignment.unwrap_or(setting.alignment),
            self.bench().splicer.overlap_um.unwrap_or(setting.overlap_um),
            &mut chance,
        );
        let pair = pair_name(&left.fibre, &right.fibre);
        let power = self.strike(&pair, ends[0].tries.fuse);
        fused.feel(power);
        if fused.estimate > Millidecibels::from_db(setting.estimate_limit_db) {
            fused.defects.push(Defect::HighEstimate);
        }
        let place = self.bench().place.clone();
        self.state.splices.push(Splice {
            a: left.fibre.at(place.clone()),
            b: right.fibre.at(place),
            core: Core::Fused {
                joint: fused.joint,
                estimate: fused.estimate,
                defects: fused.defects.clone(),
                weakness: fused.weakness,
                bare_mm: [ends[0].bare_mm, ends[1].bare_mm],
                cleaves: [*cleave_left, *cleave_right],
            },
            sleeve: None,
            lies: Lies::InSplicer,
            stress_loss: Millidecibels(0),
            parted: false,
        });
        for loaded in [&left, &right] {
            self.end_mut(&loaded.fibre).tries.fuse += 1;
        }
        self.bench_mut().splicer.screen = Screen::Fused { estimate: fused.estimate, defects: fused.defects.clone() };
        let effect = Effect::Fused { estimate: fused.estimate, defects: fused.defects };
        Ok(Done::new(12, [effect]).changing_the_plant())
    }

    fn setting(&self) -> SplicerSetting {
        self.scenario.bench.as_ref().map(|bench| bench.splicer.clone()).unwrap_or_default()
    }

    /// One arc with the electrodes as they are: its power, and a little more wear.
    fn strike(&mut self, pair: &str, attempt: u32) -> Power {
        let mut chance = stream(self.scenario.seed, &format!("arc/{pair}"), attempt);
        match &mut self.bench_mut().splicer.electrodes {
            Some(electrodes) => electrodes.strike(&mut chance),
            None => Power::USUAL,
        }
    }

    /// A second, short arc on a splice that still lies in the splicer.
    pub(super) fn re_arc(&mut self) -> Outcome {
        if self.bench().splicer.hood_open {
            return Err(Refusal::HoodOpen);
        }
        let number = self.splice_in_splicer().ok_or(Refusal::NothingFused)?;
        let limit = Millidecibels::from_db(self.setting().estimate_limit_db);
        let splice = &mut self.state.splices[number];
        let Core::Fused { joint, estimate, defects, .. } = &mut splice.core else { return Err(Refusal::NothingFused) };
        joint.re_arc(estimate, defects, limit);
        let (estimate, defects) = (*estimate, defects.clone());
        let pair = pair_name(&splice.a.fibre, &splice.b.fibre);
        self.strike(&pair, u32::MAX);
        self.bench_mut().splicer.screen = Screen::Fused { estimate, defects: defects.clone() };
        Ok(Done::new(8, [Effect::ReArced { estimate, defects }]).changing_the_plant())
    }

    /// Arcs without a fibre, until they burn evenly and the machine knows how strong they are.
    pub(super) fn stabilise_arc(&mut self) -> Outcome {
        let splicer = &mut self.bench_mut().splicer;
        if splicer.hood_open {
            return Err(Refusal::HoodOpen);
        }
        if splicer.left.is_some() || splicer.right.is_some() {
            return Err(Refusal::SplicerNotEmpty);
        }
        if let Some(electrodes) = &mut splicer.electrodes {
            electrodes.stabilise();
        }
        Ok(Done::new(electrodes::STABILISE_SECONDS, [Effect::ArcStabilised]))
    }

    pub(super) fn change_electrodes(&mut self) -> Outcome {
        if !self.bench().splicer.hood_open {
            return Err(Refusal::HoodClosed);
        }
        self.take(stock::ELECTRODES)?;
        let splicer = &mut self.bench_mut().splicer;
        splicer.electrodes = Some(electrodes::Electrodes::fresh());
        Ok(Done::new(electrodes::CHANGE_SECONDS, [Effect::ElectrodesChanged]))
    }

    /// Chooses what the machine lines up, and how far it pushes one end into the other.
    pub(super) fn set_splicer(&mut self, alignment: Option<Alignment>, overlap_um: Option<u16>) -> Outcome {
        let setting = self.setting();
        if alignment.is_some_and(|alignment| alignment != setting.alignment) && !setting.can_choose {
            return Err(Refusal::AlignsOneWay(setting.alignment));
        }
        if let Some(overlap) = overlap_um {
            in_range(Quantity::Overlap, overlap.into(), 0, MOST_OVERLAP_UM.into())?;
        }
        let splicer = &mut self.bench_mut().splicer;
        splicer.alignment = alignment.or(splicer.alignment);
        splicer.overlap_um = overlap_um.or(splicer.overlap_um);
        let alignment = splicer.alignment.unwrap_or(setting.alignment);
        let overlap_um = splicer.overlap_um.unwrap_or(setting.overlap_um);
        Ok(Done::new(8, [Effect::SplicerSet { alignment, overlap_um }]))
    }
}
