//! What the columns of tables of contacts are called: by LinkedIn in the languages of its users, and by others.

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

/// Whose table it is, if not LinkedIn's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// Of Google Contacts, in either of its forms.
    Google,
    /// Of Outlook, or Yahoo, which writes the same.
    Outlook,
    /// Of people, by their columns.
    Other,
}

/// Whose table this is the header of; nothing where it is none of people.
pub(super) fn foreign(record: &csv::StringRecord) -> Option<Foreign> {
    let cells: Vec<String> = record.iter().map(plain).collect();
    let any = |wanted: &[&str]| cells.iter().any(|cell| wanted.contains(&cell.as_str()));
    let google = |cell: &String| {
        ["e-mail 1 - ", "phone 1 - ", "address 1 - ", "organization 1 - "]
            .iter()
            .any(|start| cell.starts_with(start))
    };
    if cells.iter().any(google) || any(&["group membership"]) {
        return Some(Foreign::Google);
    }
    if any(&[
        "e-mail address",
        "e-mail display name",
        "e-mail 2 address",
        "business phone",
    ]) {
        return Some(Foreign::Outlook);
    }
    let names = [
        "name",
        "full name",
        "given name",
        "family name",
        "surname",
        "display name",
    ];
    let is_name = |cell: &&String| {
        matches!(column(cell), Some(Column::First | Column::Last)) || names.contains(&cell.as_str())
    };
    let ways = [
        "email",
        "e-mail",
        "phone",
        "mobile",
        "telephone",
        "birthday",
        "telefon",
        "mobil",
        "geburtstag",
    ];
    let is_way = |cell: &&String| column(cell) == Some(Column::Email) || ways.contains(&cell.as_str());
    (cells.iter().any(|cell| is_name(&cell)) && cells.iter().any(|cell| is_way(&cell)))
        .then_some(Foreign::Other)
}
