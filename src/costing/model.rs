use std::sync::{Arc, OnceLock};

use super::EmissionParts;
use super::Shipment;
use super::appraisal::{Appraisal, Appraisals, Appraiser, service};
use super::citations::Citations;
use super::measured::measured;
use super::pace::{crowded, in_season, season, wait, wait_figure};
use super::quote::Quote;
use super::sites::dwell;
use crate::network::{
    BorderTermsId, CitedFigure, Evidence, FigureId, FigureKind, HandlingId, HandlingKind, LinkId,
};
use crate::operations::{ArcId, BuildError, Measure, OperationKind, Operations, Wait, Wanted};
use crate::quantity::{Duration, Emissions, TravelTime};
use crate::scenario::{Site, World};

/// The operations of a day with their times, intensities and prices.
#[derive(Clone, Debug)]
pub struct CostModel {
    pub(super) world: Arc<World>,
    pub(super) operations: Operations,
    pub(super) appraisals: Appraisals,
    pub(super) citations: Citations,
    /// By operation, whether it runs on tolls of a scenario; worked out when somebody first asks.
    pub(super) tolled: OnceLock<Vec<bool>>,
    /// Where its world has figures with other values: the world that its quotes are known by.
    pub(super) quoted_as: Option<Arc<World>>,
}

impl CostModel {
    /// Makes the operations of a world and reads times and intensities for each.
    ///
    /// Links for which `avoid` is true are left out, as by [`Operations::build`].
    ///
    /// # Errors
    /// A network beyond the search's number range.
    pub fn new(world: Arc<World>, avoid: &dyn Fn(LinkId) -> bool) -> Result<Self, BuildError> {
        let appraiser = Appraiser::of(&world);
        let operations = Operations::measured(&world, avoid, &mut appraiser.measures())?;
        let appraisals = appraiser.all(&operations);
        drop(appraiser);
        Ok(Self {
            citations: Citations::of(&world),
            tolled: OnceLock::new(),
            quoted_as: None,
            world,
            operations,
            appraisals,
        })
    }

    /// The same with hauls led around these moves, given in order, and the hauls that run over others
    /// for that; nothing where no haul can be led around them.
    pub(crate) fn around(
        &self,
        blocked: &[ArcId],
    ) -> Result<Option<(Self, Vec<ArcId>)>, BuildError> {
        let measure = |arc| self.measure(arc);
        let led = self.operations.around(blocked, &measure)?;
        Ok(led.map(|(operations, hauls)| {
            let led = Self {
                world: self.world.clone(),
                citations: self.citations.clone(),
                tolled: OnceLock::new(),
                quoted_as: None,
                appraisals: self.appraisals.around(&operations, &hauls),
                operations,
            };
            (led, hauls)
        }))
    }

    /// The same with more hauls by way of what is to be collected, and these; nothing where there are none. Marks
    /// are those of moves, in order.
    pub(crate) fn by_way(
        &self,
        blocked: &[ArcId],
        wanted: &Wanted,
        marked: &[(ArcId, u8)],
    ) -> Result<Option<(Self, Vec<ArcId>)>, BuildError> {
        let measure = |arc| self.measure(arc);
        let grown = self
            .operations
            .by_way(blocked, (wanted, marked), &measure)?;
        Ok(grown.map(|(operations, hauls)| {
            let grown = Self {
                world: self.world.clone(),
                citations: self.citations.clone(),
                tolled: OnceLock::new(),
                quoted_as: None,
                appraisals: self.appraisals.around(&operations, &hauls),
                operations,
            };
            (grown, hauls)
        }))
    }

    /// What objectives count of a move.
    fn measure(&self, arc: ArcId) -> Measure {
        let mut measure = self.appraisals.measure(arc);
        let operation = self.operations.arc(arc);
        if let Some(OperationKind::Move(run)) = operation.map(|operation| &operation.kind) {
            let on_link = self.world.link_tolls(run.link);
            measure.tolls = measured(on_link, run.distance.as_metres());
        }
        measure
    }

    /// About how many bytes it takes beside what it shares with others of its world.
    pub(crate) fn bytes(&self) -> usize {
        self.operations.bytes() + self.appraisals.bytes()
    }

    /// The operations it prices.
    #[must_use]
    pub fn operations(&self) -> &Operations {
        &self.operations
    }

    /// The world it reads.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The world that quotes for it are known by.
    pub(super) const fn quoted(&self) -> &Arc<World> {
        match &self.quoted_as {
            Some(world) => world,
            None => &self.world,
        }
    }

    /// The world it reads, for quotes to share.
    pub(crate) const fn shared_world(&self) -> &Arc<World> {
        &self.world
    }

    /// Reads every price for a shipment.
    #[must_use]
    pub fn quote(&self, shipment: Shipment) -> Quote {
        Quote::new(self, shipment)
    }

    pub(super) fn appraisal(&self, arc: ArcId) -> Option<&Appraisal> {
        self.appraisals.get(arc)
    }

    /// How long an operation takes; nothing for an unknown index.
    #[must_use]
    pub fn time(&self, arc: ArcId) -> Option<TravelTime> {
        Some(self.appraisal(arc)?.time)
    }

    /// The mean time of an operation, which searches minimise; nothing for an unknown index.
    #[must_use]
    pub fn expected(&self, arc: ArcId) -> Option<Duration> {
        Some(self.appraisal(arc)?.expected)
    }

    /// What an operation emits for a shipment (ISO 14083: mass of goods times distance times
    /// intensity; handling by mass); nothing for an unknown index.
    #[must_use]
    pub fn emissions(&self, arc: ArcId, shipment: &Shipment) -> Option<Emissions> {
        Some(self.appraisal(arc)?.carbon.emissions(shipment))
    }

    /// The same, tank to wheel and well to tank apart; nothing for an unknown index.
    #[must_use]
    pub fn emission_parts(&self, arc: ArcId, shipment: &Shipment) -> Option<EmissionParts> {
        Some(self.appraisal(arc)?.carbon.parts(shipment))
    }

    /// What the emission factor of an operation comes from; empty where it has none of its own. Nothing
    /// for an unknown index.
    #[must_use]
    pub fn emission_evidence(&self, arc: ArcId) -> Option<Evidence> {
        let figure = self.appraisal(arc)?.carbon_from;
        Some(
            figure
                .map(|figure| self.evidence(figure))
                .unwrap_or_default(),
        )
    }

    /// What a figure comes from and how far it can be relied on; empty for one that this world does
    /// not have.
    #[must_use]
    pub fn evidence(&self, figure: FigureId) -> Evidence {
        self.citations.get(&self.world, figure)
    }

    /// What the hours of an operation come from; empty where they are those of its parts, or where it
    /// takes none. Nothing for an unknown index.
    #[must_use]
    pub fn time_evidence(&self, arc: ArcId) -> Option<Evidence> {
        let known = self.appraisal(arc)?;
        match (known.time_from, known.hazard) {
            (Some(figure), None) => Some(self.evidence(figure)),
            _ => Some(self.added_up(&self.time_figures(arc)?)),
        }
    }

    /// The figures that the hours of an operation come from.
    pub(crate) fn each_time_figure(&self, arc: ArcId, mut each: impl FnMut(FigureId)) {
        for (figure, _) in self.time_figures(arc).into_iter().flatten() {
            each(figure);
        }
    }

    /// The same with what each gives.
    fn time_figures(&self, arc: ArcId) -> Option<Vec<(FigureId, Duration)>> {
        let known = self.appraisal(arc)?;
        if let Some(figure) = known.time_from {
            let hazard = known.hazard.map(FigureId::Hazard);
            let hazard = hazard.map(|figure| (figure, Duration::ZERO));
            return Some(
                [(figure, known.expected)]
                    .into_iter()
                    .chain(hazard)
                    .collect(),
            );
        }
        let operation = self.operations.arc(arc)?;
        let lifts = self.operations.reload(operation).into_iter().flatten();
        Some(match &operation.kind {
            OperationKind::Wait(stop) => self.wait_figures(stop),
            OperationKind::Land(land) => {
                let terms = land.border.and_then(|border| border.terms);
                let by_sea = service(&self.world, land.service).is_by_sea();
                let site = Site::at(HandlingKind::PortDwell, land.place, land.country);
                let mut figures = self.handling_figures(by_sea.then_some(land.dwell), site);
                figures.extend(terms.map(|terms| self.control_figure(terms)));
                let site = Site::lift(Some(land.place), land.country);
                figures.extend(self.handling_figures(lifts, site));
                figures
            }
            OperationKind::BorderControl(border) => {
                let [from, to] = border.countries;
                let changed = self.world.border_override(border.crossing, from, to);
                let changed = changed.map(|time| (FigureId::Scenario, time.expected()));
                let recorded = border.terms.map(|terms| self.control_figure(terms));
                let mut figures: Vec<_> = changed.or(recorded).into_iter().collect();
                figures.extend(self.handling_figures(lifts, Site::lift(None, to)));
                figures
            }
            OperationKind::Move(_)
            | OperationKind::Haul(_)
            | OperationKind::Pass(_)
            | OperationKind::Load(_)
            | OperationKind::Unload(_)
            | OperationKind::Tranship(_)
            | OperationKind::GaugeChange(_)
            | OperationKind::Depart(_)
            | OperationKind::SeaRun(_)
            | OperationKind::TrainRun(_)
            | OperationKind::Through(_) => Vec::new(),
        })
    }

    fn control_figure(&self, terms: BorderTermsId) -> (FigureId, Duration) {
        let time = self.world.network().border_terms_at(terms).time.value();
        (FigureId::BorderTime(terms), time.expected())
    }

    fn handling_figures(
        &self,
        records: impl IntoIterator<Item = Option<HandlingId>>,
        site: Site,
    ) -> Vec<(FigureId, Duration)> {
        let records = records.into_iter();
        let found = records.filter_map(|record| dwell(&self.world, record, site));
        let figures = found.map(|(time, figure)| (figure, time.expected()));
        figures.collect()
    }

    /// The wait for a service, what a scenario adds to it, and the dwell before it.
    fn wait_figures(&self, stop: &Wait) -> Vec<(FigureId, Duration)> {
        let (id, network) = (stop.service, self.world.network());
        let service = service(&self.world, id);
        let (usual, figure) = wait((id, service), stop.reserved);
        let figure = wait_figure(&self.world, id, figure);
        let season = season(network, id, self.world.day());
        let alone = season.map_or(usual, |(_, season)| in_season(usual, season));
        let crowded = crowded(alone, self.world.service_capacity_left(id));
        let mut figures = vec![(figure, usual.expected().min(alone.expected()))];
        if let Some((season, _)) = season {
            let longer = alone.expected().saturating_sub(usual.expected());
            figures.push((FigureId::Season(season), longer));
        }
        if service.is_by_sea() {
            let site = Site::at(HandlingKind::PortDwell, stop.place, stop.country);
            figures.extend(self.handling_figures([stop.dwell], site));
        }
        let more = crowded
            .expected()
            .as_minutes()
            .saturating_sub(alone.expected().as_minutes());
        if let Ok(more @ 1..) = u32::try_from(more) {
            figures.push((FigureId::Scenario, Duration::from_minutes(more)));
        }
        figures
    }

    /// Figures that give a part of a span each.
    fn added_up(&self, figures: &[(FigureId, Duration)]) -> Evidence {
        if let [(figure, _)] = figures {
            return self.evidence(*figure);
        }
        let mut parts: Vec<CitedFigure> = Vec::new();
        for (figure, part) in figures {
            for figure in self.evidence(*figure).figures() {
                let counted = figure.kind != FigureKind::Spread;
                let part = counted.then_some(*part);
                parts.push(CitedFigure {
                    part,
                    ..figure.clone()
                });
            }
        }
        parts.into()
    }

    /// What the length of an operation comes from; empty where it is that of its parts, or where it
    /// has none. Nothing for an unknown index.
    #[must_use]
    pub fn length_evidence(&self, arc: ArcId) -> Option<Evidence> {
        let figure = self.appraisal(arc)?.length_from;
        Some(
            figure
                .map(|figure| self.evidence(figure))
                .unwrap_or_default(),
        )
    }
}
