//! Questions about many routes: how far the model is from published figures, who earned what,
//! what is odd about the records.

pub mod audit;
pub mod calibration;
pub mod settlement;
