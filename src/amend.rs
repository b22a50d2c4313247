//! Editions of an act: carrying amendments out, comparing two editions, and drafting the bill that turns
//! one into the other. Knows no rules.

pub mod align;
pub mod apply;
pub mod draft;
pub mod edition;
pub mod table;
pub mod wording;

pub use align::{Difference, Kind, Side, compare};
pub use draft::draft;
pub use edition::Edition;
pub use table::Table;
