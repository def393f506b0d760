//! The road network of Luxembourg.

use std::path::Path;

use super::Network;

impl Network {
    /// The road network of Luxembourg, when `../shared/graphs/luxembourg` is there.
    pub(crate) fn luxembourg() -> Option<Self> {
        let folder = [
            std::env::var("TRADE_CORRIDOR_LUXEMBOURG").unwrap_or_default(),
            format!(
                "{}/../../shared/graphs/luxembourg",
                env!("CARGO_MANIFEST_DIR")
            ),
            format!(
                "{}/../../../shared/graphs/luxembourg",
                env!("CARGO_MANIFEST_DIR")
            ),
        ]
        .into_iter()
        .find(|folder| Path::new(folder).join("first_out").is_file())?;
        let read = |name: &str| -> Option<Vec<u32>> {
            let bytes = std::fs::read(Path::new(&folder).join(name)).ok()?;
            Some(
                bytes
                    .chunks_exact(4)
                    .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
                    .collect(),
            )
        };
        let (first, head) = (read("first_out")?, read("head")?);
        let mut arcs = Vec::with_capacity(head.len());
        for (tail, row) in first.windows(2).enumerate() {
            arcs.extend((row[0]..row[1]).map(|arc| (tail as u32, head[arc as usize])));
        }
        let degrees = |name| -> Option<Vec<f64>> {
            Some(
                read(name)?
                    .into_iter()
                    .map(|bits| f64::from(f32::from_bits(bits)))
                    .collect(),
            )
        };
        // 0.6494: cosine of 49.5° north
        let points = degrees("longitude")?
            .iter()
            .map(|x| x * 0.6494)
            .zip(degrees("latitude")?)
            .collect();
        Some(Self {
            name: "luxembourg".to_owned(),
            points,
            arcs,
            time: read("travel_time")?,
            length: read("geo_distance")?,
        })
    }
}
