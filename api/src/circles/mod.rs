//! stub
pub mod gql;
use entity::{tag,circle}; use entity::ids::*; use crate::kit::*;
/// s
pub async fn require_tags(_:&Tx,_:&mut Checks,_:&[(Path,TagId)])->Result<(),Failure>{Ok(())}
/// s
pub async fn require_circles(_:&Tx,_:&mut Checks,_:&[(Path,CircleId)])->Result<(),Failure>{Ok(())}
/// s
pub async fn find_or_create_tags(_:&mut Tx,_:&[String])->Result<Vec<tag::Model>,Failure>{Ok(vec![])}
/// s
pub async fn tag_people(_:&mut Tx,_:PersonId,_:&[TagId],_:&[TagId])->Result<bool,Failure>{Ok(false)}
/// s
pub async fn circle_people(_:&mut Tx,_:PersonId,_:&[CircleId],_:&[CircleId])->Result<bool,Failure>{Ok(false)}
/// s
pub async fn tags_of(_:&Reader<'_>,_:&[PersonId])->Result<std::collections::HashMap<PersonId,Vec<tag::Model>>,Fault>{Ok(Default::default())}
/// s
pub async fn circles_of(_:&Reader<'_>,_:&[PersonId])->Result<std::collections::HashMap<PersonId,Vec<circle::Model>>,Fault>{Ok(Default::default())}
