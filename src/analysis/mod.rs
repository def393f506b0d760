//! Questions about many routes: how far the model is from published figures, which assumptions weigh
//! most, what is odd about its tables, who earned what, what a set of requests depends on, what a toll may be at the most.

pub mod assumptions;
pub mod audit;
pub mod break_even;
mod brief;
pub mod calibration;
pub mod criticality;
pub mod demand;
pub mod dependence;
pub mod flows;
pub mod gains;
pub mod game;
pub mod interdiction;
pub mod money;
pub mod projects;
pub mod settlement;
pub mod toll;
pub mod variants;
mod worlds;
mod yearly;
