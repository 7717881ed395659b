//! The words of introductions.

use entity::introduction_side::Side;
use entity::{introduction, introduction_side, introduction_step};

use crate::graphql::declare::stored_enum;

stored_enum! {
    /// How far an introduction is: `DRAFT → ASKING → READY → MADE → CLOSED`, or `DECLINED`, `EXPIRED`, `CANCELLED`.
    IntroductionState = introduction::IntroductionState {
        /// Being prepared; nobody was asked.
        Draft,
        /// Waiting for answers.
        Asking,
        /// Everybody said yes: bring them together.
        Ready,
        /// They were brought together.
        Made,
        /// Over, with an outcome.
        Closed,
        /// Somebody said no.
        Declined,
        /// The time to answer ran out.
        Expired,
        /// The user called it off.
        Cancelled,
    }
}

stored_enum! {
    /// What came of an introduction.
    IntroductionOutcome = introduction::IntroductionOutcome {
        /// They met.
        Met,
        /// They stay in touch.
        Ongoing,
        /// They work together.
        Collaboration,
        /// One of them did not reply.
        NoReply,
        /// Nothing came of it.
        NotUseful,
        /// Something else.
        Other,
    }
}

stored_enum! {
    /// A side of an introduction.
    IntroductionSideName = Side {
        /// One of the two who are to meet.
        A,
        /// The other of the two.
        B,
        /// The person who introduces them, where it is not the user.
        Connector,
    }
}

stored_enum! {
    /// What a side of an introduction said.
    Consent = introduction_side::Consent {
        /// Not asked yet.
        NotAsked,
        /// Asked; no answer yet.
        Asked,
        /// Said yes; the side that is the user has, from the start.
        Accepted,
        /// Said no.
        Declined,
    }
}

stored_enum! {
    /// What can be done with an introduction.
    IntroductionAction = introduction_step::IntroductionAction {
        /// Prepare it: `createIntroduction`.
        Draft,
        /// Ask a side: `askIntroduction`.
        Ask,
        /// A side answers: `answerIntroduction`, or `answerIntroductionByLink`.
        Answer,
        /// Remind a side: `nudgeIntroduction`.
        Nudge,
        /// Bring them together: `makeIntroduction`.
        Make,
        /// Say what came of it: `recordIntroductionOutcome`.
        RecordOutcome,
        /// Call it off: `cancelIntroduction`.
        Cancel,
        /// The time to answer ran out; nobody does this.
        Expire,
    }
}
