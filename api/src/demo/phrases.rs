//! What people do together and tell each other, as one would note it. `{who}` is a first name, `{interest}` and
//! `{industry}` are that person's, `{city}` is where they live.

/// One line on an interaction, and what it was about.
pub const TALKS: [(&str, &str); 20] = [
    (
        "Catch-up",
        "Caught up on work and summer plans. {who} is doing well and has more time again.",
    ),
    (
        "Coffee with {who}",
        "Talked about {interest} for an hour, and about work for ten minutes.",
    ),
    (
        "Question about {industry}",
        "I asked how the field is changing. Three names to look up, two articles to read.",
    ),
    (
        "Feedback on my draft",
        "{who} read the draft: cut the first page, lead with the example.",
    ),
    (
        "Advice on hiring",
        "How to run a fair process with a small team. {who} sent the template they use.",
    ),
    (
        "Lunch in {city}",
        "First time at the new place by the market. We should do this every quarter.",
    ),
    (
        "Plans for the year",
        "Compared plans. {who} wants less travel and more depth.",
    ),
    (
        "Follow-up",
        "Sent the links I had promised, and asked how the presentation went.",
    ),
    (
        "Job change",
        "{who} is thinking of moving on and wanted an outside view. Listened, mostly.",
    ),
    (
        "Idea for a workshop",
        "Half a day on {interest} for beginners. {who} would host, I would bring people.",
    ),
    (
        "Thank-you note",
        "Thanked {who} for the recommendation; it made the difference.",
    ),
    (
        "Budget season",
        "Swapped notes on planning. Everybody in {industry} is being careful.",
    ),
    (
        "Recommendation",
        "{who} recommended a supplier. Good experience over two years.",
    ),
    (
        "Walk and talk",
        "An hour along the river. Best meeting of the week.",
    ),
    ("Quick check-in", "Nothing in particular, just said hello."),
    (
        "Conference plans",
        "Both going in autumn. Sharing a table at the dinner.",
    ),
    (
        "Introduction request",
        "{who} asked whether I know anybody in {industry} abroad. I do; will ask them first.",
    ),
    (
        "Book swap",
        "Lent {who} the book on {interest}; got one back that I did not know.",
    ),
    (
        "Reference call",
        "Spoke about someone we both worked with. Happy to recommend them.",
    ),
    (
        "Celebration",
        "{who}'s team shipped after eight months. Raised a glass.",
    ),
];

/// Interactions within a collaboration; `{title}` is what it is called.
pub const MEETINGS: [(&str, &str); 6] = [
    (
        "{title}: check-in",
        "Went through the open points. On track, one decision waits for {who}.",
    ),
    (
        "{title}: planning",
        "Agreed on the next four weeks and who does what. {who} writes it up.",
    ),
    (
        "{title}: review",
        "Looked at the first results. Better than expected; the numbers need another week.",
    ),
    (
        "{title}: money",
        "{who} went through the costs. Tight, but it works if we start small.",
    ),
    (
        "{title}: open questions",
        "Cleared up scope and credit. Good that we talked about it early.",
    ),
    (
        "{title}: feedback",
        "{who} showed it to three people who would use it. Two changes, one surprise.",
    ),
];

/// Private notes.
pub const NOTES: [&str; 10] = [
    "Send the article on {interest}.",
    "Ask next time how the move went.",
    "Would be good to introduce to someone in {industry}.",
    "Seemed tired; keep the next one short.",
    "Owes me an answer on the dates, no hurry.",
    "I promised two names by Friday.",
    "Remember: mornings are better.",
    "Invite to the next dinner.",
    "Follow up in six weeks.",
    "Best conversation in a while.",
];

/// What the user told.
pub const SHARED: [&str; 8] = [
    "I am taking on fewer clients this year.",
    "Told {who} about the book club.",
    "My plans for the autumn, and that I am looking for a co-host.",
    "That the project got its funding.",
    "I am learning to sail, badly.",
    "The first numbers of the pilot.",
    "That I will be in {city} in spring.",
    "The talk was accepted.",
];

/// What the user was told.
pub const HEARD: [&str; 12] = [
    "{who} starts a new role next month.",
    "The team has grown to twelve.",
    "{who} is writing a series about {interest}.",
    "They are hiring for two positions.",
    "{who} will be in town in the second week.",
    "The merger is off; everybody is relieved.",
    "{who} is taking a sabbatical in summer.",
    "The oldest child starts university.",
    "{who} ran the first half-marathon.",
    "New flat, with a balcony at last.",
    "The office moves across {city}.",
    "{who} joined the board of a small foundation.",
];

/// Places to meet.
pub const PLACES: [&str; 8] = [
    "Café Aurora",
    "The Reading Room",
    "Their office",
    "My office",
    "Riverside path",
    "Market hall",
    "Hotel lobby",
    "Botanical garden",
];

/// Events.
pub const EVENTS: [&str; 6] = [
    "Spring Forum",
    "Open Cities Conference",
    "Founders' Breakfast",
    "Design Week",
    "Energy Summit",
    "Alumni Day",
];

/// What challenged the user.
pub const CHALLENGED: [&str; 4] = [
    "{who} thinks that we sell to the wrong people, and has figures for it.",
    "I took it for granted that {industry} works as we do. It does not.",
    "{who} would rather have fewer friends and see them more often.",
    "In {city} nobody would pay for this, and {who} told me why.",
];

/// What the user learnt.
pub const LEARNT: [&str; 4] = [
    "How {industry} decides what to buy.",
    "To ask first what somebody has tried already.",
    "Where to begin with {interest}.",
    "That a short letter is answered sooner than a long one.",
];
