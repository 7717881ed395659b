//! What is worth remembering about people, in words.

use entity::fact::FactKind;

/// What people like to talk about.
pub const INTERESTS: [&str; 28] = [
    "urban cycling",
    "community gardens",
    "film photography",
    "sourdough baking",
    "trail running",
    "jazz piano",
    "science fiction",
    "open data",
    "ceramics",
    "sailing",
    "city planning",
    "language learning",
    "board games",
    "birdwatching",
    "local history",
    "electric cars",
    "street food",
    "modern dance",
    "chess",
    "bouldering",
    "podcasting",
    "woodworking",
    "astronomy",
    "volunteering at the food bank",
    "school libraries",
    "tea",
    "typography",
    "mountain hiking",
];

/// One line on what someone does.
pub const HEADLINES: [&str; 5] = [
    "{role} at {at}",
    "{role} at {at}, {city}",
    "{role}, {at}. Off duty: {interest}",
    "{role} in {city}, currently with {at}",
    "{role} at {at} and a fan of {interest}",
];

/// Free notes.
pub const SUMMARIES: [&str; 7] = [
    "Easy to talk to, and always asks the second question. Lives in {city} and would rather meet than write.",
    "Knows everybody in the field. Answers short messages within the hour, long ones never.",
    "Thinks in systems and draws them on napkins. Bring up {interest} and the hour is gone.",
    "Careful, thorough, good to have in a room. Wants the agenda beforehand.",
    "Moved to {city} for {at}. Looking for people to share {interest} with.",
    "Generous with time and contacts. Remember to report back on what came of it.",
    "Joined {at} after a break of a year and says it was the best decision in a decade.",
];

/// How the user met them.
pub const MET_HOW: [&str; 12] = [
    "Sat next to each other at a conference dinner",
    "Worked on the same project for a client",
    "They spoke at a meet-up and I asked a question",
    "Same course at university",
    "Neighbours for two years",
    "They wrote to me about an article",
    "On the jury of a start-up competition",
    "At a friend's birthday",
    "Shared a desk at the co-working space",
    "On a train that was three hours late",
    "Volunteered at the same festival",
    "They interviewed me; I did not take the job, but we kept talking",
];

/// How the user met someone through somebody else.
pub const MET_THROUGH: [&str; 4] = [
    "Introduced over lunch",
    "Introduced by e-mail, then a call",
    "Brought along to the book club",
    "Recommended as the person to ask",
];

/// Streets for home addresses.
pub const STREETS: [&str; 6] = [
    "Orchard Lane",
    "Station Road",
    "Mill Street",
    "Garden Row",
    "Harbour Walk",
    "Chapel Hill",
];

/// Two dimensions by which the user looks at people, and the values.
pub const DIMENSIONS: [(&str, &[&str]); 2] = [
    (
        "Where we know each other from",
        &["work", "study", "community", "neighbourhood"],
    ),
    (
        "Best reached",
        &[
            "in the morning",
            "at lunch",
            "in the evening",
            "by message any time",
        ],
    ),
];

/// Facts: their kind, their texts, and in how many of a hundred cases somebody has one.
pub const FACTS: [(FactKind, &[&str], u32); 7] = [
    (
        FactKind::Skill,
        &[
            "Negotiating contracts",
            "Explaining hard things simply",
            "Running workshops",
            "Financial modelling",
            "Hiring first teams",
            "Writing grant applications",
            "Statistics",
            "Public speaking",
            "User research",
            "Database design",
            "Moderating difficult meetings",
            "Supply chains",
        ],
        60,
    ),
    (
        FactKind::Goal,
        &[
            "Wants to start a company of their own",
            "Looking for a seat on a non-profit board",
            "Writing a first book",
            "Hiring two engineers this year",
            "Wants to work four days a week",
            "Opening an office abroad",
            "Learning to delegate",
            "Finding a co-author for a paper",
            "Raising a seed round",
            "Moving closer to the sea",
        ],
        45,
    ),
    (
        FactKind::Value,
        &[
            "Keeps promises, small ones too",
            "Credit goes to the team",
            "Open by default",
            "Would rather be late than sloppy",
            "Time with the family comes first",
            "Leaves places better than found",
        ],
        25,
    ),
    (
        FactKind::Perspective,
        &[
            "Thinks remote work needs two weeks together each year",
            "Sceptical of growth for its own sake",
            "Believes that pilots should be paid for",
            "Says that most meetings are letters",
        ],
        15,
    ),
    (
        FactKind::Topic,
        &[
            "The new tram line",
            "What they are reading",
            "Their daughter's robotics team",
            "Allotment news",
            "The half-marathon in spring",
            "Recommendations for podcasts",
        ],
        30,
    ),
    (
        FactKind::Preference,
        &[
            "Prefers a walk to a coffee",
            "No calls before ten",
            "Likes a hand-written card",
            "Vegetarian restaurants",
            "Short e-mails, please",
            "Tea, never coffee",
        ],
        30,
    ),
    (
        FactKind::Other,
        &[
            "Speaks four languages",
            "Plays in a brass band",
            "Has a very old dog called Biscuit",
        ],
        8,
    ),
];
