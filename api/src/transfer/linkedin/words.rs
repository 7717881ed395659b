//! What LinkedIn calls its columns in the languages of its users.

/// A column of LinkedIn's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    First,
    Last,
    Url,
    Email,
    Company,
    Position,
    Connected,
}

/// English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Danish, Norwegian and Polish.
const COLUMNS: [(Column, &[&str]); 7] = [
    (
        Column::First,
        &[
            "first name",
            "vorname",
            "prénom",
            "nombre",
            "nome",
            "voornaam",
            "förnamn",
            "fornavn",
            "imię",
        ],
    ),
    (
        Column::Last,
        &[
            "last name",
            "nachname",
            "nom",
            "nom de famille",
            "apellidos",
            "apellido",
            "sobrenome",
            "apelido",
            "cognome",
            "achternaam",
            "efternamn",
            "efternavn",
            "etternavn",
            "nazwisko",
        ],
    ),
    (
        Column::Url,
        &[
            "url",
            "profile url",
            "profil-url",
            "url du profil",
            "url del perfil",
            "url do perfil",
        ],
    ),
    (
        Column::Email,
        &[
            "email address",
            "e-mail-adresse",
            "adresse e-mail",
            "dirección de correo electrónico",
            "correo electrónico",
            "endereço de e-mail",
            "indirizzo e-mail",
            "indirizzo email",
            "e-mailadres",
            "e-postadress",
            "e-mailadresse",
            "e-postadresse",
            "adres e-mail",
        ],
    ),
    (
        Column::Company,
        &[
            "company",
            "unternehmen",
            "firma",
            "entreprise",
            "empresa",
            "azienda",
            "bedrijf",
            "företag",
            "virksomhed",
            "bedrift",
        ],
    ),
    (
        Column::Position,
        &[
            "position",
            "poste",
            "cargo",
            "puesto",
            "posizione",
            "functie",
            "befattning",
            "stilling",
            "stanowisko",
        ],
    ),
    (
        Column::Connected,
        &[
            "connected on",
            "verbunden am",
            "vernetzt am",
            "connecté le",
            "date de connexion",
            "conectado el",
            "fecha de conexión",
            "conectado em",
            "data da conexão",
            "collegato il",
            "data di collegamento",
            "verbonden op",
            "ansluten den",
            "forbundet den",
            "połączono",
        ],
    ),
];

/// A cell of a header in the form in which it is looked up.
pub(super) fn plain(cell: &str) -> String {
    let cell = cell.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{FEFF}');
    cell.to_lowercase()
}

/// Which of LinkedIn's columns this one is.
pub(super) fn column(plain: &str) -> Option<Column> {
    COLUMNS
        .iter()
        .find(|(_, names)| names.contains(&plain))
        .map(|(column, _)| *column)
}
