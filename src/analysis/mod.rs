//! Questions about many routes: how far the model is from published figures, who earned what.

pub mod calibration;
pub mod settlement;
