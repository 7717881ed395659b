//! The list of all records.

/// Calls a macro with the list of what the change feed tells of: what it is, the module of its table, its type with the word that is
/// stored for it, and its id with the word by which ids begin; and, if it has texts to be
/// found by, the letter of its own behind which their words are indexed.
///
/// From this list come the modules, [`RecordType`](crate::RecordType), the types of ids, and in GraphQL the enum and the names by which
/// types refer to each other. Words and letters are never changed: they are stored, and clients keep ids. A new record stands before the workspace.
#[macro_export]
macro_rules! records {
    ($with:ident) => {
        $with! {
            /// Someone in the network.
            person: Person = "PERSON", PersonId = "person", found by 'p';
            /// Where people work.
            organization: Organization = "ORGANIZATION", OrganizationId = "organization", found by 'o';
            /// A group of people.
            circle: Circle = "CIRCLE", CircleId = "circle", found by 'c';
            /// A label.
            tag: Tag = "TAG", TagId = "tag";
            /// Who knows whom.
            tie: Tie = "TIE", TieId = "tie";
            /// In what people differ.
            dimension: Dimension = "DIMENSION", DimensionId = "dimension";
            /// Something that happened.
            interaction: Interaction = "INTERACTION", InteractionId = "interaction", found by 'i';
            /// Bringing two people together.
            introduction: Introduction = "INTRODUCTION", IntroductionId = "introduction", found by 'b';
            /// Something done together.
            collaboration: Collaboration = "COLLABORATION", CollaborationId = "collaboration", found by 'w';
            /// How often to be in touch.
            cadence: Cadence = "CADENCE", CadenceId = "cadence";
            /// What was decided about being in touch.
            check_in: CheckIn = "CHECK_IN", CheckInId = "check_in", found by 'd';
            /// A dated thing in a person's life.
            milestone: Milestone = "MILESTONE", MilestoneId = "milestone", found by 'm';
            /// What was done about a milestone in a year.
            milestone_acknowledgement: MilestoneAcknowledgement = "MILESTONE_ACKNOWLEDGEMENT",
                MilestoneAcknowledgementId = "milestone_acknowledgement";
            /// Value given or received.
            exchange: Exchange = "EXCHANGE", ExchangeId = "exchange", found by 'x';
            /// Thanks.
            gratitude: Gratitude = "GRATITUDE", GratitudeId = "gratitude", found by 't';
            /// What was decided about a nudge.
            nudge_decision: NudgeDecision = "NUDGE_DECISION", NudgeDecisionId = "nudge_decision";
            /// What the user, or somebody else, is after.
            goal: Goal = "GOAL", GoalId = "goal", found by 'g';
            /// What the user, or somebody else, looks for.
            need: Need = "NEED", NeedId = "need", found by 'n';
            /// What the user, or somebody else, can give.
            offer: Offer = "OFFER", OfferId = "offer", found by 'f';
            /// What was decided about a match.
            match_decision: MatchDecision = "MATCH_DECISION", MatchDecisionId = "match";
            /// What was decided about two people who may be the same.
            duplicate_decision: DuplicateDecision = "DUPLICATE_DECISION", DuplicateDecisionId = "duplicate_decision";
            /// When and where people come together.
            event: Event = "EVENT", EventId = "event", found by 'e';
            /// Where people gather.
            community: Community = "COMMUNITY", CommunityId = "community", found by 'k';
            /// Time that was taken.
            time_entry: TimeEntry = "TIME_ENTRY", TimeEntryId = "time_entry", found by 'h';
            /// Time that is meant to be taken.
            time_intention: TimeIntention = "TIME_INTENTION", TimeIntentionId = "time_intention";
            /// A field that users define themselves.
            custom_field: CustomField = "CUSTOM_FIELD", CustomFieldId = "custom_field";
            /// What the user wants to ask somebody.
            question: Question = "QUESTION", QuestionId = "question", found by 'q';
            /// What the user wants people to know.
            news: Update = "UPDATE", UpdateId = "update", found by 'u';
            /// The workspace itself; the change has no `record`.
            workspace: Workspace = "WORKSPACE", WorkspaceId = "workspace";
            /// A key for scripts; the change has no `record`.
            api_token: ApiToken = "API_TOKEN", ApiTokenId = "api_token";
        }
    };
}
