//! The HTML document.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::section::{Block, Cell, Section, Table};
use super::words::{cost, km, named};
use super::{Report, ReportError, chart, lines, sankey, spans};

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");
/// Nothing is loaded, whatever the text of a table says.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/// What can be switched off on the map, and the elements that are it.
const LAYERS: &[(&str, &str)] = &[
    ("Railways", ".rail, .core"),
    ("Roads", ".road"),
    ("Sea and waterways", ".sea, .waterway"),
    ("Planned", ".planned"),
    ("Closed", ".closed"),
    ("Border crossings", ".crossing"),
    ("Places", ".places, .names, .halos, .leaders"),
    ("Countries and seas", ".areas"),
];

pub(super) fn html(report: &Report<'_>) -> Result<String, ReportError> {
    let title = report.heading();
    let contents = report.contents();
    let mut sections = Vec::with_capacity(contents.len());
    for (index, section) in contents.iter().enumerate() {
        sections.push(of(index, section)?);
    }
    let map = map(report)?;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a class="skip" href="#contents" { "Skip to the contents" }
                header { h1 { (title) } }
                nav aria-label="Contents" id="contents" {
                    ul {
                        li { a href="#map" { "Map" } }
                        @for (index, section) in contents.iter().enumerate() {
                            li { a href=(format!("#{}", id(index))) { (section.title) } }
                        }
                    }
                }
                main {
                    (map)
                    @for section in &sections { (section) }
                }
                footer {
                    p {
                        "Made by trade-corridor " (env!("CARGO_PKG_VERSION")) ". Land: Natural Earth. "
                        "Links derived from \u{a9} OpenStreetMap contributors, ODbL 1.0."
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    Ok(page.into_string())
}

fn id(index: usize) -> String {
    format!("section-{}", index + 1)
}

fn map(report: &Report<'_>) -> Result<Markup, ReportError> {
    let svg = report.map()?;
    Ok(html! {
        section id="map" aria-labelledby="map-title" {
            h2 id="map-title" { "Map" }
            div class="switches" {
                @if !report.routes.is_empty() {
                    fieldset {
                        legend { "Routes" }
                        @for (index, route) in report.routes.iter().enumerate() {
                            label {
                                input type="checkbox" checked
                                    data-targets=(format!("[data-route=\"{index}\"]"));
                                span class=(format!("swatch route-{index}")) aria-hidden="true" {}
                                (named(index)) ", " (route.objective.to_string()) ": "
                                (km(route.distance())) " km, USD " (cost(route))
                            }
                        }
                    }
                }
                fieldset {
                    legend { "Layers" }
                    @for (name, targets) in LAYERS {
                        label { input type="checkbox" checked data-targets=(targets); (name) }
                    }
                }
            }
            div class="tools" role="group" aria-label="Move and zoom" {
                button type="button" data-zoom="in" { "Zoom in" }
                button type="button" data-zoom="out" { "Zoom out" }
                button type="button" data-zoom="reset" { "Whole map" }
                output id="map-info" aria-live="polite" { "Point at a line or a place to see what it is." }
            }
            div id="map-view" tabindex="0" role="group"
                aria-label="Map; arrow keys move it, plus and minus zoom, zero shows all of it" {
                (PreEscaped(svg))
            }
        }
    })
}

fn of(index: usize, section: &Section) -> Result<Markup, ReportError> {
    let (id, title) = (id(index), format!("{}-title", id(index)));
    let blocks = blocks(&section.blocks)?;
    Ok(html! {
        section id=(id) aria-labelledby=(title) {
            h2 id=(title) { (section.title) }
            (blocks)
        }
    })
}

fn blocks(blocks: &[Block]) -> Result<Markup, ReportError> {
    let drawn = blocks.iter().map(block).collect::<Result<Vec<_>, _>>()?;
    Ok(html! { @for block in &drawn { (block) } })
}

fn block(block: &Block) -> Result<Markup, ReportError> {
    Ok(match block {
        Block::Text(text) => html! { p { (text) } },
        Block::List(items) => html! { ul { @for item in items { li { (item) } } } },
        Block::Table(table) => table_of(table),
        Block::Bars(bars) => {
            let svg = chart::svg(bars)?;
            html! {
                @if !svg.is_empty() {
                    figure { figcaption { (bars.title) ", " (bars.unit) } (PreEscaped(svg)) }
                }
            }
        }
        Block::Spans(spans) => {
            let svg = spans::svg(spans)?;
            html! {
                @if !svg.is_empty() {
                    figure { figcaption { (spans.title) ", " (spans.unit) } (PreEscaped(svg)) }
                }
            }
        }
        Block::Sankey(chart) => {
            let svg = sankey::svg(chart);
            html! {
                @if !svg.0.is_empty() {
                    figure class="wide" tabindex="0" {
                        figcaption { (chart.title) ", " (chart.unit) }
                        (svg)
                    }
                }
            }
        }
        Block::Lines(chart) => {
            let svg = lines::svg(chart)?;
            html! {
                @if !svg.is_empty() {
                    figure { figcaption { (chart.title) ", " (chart.unit) } (PreEscaped(svg)) }
                }
            }
        }
        Block::Details { summary, blocks } => {
            let inner = self::blocks(blocks)?;
            html! { details { summary { (summary) } (inner) } }
        }
    })
}

fn table_of(table: &Table) -> Markup {
    let columns = table.columns.len();
    let is_number = |column: usize| {
        let mut rows = table.rows.iter().filter_map(|row| row.get(column));
        rows.next()
            .is_some_and(|cell| matches!(cell, Cell::Number(_)))
    };
    html! {
        div class="wide" tabindex="0" role="region" aria-label=(table.caption) {
            table {
                caption { (table.caption) }
                thead {
                    tr {
                        @for (index, column) in table.columns.iter().enumerate() {
                            th scope="col" class=[is_number(index).then_some("number")] { (column) }
                        }
                    }
                }
                tbody {
                    @for row in &table.rows {
                        tr { @for column in 0..columns { (cell(row.get(column), column == 0)) } }
                    }
                }
                @if !table.total.is_empty() {
                    tfoot {
                        tr { @for column in 0..columns { (cell(table.total.get(column), column == 0)) } }
                    }
                }
            }
        }
    }
}

/// The first cell of a row is its head.
fn cell(cell: Option<&Cell>, is_first: bool) -> Markup {
    let (class, inner) = match cell {
        None => (None, html! {}),
        Some(Cell::Text(text)) => (None, html! { (text) }),
        Some(Cell::Number(number)) => (Some("number"), html! { (number) }),
        Some(Cell::Link { text, url }) if is_web(url) => {
            (None, html! { a href=(url) rel="noreferrer" { (text) } })
        }
        Some(Cell::Link { text, .. }) => (None, html! { (text) }),
    };
    html! {
        @if is_first { th scope="row" class=[class] { (inner) } }
        @else { td class=[class] { (inner) } }
    }
}

/// No other scheme may stand behind a link.
fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}
