//! Lists of news, who has been told, and whom to tell.

mod list;
mod tell;

pub use list::{circles_of, told_in, told_of_interactions, told_people, told_to, untold_to};
pub use tell::{ToTell, whom_to_tell};
