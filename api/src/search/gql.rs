//! Where something is looked for, in GraphQL.

use crate::graphql::declare::stored_enum;
use crate::search;

stored_enum! {
    /// Where something is looked for, and found.
    SearchField = search::SearchField {
        /// The name, in every spelling: `Mueller` finds Müller, `OBrien` finds O'Brien, a part finds a name written without spaces.
        Name,
        /// The nickname.
        Nickname,
        /// An e-mail address.
        Email,
        /// A telephone number, in every spelling.
        Phone,
        /// The name or other text of an organisation where they work or worked.
        Organization,
        /// Any other text of the record's own: notes, facts, titles, other addresses.
        Text,
        /// The text of an interaction with them.
        Interaction,
    }
}
