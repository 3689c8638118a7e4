//! The front of a cabinet, frame or wall: where its ports are, and how far a cord has to go from one to another.
//!
//! A cabinet has two halves, operators left and distribution right, a vertical guide at each side, and between the halves
//! a row of spools that take up what a cord is too long. A cord led well makes an M: up its own side, over and down
//! around a spool, over and down the other side ("brassage en M", usage of French cabinets). Measures are design choices.

use serde::{Deserialize, Serialize};

use crate::catalogue::{Kind, Model};
use crate::plant::address::PortId;
use crate::scenario::file::{CabinetSide, PlaceKind};
use crate::scenario::model::Scenario;

/// Width and height of a front, in millimetres.
pub const WIDTH_MM: i32 = 1000;
pub const HEIGHT_MM: i32 = 560;
/// Where the guides run: left and right ones upright, the tray at the top, the foot at the bottom.
pub const LEFT_MM: i32 = 30;
pub const MIDDLE_MM: i32 = 500;
pub const RIGHT_MM: i32 = 970;
pub const TOP_MM: i32 = 14;
pub const FOOT_MM: i32 = 546;
/// Where the spools hang that a cord is led around.
pub const SPOOL_MM: i32 = 300;
/// Radius of a spool: what cords are made for.
pub const SPOOL_RADIUS_MM: i32 = 30;
const HEAD_MM: i32 = 20;
const GAP_MM: i32 = 8;
/// In a cabinet everything is as wide as its half.
const CABINET: Hung =
    Hung { columns: (12, 12), pitch_mm: 31, tallest_row_mm: 44, left_mm: [64, 564], top_mm: 2 * TOP_MM + 4 };
/// On the wall of a dwelling there are few things with few ports, and room around them.
const WALL: Hung = Hung { columns: (1, 4), pitch_mm: 110, tallest_row_mm: 110, left_mm: [130, 590], top_mm: 70 };

/// One thing with ports on the front.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawer {
    pub equipment: String,
    pub side: CabinetSide,
    /// Left, top, right, bottom in millimetres; the name stands on the first strip.
    pub area: [i32; 4],
    row_mm: i32,
    columns: u16,
    count: u16,
}

/// How things hang in both halves of a front.
struct Hung {
    /// Fewest and most ports side by side.
    columns: (u16, u16),
    pitch_mm: i32,
    tallest_row_mm: i32,
    left_mm: [i32; 2],
    top_mm: i32,
}

impl Hung {
    fn columns(&self, model: &Model) -> u16 {
        model.port_count().clamp(self.columns.0, self.columns.1)
    }

    fn rows(&self, model: &Model) -> i32 {
        i32::from(model.port_count().div_ceil(self.columns(model)))
    }
}

/// All that is mounted in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Front {
    pub drawers: Vec<Drawer>,
    /// Whether it has guides and spools; in a dwelling a cord just lies between outlet and box.
    pub has_guides: bool,
}

/// What a cord is led through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Guide {
    /// The upright guide at the left side.
    Left,
    /// Down to the spools between the halves and up again.
    Middle,
    /// The upright guide at the right side.
    Right,
    /// Along the foot of the cabinet, where the door pinches.
    Foot,
}

impl Front {
    /// The front of a place.
    pub fn of(scenario: &Scenario, place: &str) -> Self {
        let here: Vec<(&String, CabinetSide, &'static Model)> = scenario
            .equipment
            .iter()
            .filter(|(id, equipment)| equipment.place == place || is_portable(scenario, id))
            .filter_map(|(id, equipment)| {
                let model = scenario.model_of(id)?;
                model.ports.iter().any(|group| group.connector.is_some()).then_some(())?;
                Some((id, equipment.side.unwrap_or_else(|| usual_side(model)), model))
            })
            .collect();
        let has_guides = scenario.places.get(place).is_some_and(|place| place.kind != PlaceKind::Pto);
        let hung = if has_guides { CABINET } else { WALL };
        let mut drawers = Vec::new();
        for side in [CabinetSide::Left, CabinetSide::Right] {
            // What is in the bag lies below what is mounted, and takes no room from it.
            let (bag, mounted): (Vec<_>, Vec<_>) =
                here.iter().filter(|(_, of, _)| *of == side).partition(|(_, _, model)| model.is_portable());
            let all: i32 = mounted.iter().map(|(_, _, model)| hung.rows(model)).sum();
            let fixed = mounted.len() as i32 * (HEAD_MM + GAP_MM);
            let row_mm = ((FOOT_MM - 2 * TOP_MM - 12 - fixed) / all.max(1)).min(hung.tallest_row_mm);
            let left = hung.left_mm[usize::from(side == CabinetSide::Right)];
            let mut top = hung.top_mm;
            for (id, _, model) in mounted.into_iter().chain(bag) {
                let bottom = top + HEAD_MM + hung.rows(model) * row_mm;
                let columns = hung.columns(model);
                // A single port still leaves room for the name.
                let area = [left, top, left + i32::from(columns.max(2)) * hung.pitch_mm, bottom];
                let count = model.port_count();
                drawers.push(Drawer { equipment: (*id).clone(), side, area, row_mm, columns, count });
                top = bottom + GAP_MM;
            }
        }
        Self { drawers, has_guides }
    }

    pub fn drawer(&self, equipment: &str) -> Option<&Drawer> {
        self.drawers.iter().find(|drawer| drawer.equipment == equipment)
    }

    /// The middle of a port in millimetres, from the upper left.
    pub fn port(&self, scenario: &Scenario, port: &PortId) -> Option<(i32, i32)> {
        let (index, _) = scenario.model_of(&port.equipment)?.port(&port.port)?;
        Some(self.drawer(&port.equipment)?.port(index))
    }

    /// The way from port to port through these guides, corner by corner.
    pub fn way(&self, scenario: &Scenario, from: &PortId, to: &PortId, path: &[Guide]) -> Option<Vec<(i32, i32)>> {
        let (start, end) = (self.port(scenario, from)?, self.port(scenario, to)?);
        let mut way = vec![start];
        let mut at = start;
        let mut go = |at: &mut (i32, i32), to: (i32, i32)| {
            if *at != to {
                way.push(to);
                *at = to;
            }
        };
        for (index, guide) in path.iter().enumerate() {
            // From the port to the first guide along its row; from one guide to the next by the tray at the top.
            let level = if index == 0 { at.1 } else { TOP_MM };
            match guide {
                Guide::Left | Guide::Right => {
                    let x = if *guide == Guide::Left { LEFT_MM } else { RIGHT_MM };
                    let level = if at.1 == FOOT_MM { FOOT_MM } else { level };
                    let corner = (at.0, level);
                    go(&mut at, corner);
                    go(&mut at, (x, level));
                }
                Guide::Middle => {
                    let corner = (at.0, TOP_MM);
                    go(&mut at, corner);
                    // Down on the near side of a spool, around it, and up on the far side.
                    let near = if at.0 <= MIDDLE_MM { -SPOOL_RADIUS_MM } else { SPOOL_RADIUS_MM };
                    go(&mut at, (MIDDLE_MM + near, TOP_MM));
                    go(&mut at, (MIDDLE_MM + near, SPOOL_MM));
                    go(&mut at, (MIDDLE_MM - near, SPOOL_MM));
                    go(&mut at, (MIDDLE_MM - near, TOP_MM));
                }
                Guide::Foot => {
                    let corner = (at.0, FOOT_MM);
                    go(&mut at, corner);
                }
            }
        }
        if !path.is_empty() {
            let level = (at.0, end.1);
            go(&mut at, level);
        }
        go(&mut at, end);
        Some(way)
    }

    /// How much cord that way takes, in millimetres.
    pub fn needed_mm(&self, scenario: &Scenario, from: &PortId, to: &PortId, path: &[Guide]) -> Option<u32> {
        let way = self.way(scenario, from, to, path)?;
        let leg = |pair: &[(i32, i32)]| {
            let [dx, dy] = [pair[1].0 - pair[0].0, pair[1].1 - pair[0].1].map(f64::from);
            libm::ceil(libm::sqrt(dx * dx + dy * dy)) as u32
        };
        Some(way.windows(2).map(leg).sum())
    }

    /// The path of a careful hand: an M between the halves, along its own side within one, straight in a dwelling.
    pub fn careful_path(&self, from: &PortId, to: &PortId) -> Vec<Guide> {
        if !self.has_guides {
            return Vec::new();
        }
        let side = |port: &PortId| self.drawer(&port.equipment).map_or(CabinetSide::Left, |drawer| drawer.side);
        let guide = |side: CabinetSide| if side == CabinetSide::Left { Guide::Left } else { Guide::Right };
        let (from, to) = (guide(side(from)), guide(side(to)));
        if from == to { vec![from] } else { vec![from, Guide::Middle, to] }
    }
}

impl Drawer {
    /// The middle of its port at this place of the list, from 0.
    pub fn port(&self, index: u16) -> (i32, i32) {
        let [left, top, _, _] = self.area;
        let pitch = self.pitch().0;
        let (column, row) = (i32::from(index % self.columns), i32::from(index / self.columns));
        (left + pitch / 2 + column * pitch, top + HEAD_MM + self.row_mm / 2 + row * self.row_mm)
    }

    /// How many ports it has.
    pub fn count(&self) -> u16 {
        self.count
    }

    /// Width and height that each port has for itself.
    pub fn pitch(&self) -> (i32, i32) {
        ((self.area[2] - self.area[0]) / i32::from(self.columns), self.row_mm)
    }

    /// Height of the strip with its name.
    pub const HEAD_MM: i32 = HEAD_MM;
}

fn is_portable(scenario: &Scenario, equipment: &str) -> bool {
    scenario.model_of(equipment).is_some_and(Model::is_portable)
}

/// Where something stands when nobody said: what sends and shares light left, what leads on right.
fn usual_side(model: &Model) -> CabinetSide {
    match model.kind {
        Kind::Olt { .. } | Kind::Splitter { .. } | Kind::Outlet => CabinetSide::Left,
        _ => CabinetSide::Right,
    }
}
