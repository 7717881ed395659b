//! stub
pub mod gql;
