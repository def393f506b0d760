use super::prepared::Basis;
use super::{Planner, RouteError};
use crate::code::Country;
use crate::costing::Shipment;
use crate::metric::Objective;
use crate::network::PlaceId;
use crate::policy::Policy;

/// Values between many places, with a reason where there is none.
#[derive(Clone, Debug)]
pub struct Matrix {
    columns: usize,
    cells: Vec<Result<u64, Empty>>,
}

/// Why a cell has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Empty {
    /// Start and end are one place.
    #[error("start and end are one place")]
    SamePlace,
    /// Nothing is handled at one of the ends, or the id is not of this network.
    #[error("no goods are handled at an end")]
    NoTerminal,
    /// A rule excludes an end.
    #[error("an end is excluded by rule `{rule}`")]
    EndpointExcluded {
        /// The rule.
        rule: String,
    },
    /// No way leads there under the policy; [`Planner::best`] tells the cause.
    #[error("no way leads there")]
    NoRoute,
}

impl Matrix {
    /// The value from the `row`-th place to the `column`-th, in metres, cents, minutes or grams;
    /// nothing outside the matrix.
    pub fn get(&self, row: usize, column: usize) -> Option<&Result<u64, Empty>> {
        if column >= self.columns {
            return None;
        }
        self.cells
            .get(row.checked_mul(self.columns)?.checked_add(column)?)
    }

    /// Cells row by row.
    pub fn iter(&self) -> impl Iterator<Item = &Result<u64, Empty>> {
        self.cells.iter()
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns
    }
}

impl Planner {
    /// The least of an objective between each of `from` and each of `to`. A cell equals the single
    /// question, its reason included.
    ///
    /// # Errors
    /// As [`Planner::prepare`]; bad ends spoil their own cells only.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use trade_corridor::planner::Empty;
    /// use trade_corridor::prelude::*;
    ///
    /// let network = Network::europe_central_asia();
    /// let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22)))?;
    /// let places = [network.find_place("Tashkent")?, network.find_place("Istanbul")?];
    /// let shipment = Shipment::container_40ft(Mass::from_tonnes(20.0)?)?;
    /// let matrix =
    ///     planner.matrix(&places, &places, &shipment, &Policy::open(), &Objective::Cost)?;
    /// assert!(matrix.get(0, 1).unwrap().is_ok());
    /// assert_eq!(matrix.get(1, 1).unwrap(), &Err(Empty::SamePlace));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn matrix(
        &self,
        from: &[PlaceId],
        to: &[PlaceId],
        shipment: &Shipment,
        policy: &Policy,
        objective: &Objective,
    ) -> Result<Matrix, RouteError> {
        self.prepare(shipment, policy, objective)?.matrix(from, to)
    }
}

impl super::Prepared {
    /// The least of the objective between each of `from` and each of `to`.
    ///
    /// # Errors
    /// None of the ends' making: those spoil their own cells only.
    pub fn matrix(&self, from: &[PlaceId], to: &[PlaceId]) -> Result<Matrix, RouteError> {
        let network = self.planner.world.network();
        let homes = |places: &[PlaceId]| -> Vec<Option<Country>> {
            let places = places.iter().map(|place| network.place(*place));
            places.map(|place| Some(place?.country)).collect()
        };
        let (rows, columns) = (homes(from), homes(to));
        let known = |homes: &[Option<Country>]| homes.iter().flatten().copied().collect();
        let mut sets = self.policy.sets_spared(&known(&rows), &known(&columns));
        if sets.is_empty() {
            sets.insert(self.policy.partial_closures());
        }
        // the first set fills every cell, the others their own
        let mut cells: Vec<Result<u64, Empty>> = Vec::new();
        for set in sets {
            let found = self.with_basis(set, |basis| basis.cells(&self.planner, from, to))?;
            if cells.is_empty() {
                cells = found;
                continue;
            }
            let trips = rows
                .iter()
                .flat_map(|from| columns.iter().map(|to| from.zip(*to)));
            for ((trip, cell), found) in trips.zip(&mut cells).zip(found) {
                if trip.is_some_and(|(from, to)| self.policy.spared(from, to) == set) {
                    *cell = found;
                }
            }
        }
        Ok(Matrix {
            columns: to.len(),
            cells,
        })
    }
}

impl Basis {
    /// Cells row by row, for trips that the basis is for.
    fn cells(
        &self,
        planner: &Planner,
        from: &[PlaceId],
        to: &[PlaceId],
    ) -> Result<Vec<Result<u64, Empty>>, RouteError> {
        let Self {
            ruled,
            ready,
            divisor,
        } = self;
        let operations = ruled.model.operations();
        let network = planner.world.network();
        let judge = |place: &PlaceId, gate: Option<u32>| {
            let known = network.place(*place).is_some();
            // Where rules block everything at a place, operations made around them have no gate.
            let blocked = known && planner.operations().gate(*place).is_some();
            match (
                known.then_some(gate).flatten(),
                ruled.policy.check_endpoint(*place),
            ) {
                (_, Err(blocked)) => Err(Empty::EndpointExcluded {
                    rule: ruled.policy.rule_name(blocked.rule).to_owned(),
                }),
                (None, Ok(())) if blocked => Err(Empty::NoRoute),
                (None, Ok(())) => Err(Empty::NoTerminal),
                (Some(gate), Ok(())) => Ok(gate),
            }
        };
        let starts: Vec<_> = from
            .iter()
            .map(|place| judge(place, operations.gate(*place)))
            .collect();
        let ends: Vec<_> = to
            .iter()
            .map(|place| judge(place, operations.delivered(*place)))
            .collect();
        // Bad ends stand in for themselves with a node whose cells are thrown away.
        let nodes = |ends: &[Result<u32, Empty>]| -> Vec<u32> {
            ends.iter().map(|end| *end.as_ref().unwrap_or(&0)).collect()
        };
        let found = ready
            .cch
            .matrix(&ready.metric, &nodes(&starts), &nodes(&ends))?;
        let mut cells = Vec::with_capacity(from.len() * to.len());
        for (row, start) in starts.iter().enumerate() {
            for (column, end) in ends.iter().enumerate() {
                cells.push(match (start, end) {
                    (Err(empty @ Empty::EndpointExcluded { .. }), _)
                    | (_, Err(empty @ Empty::EndpointExcluded { .. })) => Err(empty.clone()),
                    _ if from[row] == to[column] => Err(Empty::SamePlace),
                    (Err(empty), _) | (_, Err(empty)) => Err(empty.clone()),
                    _ => found
                        .get(row, column)
                        .map(|weight| weight * divisor)
                        .ok_or(Empty::NoRoute),
                });
            }
        }
        Ok(cells)
    }
}
