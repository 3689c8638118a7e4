//! The shortest ways on the map of an area: Dijkstra's algorithm as RFC 2328, section 16.1, lays it out.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use super::wire::{self, Body, Key, Link, NETWORK, ROUTER};
use super::{MOST_PATHS, Ospf, Way};
use crate::net::addr::Cidr;

/// A place on the map. Networks come first: of the same length they are looked at before routers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Network(Ipv4Addr),
    Router(Ipv4Addr),
}

/// First steps: the interface, and the next router if it is not the network there itself.
type Steps = BTreeSet<(usize, Option<Ipv4Addr>)>;

/// Networks with the cost to them, and the ways that cost so much: interface and next router.
type Best = BTreeMap<Cidr, (u32, Hops)>;

/// Interfaces and next routers.
type Hops = BTreeSet<(usize, Ipv4Addr)>;

/// The part of the map that counts, by place.
struct Map<'m> {
    routers: BTreeMap<Ipv4Addr, &'m [Link]>,
    networks: BTreeMap<Ipv4Addr, (Ipv4Addr, &'m [Ipv4Addr])>,
}

impl Map<'_> {
    /// Where a place leads: the other place, the cost, and the address on the way to it.
    fn from(&self, place: Place) -> Vec<(Place, u32)> {
        match place {
            Place::Network(addr) => {
                let routers = self.networks.get(&addr).map_or(&[][..], |(_, routers)| *routers);
                routers.iter().map(|router| (Place::Router(*router), 0)).collect()
            }
            Place::Router(id) => {
                let links = self.routers.get(&id).copied().unwrap_or_default();
                let to = |link: &Link| match link.kind {
                    wire::TO_ROUTER => Some((Place::Router(link.id), u32::from(link.cost))),
                    wire::TO_TRANSIT => Some((Place::Network(link.id), u32::from(link.cost))),
                    _ => None,
                };
                links.iter().filter_map(to).collect()
            }
        }
    }

    fn leads_back(&self, from: Place, to: Place) -> bool {
        self.from(from).iter().any(|(place, _)| *place == to)
    }

    /// The address of a router on a network, or towards a router.
    fn address(&self, router: Ipv4Addr, towards: Place) -> Option<Ipv4Addr> {
        let links = self.routers.get(&router).copied().unwrap_or_default();
        let (kind, id) = match towards {
            Place::Network(addr) => (wire::TO_TRANSIT, addr),
            Place::Router(id) => (wire::TO_ROUTER, id),
        };
        links.iter().find(|link| link.kind == kind && link.id == id).map(|link| link.data)
    }
}

impl Ospf {
    /// Finds all ways anew.
    pub(super) fn find_ways(&mut self) {
        let mut best = Best::new();
        // Of the same network outside, the cheapest there counts, then the nearest border.
        let mut outside: BTreeMap<Cidr, (u32, u32, Hops)> = BTreeMap::new();
        for area in self.areas() {
            let borders = self.area_ways(area, &mut best);
            self.outside_ways(area, &borders, &mut outside);
        }
        let near: Vec<Cidr> = self.faces.values().map(|face| face.addr.network()).collect();
        outside.retain(|dest, _| !best.contains_key(dest) && !near.contains(dest));
        let far = outside.into_iter().flat_map(|(dest, (cost, _, hops))| {
            let way = move |(iface, via)| Way { dest, cost, via, iface, external: true };
            hops.into_iter().take(MOST_PATHS).map(way)
        });
        let inside = best.into_iter().flat_map(|(dest, (cost, steps))| {
            let way = move |(iface, via)| Way { dest, cost, via, iface, external: false };
            steps.into_iter().take(MOST_PATHS).map(way)
        });
        self.ways = inside.chain(far).collect();
    }

    /// What borders tell of outside: RFC 2328, section 16.4.
    fn outside_ways(
        &self,
        area: u32,
        borders: &BTreeMap<Ipv4Addr, (u32, Hops)>,
        outside: &mut BTreeMap<Cidr, (u32, u32, Hops)>,
    ) {
        for ((of, key), stored) in &self.map {
            let Body::External { mask, cost, adds, .. } = &stored.lsa.body else { continue };
            if *of != area || stored.lsa.head.age >= wire::MAX_AGE || key.router == self.router_id {
                continue;
            }
            let dest = Cidr::with_mask(key.id, *mask).map(Cidr::network);
            let (Some(dest), Some((way, hops))) = (dest, borders.get(&key.router)) else { continue };
            let (cost, way) = if *adds { (cost.saturating_add(*way), 0) } else { (*cost, *way) };
            match outside.get_mut(&dest) {
                Some((known, at, _)) if (*known, *at) < (cost, way) => {}
                Some((known, at, of)) if (*known, *at) == (cost, way) => of.extend(hops.iter().copied()),
                _ => {
                    outside.insert(dest, (cost, way, hops.clone()));
                }
            }
        }
    }

    /// The ways within an area; gives those to its routers that tell of outside.
    fn area_ways(&self, area: u32, best: &mut Best) -> BTreeMap<Ipv4Addr, (u32, Hops)> {
        let mut borders: BTreeSet<Ipv4Addr> = BTreeSet::new();
        let mut map = Map { routers: BTreeMap::new(), networks: BTreeMap::new() };
        for ((of, Key { kind, id, .. }), stored) in &self.map {
            // What is being taken out has the greatest age written in it.
            if *of != area || stored.lsa.head.age >= wire::MAX_AGE {
                continue;
            }
            match (&stored.lsa.body, *kind) {
                (Body::Router(flags, links), ROUTER) => {
                    if flags & wire::BORDER != 0 {
                        borders.insert(*id);
                    }
                    map.routers.insert(*id, links.as_slice());
                }
                (Body::Network(mask, routers), NETWORK) => {
                    map.networks.insert(*id, (*mask, routers.as_slice()));
                }
                _ => {}
            }
        }
        let root = Place::Router(self.router_id);
        let mut done: BTreeMap<Place, (u32, Steps)> = BTreeMap::new();
        let mut open: BTreeMap<Place, (u32, Steps)> = BTreeMap::from([(root, (0, Steps::new()))]);
        while let Some(place) = open.iter().min_by_key(|(place, (cost, _))| (*cost, **place)).map(|(place, _)| *place) {
            let Some((cost, steps)) = open.remove(&place) else { break };
            for (next, more) in map.from(place) {
                if done.contains_key(&next) || next == place || !map.leads_back(next, place) {
                    continue;
                }
                let cost = cost.saturating_add(more);
                let steps = self.steps(&map, root, place, next, &steps);
                match open.get_mut(&next) {
                    Some((known, _)) if *known < cost => {}
                    Some((known, of)) if *known == cost => of.extend(steps),
                    _ => {
                        open.insert(next, (cost, steps));
                    }
                }
            }
            done.insert(place, (cost, steps));
        }
        let mut add = |dest: Cidr, cost: u32, steps: &Steps| {
            let hops: BTreeSet<(usize, Ipv4Addr)> =
                steps.iter().filter_map(|(iface, via)| via.map(|via| (*iface, via))).collect();
            // A network at an interface of this router needs no way.
            if hops.is_empty() {
                return;
            }
            match best.get_mut(&dest) {
                Some((known, _)) if *known < cost => {}
                Some((known, of)) if *known == cost => of.extend(hops),
                _ => {
                    best.insert(dest, (cost, hops));
                }
            }
        };
        for (place, (cost, steps)) in &done {
            match place {
                Place::Network(addr) => {
                    let mask = map.networks.get(addr).and_then(|(mask, _)| Cidr::with_mask(*addr, *mask));
                    if let Some(dest) = mask {
                        add(dest.network(), *cost, steps);
                    }
                }
                Place::Router(id) => {
                    let links = map.routers.get(id).copied().unwrap_or_default();
                    for link in links.iter().filter(|link| link.kind == wire::TO_STUB) {
                        if let Some(dest) = Cidr::with_mask(link.id, link.data) {
                            add(dest.network(), cost.saturating_add(u32::from(link.cost)), steps);
                        }
                    }
                }
            }
        }
        let near: Vec<Cidr> = self.faces.values().map(|face| face.addr.network()).collect();
        best.retain(|dest, _| !near.contains(dest));
        let hops =
            |steps: &Steps| -> Hops { steps.iter().filter_map(|(iface, via)| Some((*iface, (*via)?))).collect() };
        borders
            .into_iter()
            .filter_map(|id| {
                let (cost, steps) = done.get(&Place::Router(id))?;
                Some((id, (*cost, hops(steps)))).filter(|(_, (_, hops))| !hops.is_empty())
            })
            .collect()
    }

    /// The first steps towards a place, over the one before it: RFC 2328, section 16.1.1.
    fn steps(&self, map: &Map, root: Place, place: Place, next: Place, so_far: &Steps) -> Steps {
        let at = |addr: Ipv4Addr| self.faces.iter().find(|(_, face)| face.addr.addr == addr).map(|(iface, _)| *iface);
        if place == root {
            let Place::Router(own) = root else { return Steps::new() };
            return match next {
                Place::Network(_) => {
                    map.address(own, next).and_then(at).map(|iface| (iface, None)).into_iter().collect()
                }
                Place::Router(id) => {
                    let links = map.routers.get(&own).copied().unwrap_or_default();
                    let through = links.iter().filter(|link| link.kind == wire::TO_ROUTER && link.id == id);
                    // The neighbour's own address is known from its hellos.
                    through
                        .filter_map(|link| {
                            let iface = at(link.data)?;
                            let (via, _) = self.faces[&iface].neighbours.iter().find(|(_, it)| it.id == id)?;
                            Some((iface, Some(*via)))
                        })
                        .collect()
                }
            };
        }
        let Place::Router(id) = next else { return so_far.clone() };
        let step = |(iface, via): &(usize, Option<Ipv4Addr>)| match via {
            Some(_) => Some((*iface, *via)),
            // Behind a network of this router's own, the next router is the next hop.
            None => map.address(id, place).map(|addr| (*iface, Some(addr))),
        };
        so_far.iter().filter_map(step).collect()
    }
}
