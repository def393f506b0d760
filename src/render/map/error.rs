/// Why no map was drawn.
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MapError {
    /// The bounds enclose no ground.
    #[error(
        "region west {west}, south {south}, east {east}, north {north} is no box of degrees: \
         -180 <= west < east <= 180 and -80 <= south < north <= 84, at least 0.05 wide and high"
    )]
    Region {
        /// Westernmost longitude.
        west: f64,
        /// Southernmost latitude.
        south: f64,
        /// Easternmost longitude.
        east: f64,
        /// Northernmost latitude.
        north: f64,
    },
    /// No region has that name.
    #[error("`{name}` is no region; use one of {accepted}")]
    UnknownRegion {
        /// The name.
        name: String,
        /// The names that exist.
        accepted: String,
    },
    /// There is nothing to fit a region around.
    #[error("the network has no places to fit a map around; name a region with `Map::region`")]
    Nothing,
    /// The paper is too small or too large.
    #[error("a map of {width} x {height} pixels cannot be drawn; use 200 to 20000 each way")]
    Size {
        /// Width asked for.
        width: u32,
        /// Height asked for.
        height: u32,
    },
}

coded!(MapError {
    Region { west, south, east, north } = "map_region",
    UnknownRegion { name, accepted } = "map_unknown_region",
    Nothing {} = "map_nothing",
    Size { width, height } = "map_size",
});
