//! The command line of Rapport: argument parsing only.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::ExitCode;

use api::app::{App, World};
use api::config::{Overrides, Settings};
use api::kit::Synchronous;
use api::kit::server::Pooler;
use api::{backup, commands, http, telemetry};
use clap::{Args, Parser, Subcommand};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A headless relationship manager for professional networks.
#[derive(Parser)]
#[command(name = "rapport", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct Where {
    /// A settings file (TOML). A flag beats the environment, the environment beats the file.
    #[arg(long, env = "RAPPORT_CONFIG", global = true)]
    config: Option<PathBuf>,
    /// The database: sqlite://PATH or postgres://… The default is a SQLite file in the data folder.
    #[arg(long, env = "RAPPORT_DATABASE_URL", global = true, hide_env_values = true)]
    database: Option<String>,
    /// What stands before PostgreSQL: `transaction` for PgBouncer in transaction mode.
    #[arg(long, env = "RAPPORT_POOLER", global = true)]
    pooler: Option<Pooler>,
    /// The way to PostgreSQL that leads past a pooler: for migrations, backups and the like.
    #[arg(long, env = "RAPPORT_DIRECT_URL", global = true, hide_env_values = true)]
    direct_url: Option<String>,
    /// A standby of PostgreSQL, for reads of which is said how old they may be.
    #[arg(long, env = "RAPPORT_READ_URL", global = true, hide_env_values = true)]
    read_url: Option<String>,
    /// The folder of the SQLite file and the signing keys.
    #[arg(long, env = "RAPPORT_DATA", global = true)]
    data: Option<PathBuf>,
    /// When SQLite says that a write is stored: `full`, the default, survives a power cut.
    #[arg(long, env = "RAPPORT_SYNCHRONOUS", global = true)]
    synchronous: Option<Synchronous>,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the API. Makes the database and the signing key where there are none.
    Serve {
        #[command(flatten)]
        place: Where,
        /// Where to listen.
        #[arg(long, env = "RAPPORT_LISTEN")]
        listen: Option<SocketAddr>,
        /// Not used any more: GraphiQL is in the program. Kept for scripts that say it.
        #[arg(long, env = "RAPPORT_GRAPHIQL", hide = true)]
        graphiql: Option<PathBuf>,
        /// An origin whose pages may call, such as https://app.example.org; `*` is all of them. Without any, no page of another origin.
        #[arg(long = "cors-origin", env = "RAPPORT_CORS_ORIGINS", value_delimiter = ',')]
        cors_origins: Option<Vec<String>>,
        /// A request header that those pages may send besides what every client sends. The default are the two of Apollo's client
        /// awareness.
        #[arg(long = "cors-header", env = "RAPPORT_CORS_HEADERS", value_delimiter = ',')]
        cors_headers: Option<Vec<String>>,
        /// Only read: the database is a standby of PostgreSQL.
        #[arg(long, env = "RAPPORT_READ_ONLY")]
        read_only: bool,
        /// Fill a demo workspace first and print its log-in, as `rapport demo` does.
        #[arg(long, conflicts_with = "read_only")]
        demo: bool,
    },
    /// Brings the database up to date and ends.
    Migrate {
        #[command(flatten)]
        place: Where,
        /// Prints as JSON where each table belongs on a database of this kind, and changes nothing.
        #[arg(long)]
        plan: Option<Plan>,
    },
    /// Prints the schema.
    Schema,
    /// Fills a workspace with a believable network and prints a log-in. Doing so twice changes nothing.
    Demo {
        #[command(flatten)]
        place: Where,
    },
    /// Imports contacts: vCard 2.1, 3.0 or 4.0, or LinkedIn's Connections.csv. Doing so twice changes nothing.
    Import {
        #[command(flatten)]
        place: Where,
        /// The file.
        file: PathBuf,
        /// The e-mail address of the user into whose workspace they go; not needed where there is one user.
        #[arg(long)]
        user: Option<String>,
        /// Print every row, not only those with something to say: rejected, skipped, joined with somebody.
        #[arg(long)]
        verbose: bool,
    },
    /// Copies the whole database into one file; servers may go on writing. The signing keys are not in it.
    Backup {
        #[command(flatten)]
        place: Where,
        /// The file.
        file: PathBuf,
        /// Replace a file of that name.
        #[arg(long)]
        overwrite: bool,
    },
    /// Puts a backup in the database's place; no server may run on it.
    Restore {
        #[command(flatten)]
        place: Where,
        /// The file.
        file: PathBuf,
        /// Replace a database that is there.
        #[arg(long)]
        overwrite: bool,
    },
    /// Says whether the database is whole and how many rows its tables have. It changes nothing.
    Verify {
        #[command(flatten)]
        place: Where,
    },
    /// A workspace that moves to another database.
    #[command(subcommand)]
    Workspace(Moving),
    /// API tokens.
    #[command(subcommand)]
    Token(Token),
    /// Signing keys.
    #[command(subcommand)]
    Key(Key),
}

/// A kind of database that is spread over several servers.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Plan {
    /// PostgreSQL with the extension Citus.
    Citus,
}

#[derive(Subcommand)]
enum Token {
    /// Makes an API token for a script and prints it; it is shown only once.
    Create {
        #[command(flatten)]
        place: Where,
        /// What to call it.
        #[arg(long)]
        name: String,
        /// What it may do, separated by commas: PEOPLE_READ,PEOPLE_WRITE,… The default is everything that an editor may.
        #[arg(long, value_delimiter = ',')]
        scopes: Vec<api::kit::Right>,
        /// Days for which it is good.
        #[arg(long, default_value_t = 90)]
        days: u32,
        /// The e-mail address of the user for whom it speaks; not needed where there is one user.
        #[arg(long)]
        user: Option<String>,
    },
}

#[derive(Args)]
struct Which {
    #[command(flatten)]
    place: Where,
    /// The file.
    file: PathBuf,
    /// The e-mail address of the user whose workspace it is; not needed where there is one user.
    #[arg(long)]
    user: Option<String>,
    /// The id of the workspace; the user's first if left out.
    #[arg(long)]
    workspace: Option<String>,
}

#[derive(Subcommand)]
enum Moving {
    /// Writes all of a workspace into a file, as lines of JSON; servers may go on writing.
    Export {
        #[command(flatten)]
        which: Which,
        /// Replace a file of that name.
        #[arg(long)]
        overwrite: bool,
    },
    /// Takes such a file into a workspace in which nothing was written yet: all of it, or nothing.
    Import {
        #[command(flatten)]
        which: Which,
    },
}

#[derive(Subcommand)]
enum Key {
    /// Makes a new signing key. Servers that run sign with it after ten minutes; tokens signed before stay good.
    Rotate {
        #[command(flatten)]
        place: Where,
    },
}

impl Where {
    /// The settings, with what else was said.
    fn settings(self, overrides: Overrides) -> Result<Settings, String> {
        let Self {
            config,
            database,
            data,
            synchronous,
            pooler,
            direct_url,
            read_url,
        } = self;
        // Hosting platforms give the database by this name.
        let database = database.or_else(|| std::env::var("DATABASE_URL").ok());
        Settings::load(Overrides {
            file: config,
            database,
            pooler,
            direct_url,
            read_url,
            synchronous,
            data,
            ..overrides
        })
    }

    async fn app(self) -> Result<App, String> {
        start(self.settings(Overrides::default())?).await
    }
}

async fn start(settings: Settings) -> Result<App, String> {
    App::start(settings, World::default())
        .await
        .map_err(|error| error.to_string())
}

#[actix_web::main]
async fn main() -> ExitCode {
    telemetry::start();
    match run(Cli::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("rapport: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<(), String> {
    match command {
        Command::Serve {
            place,
            listen,
            graphiql,
            cors_origins,
            cors_headers,
            read_only,
            demo,
        } => {
            let overrides = Overrides {
                listen,
                graphiql,
                cors_origins,
                cors_headers,
                read_only,
                ..Overrides::default()
            };
            serve(place.settings(overrides)?, demo).await
        }
        Command::Migrate { place, plan: None } => place.app().await.map(drop),
        Command::Migrate {
            plan: Some(Plan::Citus),
            ..
        } => {
            println!("{}", commands::places().await?);
            Ok(())
        }
        Command::Schema => {
            print!("{}", api::areas::sdl());
            Ok(())
        }
        Command::Demo { place } => {
            print!("{}", commands::demo(&place.app().await?).await?);
            Ok(())
        }
        Command::Import {
            place,
            file,
            user,
            verbose,
        } => {
            print!(
                "{}",
                commands::import(&place.app().await?, &file, user.as_deref(), verbose).await?
            );
            Ok(())
        }
        Command::Workspace(moving) => moved(moving).await,
        Command::Token(Token::Create {
            place,
            name,
            scopes,
            days,
            user,
        }) => {
            println!(
                "{}",
                commands::create_token(&place.app().await?, name, scopes, days, user.as_deref()).await?
            );
            Ok(())
        }
        Command::Key(Key::Rotate { place }) => commands::rotate_key(&place.settings(Overrides::default())?),
        Command::Backup {
            place,
            file,
            overwrite,
        } => say(backup::backup(&place.settings(Overrides::default())?, &file, overwrite).await),
        Command::Restore {
            place,
            file,
            overwrite,
        } => say(backup::restore(&place.settings(Overrides::default())?, &file, overwrite).await),
        Command::Verify { place } => say(backup::verify(&place.settings(Overrides::default())?).await),
    }
}

async fn moved(moving: Moving) -> Result<(), String> {
    let (which, overwrite) = match moving {
        Moving::Export { which, overwrite } => (which, Some(overwrite)),
        Moving::Import { which } => (which, None),
    };
    let Which {
        place,
        file,
        user,
        workspace,
    } = which;
    let app = place.app().await?;
    let whose = (user.as_deref(), workspace.as_deref());
    say(match overwrite {
        Some(overwrite) => commands::export_workspace(&app, &file, whose, overwrite).await,
        None => commands::import_workspace(&app, &file, whose).await,
    })
}

fn say(outcome: Result<String, String>) -> Result<(), String> {
    print!("{}", outcome?);
    Ok(())
}

async fn serve(settings: Settings, demo: bool) -> Result<(), String> {
    let listener =
        TcpListener::bind(settings.listen).map_err(|error| format!("{}: {error}", settings.listen))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let app = start(settings).await?;
    if demo {
        print!("{}", commands::demo(&app).await?);
    }
    println!("Rapport serves http://{address}/ (GraphiQL) and http://{address}/graphql");
    http::serve(app, listener)
        .await
        .map_err(|error| error.to_string())
}
