//! The tables of a network: what a line here gives a record.

/// Calls a macro with every table, one line each.
///
/// * `coded` records have a unique code ([`Coded`](super::table::Coded)): the builder's `add` and
///   `find`, the field, the accessors by id and by code, the id; where the record keeps its row.
/// * `numbered` records have an id and no code: `add`, the field, the id.
/// * `listed` records have neither: `add`, the field, which is the accessor as well.
///
/// Then what `add` adds, for its documentation.
macro_rules! every_table {
    ($then:ident) => {
        $then! {
            coded {
                place find_place places place_at place_by_code: Place, PlaceId, provenance, "a" "place";
                crossing find_crossing crossings crossing_at crossing_by_code: BorderCrossing, CrossingId, provenance, "a" "border crossing";
                link find_link links link_at link_by_id: Link, LinkId, provenance, "a" "link";
                line find_line lines line_at line_by_id: Line, LineId, provenance, "a" "line";
                operator find_operator operators operator_at operator_by_id: Operator, OperatorId, provenance, "an" "operator";
                owner find_owner owners owner_at owner_by_id: Owner, OwnerId, provenance, "an" "owner that operates nothing";
                service find_service services service_at service_by_id: Service, ServiceId, provenance, "a" "service";
                through_rate find_through_rate through_rates through_rate_at through_rate_by_id: ThroughRate, ThroughRateId, provenance, "a" "through rate";
                tariff find_tariff tariffs tariff_at tariff_by_id: Tariff, TariffId, provenance, "a" "tariff";
                project find_project projects project_at project_by_id: Project, ProjectId, provenance, "a" "project";
                source find_source sources source_at source_by_id: Source, SourceId, origin, "a" "source";
            }
            numbered {
                handling handling: Handling, HandlingId, "a" "handling record";
                border borders: BorderTerms, BorderTermsId, "a" "record of border control";
            }
            listed {
                stake stakes: Stake, "a" "stake" ", consortium shares included, in canonical order";
                member members: Member, "a" "membership of a consortium" ", in canonical order";
                fee fees: Fee, "a" "fee" "";
                #[serde(default)]
                plate plates: PlateTerms, "a" "rule on trucks by plate" ", in the order of countries";
                #[serde(default)]
                hazard hazards: Hazard, "a" "hazard" ", in the order of countries";
                #[serde(default)]
                closure closures: Closure, "a" "ban on goods by where they start and end" "";
                #[serde(default)]
                union unions: UnionMember, "a" "country of a union" ", and when";
                speed speeds: Speed, "a" "speed" "";
                emission emissions: EmissionFactor, "an" "emission factor" "";
                exchange_rate exchange_rates: ExchangeRate, "an" "exchange rate" "";
                price_index price_indexes: PriceIndex, "a" "price index" ", in the order of years";
                #[serde(default)]
                departure departures: Departure, "a" "wait for a train to leave" "";
                #[serde(default)]
                season seasons: Season, "a" "season of services" "";
                #[serde(default)]
                range ranges: SourceRange, "a" "range of what a source states" ", in the order of sources and columns";
                #[serde(default)]
                consortium_operation consortium_operations: ConsortiumOperation, "an" "operation that a member runs for a consortium" ", in canonical order";
                #[serde(default)]
                passage passages: Passage, "a" "passage that something passes" ", in the order of names";
                #[serde(default)]
                control controls: Control, "a" "say over a company without shares" ", in canonical order";
            }
        }
    };
}
