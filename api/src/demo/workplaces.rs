//! Where the network's people work, and as what.

use entity::ids::OrganizationId;
use entity::organization;

use crate::app::App;
use crate::kit::declared::{Draft, New};

/// Name, the beginning of the domain, and what it does.
const WORKPLACES: [(&str, &str, &str); 40] = [
    ("Lumenworks", "lumenworks", "Renewable energy"),
    ("Tideline Robotics", "tideline", "Robotics"),
    ("Hearth & Hammer", "hearthhammer", "Architecture"),
    ("Northbound Capital", "northbound", "Venture capital"),
    ("Fieldnote Labs", "fieldnote", "Software"),
    ("The Open Ledger Foundation", "openledger", "Non-profit"),
    ("Saffron Health Systems", "saffronhealth", "Health technology"),
    ("Kestrel Analytics", "kestrel", "Data"),
    ("Bluebarn Studio", "bluebarn", "Design"),
    ("Meridian Rail", "meridianrail", "Transport"),
    ("Parallel University", "parallel", "Higher education"),
    ("Grainstore Foods", "grainstore", "Food"),
    ("Halcyon Media", "halcyon", "Media"),
    ("Copperleaf Partners", "copperleaf", "Consulting"),
    ("Driftwood Hotels", "driftwood", "Hospitality"),
    ("Quillon Press", "quillon", "Publishing"),
    ("Sunbird Mobility", "sunbird", "Transport"),
    ("Axle & Arrow", "axlearrow", "Logistics"),
    ("Civic Commons", "civiccommons", "Public sector"),
    ("Terrafold", "terrafold", "Climate technology"),
    ("Brightwater Utilities", "brightwater", "Utilities"),
    ("Oakline Insurance", "oakline", "Insurance"),
    ("Polyphon", "polyphon", "Music technology"),
    ("Stackhouse", "stackhouse", "Software"),
    ("Mosaic Learning", "mosaic", "Education technology"),
    ("Vantage Legal", "vantagelegal", "Law"),
    ("Harbour Seven", "harbourseven", "Venture capital"),
    ("Loomstate Textiles", "loomstate", "Manufacturing"),
    ("Petrichor Farms", "petrichor", "Agriculture"),
    ("Signal Peak", "signalpeak", "Telecommunications"),
    ("Atelier Onze", "atelieronze", "Design"),
    ("Cobalt Bank", "cobalt", "Finance"),
    ("Redwood Institute", "redwood", "Research"),
    ("Paperplane Travel", "paperplane", "Travel"),
    ("Keystone Bio", "keystonebio", "Biotechnology"),
    ("Nightjar Games", "nightjar", "Games"),
    ("Commonplace Books", "commonplace", "Retail"),
    ("Ironbridge Engineering", "ironbridge", "Engineering"),
    ("Windrose Aerospace", "windrose", "Aerospace"),
    ("Gather Events", "gather", "Events"),
];

/// As what people work.
pub const ROLES: [&str; 24] = [
    "Product manager",
    "Software engineer",
    "Head of partnerships",
    "Founder",
    "Design lead",
    "Data scientist",
    "Operations manager",
    "Research fellow",
    "Programme director",
    "Account executive",
    "Chief of staff",
    "Marketing lead",
    "Investment associate",
    "Communications manager",
    "Engineering manager",
    "Policy adviser",
    "Managing director",
    "Finance lead",
    "People partner",
    "Community manager",
    "Architect",
    "Editor",
    "Sustainability lead",
    "Sales director",
];

/// In which part.
pub const DEPARTMENTS: [&str; 8] = [
    "Product",
    "Engineering",
    "Strategy",
    "Research",
    "Operations",
    "Growth",
    "International",
    "Innovation",
];

/// A place of work.
pub struct Workplace {
    /// Its id.
    pub id: OrganizationId,
    /// Its name.
    pub name: &'static str,
    /// Its internet domain; nobody can own one that ends so.
    pub domain: String,
    /// What it does.
    pub industry: &'static str,
}

/// All places of work.
pub fn workplaces(app: &App) -> Vec<Workplace> {
    let place = |(name, stem, industry)| Workplace {
        id: app.ids.next(app.clock.now()),
        name,
        domain: format!("{stem}.example"),
        industry,
    };
    WORKPLACES.into_iter().map(place).collect()
}

impl Workplace {
    /// The command that makes it.
    pub fn to_new(&self) -> New<organization::Model> {
        let fields = Draft::of(&organization::Model {
            name: self.name.to_owned(),
            domain: Some(self.domain.clone()),
            url: Some(format!("https://{}", self.domain)),
            industry: Some(self.industry.to_owned()),
            ..organization::Model::default()
        });
        New {
            id: Some(self.id),
            fields,
        }
    }
}
