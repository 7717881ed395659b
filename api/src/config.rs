//! stub
/// s
#[derive(Clone, Debug, Default)]
pub struct Settings {}
