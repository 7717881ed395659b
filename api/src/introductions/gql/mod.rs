//! Introductions in GraphQL.

mod input;
mod kinds;
mod link;
mod mutation;
mod object;
mod payload;
mod query;

pub use input::{
    AnswerIntroductionByLinkInput, CreateIntroductionInput, IntroductionFilterInput, IntroductionOrder,
    IntroductionOrderField, IntroductionStateComparator, UpdateIntroductionInput,
};
pub use kinds::{Consent, IntroductionAction, IntroductionOutcome, IntroductionSideName, IntroductionState};
pub use link::{IntroductionInvitation, InvitedPerson};
pub use mutation::mutations;
pub use object::{Introduction, IntroductionSide, IntroductionStep};
pub use payload::{
    AnswerIntroductionByLinkPayload, AskIntroductionPayload, ConnectorLoad, IntroductionPayload,
};
pub use query::queries;
