//! Signing in: who calls, and what they may do.
//!
//! Always: passwords are kept as Argon2id hashes, every other secret as a SHA-256 hash of 256 random bits. An access token
//! is an EdDSA-signed JWT of 15 minutes that names a user, a session and a workspace; the session is looked up at each
//! request, or was a moment ago, and log-out counts at once. A refresh token is good for one use; one that comes
//! back gets the same successor for 30 seconds, and ends its session after.
//! Logging in answers the same, after the same work, whether or not the address is known.

mod attempts;
mod cache;
mod callers;
mod ended;
mod entrance;
pub mod gql;
mod keys;
mod memberships;
mod passwords;
mod refresh;
mod rules;
mod sessions;
mod tokens;

pub use attempts::Attempts;
pub use cache::Callers;
pub use callers::AuthError;
pub use ended::{ended_sessions, forget_sessions};
pub use entrance::Entrance;
pub use keys::{Claims, Keys};
pub(crate) use memberships::{close, join, leave, set_role};
pub use passwords::Passwords;
pub use refresh::{Refreshed, refresh};
pub use rules::normal_email;
pub use sessions::{
    LogIn, NewUser, Session, enter, erase_user, log_out, only_user, sign_up, user, user_by_email,
};
pub use tokens::{
    NewToken, Token, TokenFilter, TokenLeaf, TokenOrder, create_token, revoke_token, scopes, tokens,
    tokens_by_ids,
};
