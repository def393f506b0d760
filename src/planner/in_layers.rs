//! Single questions where a route has to use or come by something: layers are searched and not made.

use std::sync::atomic::Ordering;

use super::metrics::Ruled;
use super::whole::Whole;
use super::{Ends, Error, Planner};
use crate::metric::{Objective, Unprepared, Weigher, search_layers_once};
use crate::router::{ArcId, Dijkstra, LayeredSearch};

/// Questions on weights at hand before layers are made and a hierarchy of them is customised, which only these
/// questions share.
const ENOUGH: u32 = 100;

impl Ruled {
    /// The operations of the best path between two nodes, if there is one: the same whatever was asked before.
    pub(super) fn path_in_layers(
        &self,
        planner: &Planner,
        whole: &Whole,
        objective: &Objective,
        endpoints: Ends,
    ) -> Result<Option<Vec<ArcId>>, Error> {
        let pool = &planner.kept.pool;
        let ties = self.ties(objective);
        let ends = whole.ends(self.model.operations(), endpoints);
        if self.is_first(objective) {
            let judged = (&*self.quote, &*self.verdicts);
            let mut collects = self.collects(whole);
            let after = |arc, state| collects.after(arc, state);
            let search = |scratch: &mut LayeredSearch| {
                search_layers_once(judged, &ties, scratch, ends, after)
            };
            if let Unprepared::Found(path) = pool.with(|scratch| search(&mut scratch.layered))?? {
                return Ok(path);
            }
        }
        let weighted = self.weigh(objective)?;
        let asked = weighted.asked.fetch_add(1, Ordering::Relaxed);
        weighted.asked.fetch_min(ENOUGH, Ordering::Relaxed); // kept from wrapping
        if asked < ENOUGH && weighted.weights.is_exact() {
            let collected = self.collected(whole);
            let after = |arc, state| collected.after(&whole.wanted, arc, state);
            let search = |scratch: &mut LayeredSearch| {
                weighted.weights.path_in_layers(&ties, scratch, ends, after)
            };
            return Ok(pool.with(|scratch| search(&mut scratch.layered))?);
        }
        let searched = self.searched()?;
        let path = if asked < ENOUGH {
            let (ties, weights) = (searched.ties(objective), weighted.over(searched)?);
            match searched.ends(endpoints) {
                Some(ends) => {
                    pool.with(|scratch| weights.path(&ties, &mut scratch.dijkstra, ends))?
                }
                None => None,
            }
        } else {
            let ready = weighted.customise(planner, self)?;
            ready.path(searched, &weighted, endpoints)?
        };
        Ok(path.map(|path| searched.operations_of(&path)))
    }

    /// Whether there is a way between two nodes for an objective, limits not regarded.
    pub(super) fn leads(&self, objective: &Objective, endpoints: Ends) -> Result<bool, Error> {
        let weigher = Weigher::new((&self.quote, &self.verdicts), &self.ties(objective))?;
        let weigh = |arc| weigher.capped(arc);
        let graph = self.model.operations().graph();
        let Some(whole) = &self.whole else {
            let (from, to) = endpoints;
            let found = Dijkstra::new().path_by(graph, from, to, weigh)?;
            return Ok(found.is_some());
        };
        let (from, to) = whole.ends(self.model.operations(), endpoints);
        let mut collects = self.collects(whole);
        let next = |arc, state| collects.after(arc, state);
        let found = LayeredSearch::new().ties_by(graph, from, to, weigh, next)?;
        Ok(found.is_some())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::planner::Request;
    use crate::policy::{Policy, Subject};

    fn operator(id: &str) -> Subject {
        Subject::Operator {
            operators: vec![id.to_owned()],
            roles: Vec::new(),
        }
    }

    fn line(id: &str) -> Subject {
        let lines = vec![id.to_owned()];
        Subject::Line { lines }
    }

    fn call(place: &str) -> Subject {
        Subject::Call {
            countries: Vec::new(),
            places: vec![place.to_owned()],
        }
    }

    #[test]
    fn layers_that_are_not_made_give_the_routes_of_those_that_are() {
        let planner = Planner::embedded(date(2026, 11, 22)).unwrap();
        let plain = Policy::russia_excluded;
        let policies = [
            plain().must_use(operator("ASCO")),
            plain().must_use(call("Tashkent")),
            plain().must_use(line("TR-rail")),
            plain().must_use(operator("KTZ")).must_use(operator("GR")),
            plain().via(["Tashkent", "Baku", "Tbilisi"]),
            plain().via(["Kars"]).must_use(call("Aktau")),
            Policy::open().via(["Almaty", "Ankara"]),
        ];
        let trips = [
            ("Khorgos (CN)", "Istanbul"),
            ("Istanbul", "Almaty"),
            ("Tashkent", "Poti"),
            ("Baku", "Constanta"),
        ];
        let (mut found, mut none) = (0, 0);
        for policy in policies {
            for (from, to) in trips {
                let request = Request::new(from, to).policy(policy.clone());
                let case = planner.case(&request).unwrap();
                let searched = case.searched().unwrap();
                for objective in [Objective::Cost, Objective::Time, Objective::Distance] {
                    let weights = searched.weights(&objective).unwrap();
                    let over = |ends| {
                        let ties = searched.ties(&objective);
                        weights.path(&ties, &mut Dijkstra::new(), ends).unwrap()
                    };
                    let made = searched.ends(case.endpoints).and_then(over);
                    let made = made.map(|path| searched.operations_of(&path));
                    // by weights made as it goes, by those at hand
                    for _ in 0..2 {
                        let path = case.path(&planner, &objective, case.endpoints).unwrap();
                        assert_eq!(path, made, "{from}-{to}, {policy}");
                    }
                    assert_eq!(
                        case.leads(&objective, case.endpoints).unwrap(),
                        made.is_some()
                    );
                    found += usize::from(made.is_some());
                    none += usize::from(made.is_none());
                }
            }
        }
        assert!(found > 60, "{found} found, {none} none");
    }
}
