//! What made-up people are called, by where their names come from.

/// Names that go together.
pub struct Culture {
    /// How many of a hundred people have such names.
    pub share: usize,
    /// First names, those that are borne most first.
    pub given: &'static [&'static str],
    /// Last names that many bear.
    pub family: &'static [&'static str],
    /// What other last names begin and end with.
    pub parts: (&'static [&'static str], &'static [&'static str]),
    /// What a mobile number begins with, and how many digits follow.
    pub mobile: (&'static str, u32),
    /// The same of a number that a house has.
    pub landline: (&'static str, u32),
    /// Streets.
    pub streets: &'static [&'static str],
    /// Where they live.
    pub cities: &'static [&'static str],
}

/// A list of words.
macro_rules! list {
    ($($word:literal)*) => { &[$($word),*] };
}

/// Where the names come from.
pub const CULTURES: &[Culture] = &[
    Culture {
        share: 38,
        given: list![
            "James" "Mary" "William" "Elizabeth" "Robert" "Jennifer" "Michael" "Katherine" "David" "Susan" "Thomas"
            "Margaret" "Richard" "Jessica" "Joseph" "Patricia" "Charles" "Sarah" "Christopher" "Deborah" "Daniel"
            "Rebecca" "Matthew" "Amanda" "Anthony" "Victoria" "Andrew" "Samantha" "Edward" "Abigail" "Steven" "Emily"
            "Benjamin" "Laura" "Samuel" "Rachel" "Nicholas" "Hannah" "Alexander" "Julia" "Jonathan" "Olivia" "Timothy"
            "Grace" "Gregory" "Christina" "Patrick" "Natalie" "Kenneth" "Caroline" "Peter" "Alice" "Henry" "Megan"
            "Simon" "Diana" "Oliver" "Claire" "Graham" "Fiona" "Colin" "Heather" "Nigel" "Lauren" "Trevor" "Paula"
            "Martin" "Joanna" "Adrian" "Bridget"
        ],
        family: list![
            "Smith" "Jones" "Brown" "Taylor" "Wilson" "Davies" "Evans" "Walker" "White" "Roberts" "Green" "Hall"
            "Wood" "Harris" "Clark" "Cooper" "Ward" "Turner" "Carter" "Phillips" "Mitchell" "Kelly" "Murphy"
            "Campbell" "Anderson" "Stewart" "O'Brien" "Reynolds" "Marshall" "Foster" "Palmer" "Webb" "Simpson"
        ],
        parts: (
            list![
                "Ash" "Black" "Brad" "Chad" "Cross" "East" "Fair" "Gold" "Hart" "Holm" "King" "Lang" "Mill" "North" "Old"
                "Red" "Stan" "Thorn" "Under" "West" "Whit" "Win"
            ],
            list![
                "brook" "burn" "bury" "dale" "field" "ford" "ham" "hurst" "land" "ley" "man" "more" "ridge" "ton" "well"
                "wick" "wood" "worth"
            ],
        ),
        mobile: ("+44 77", 8),
        landline: ("+44 20 7", 7),
        streets: &[
            "Church Lane",
            "High Street",
            "Mill Road",
            "Station Road",
            "Victoria Road",
            "Green Lane",
            "Manor Close",
        ],
        cities: &["London", "Leeds", "Bristol", "York", "Bath"],
    },
    Culture {
        share: 32,
        given: list![
            "Michael" "Anna" "Thomas" "Maria" "Andreas" "Elisabeth" "Stefan" "Katharina" "Christian" "Susanne"
            "Johannes" "Margarete" "Alexander" "Barbara" "Wolfgang" "Gabriele" "Maximilian" "Christine" "Sebastian"
            "Franziska" "Matthias" "Julia" "Friedrich" "Johanna" "Jürgen" "Ursula" "Benjamin" "Magdalena" "Tobias"
            "Brigitte" "Florian" "Theresa" "Jonas" "Lena" "Lukas" "Laura" "Felix" "Sophie" "Jakob" "Hannah" "Günther"
            "Renate" "Joachim" "Angelika" "Ulrich" "Heike" "Bernhard" "Petra" "Dietmar" "Sabine" "Holger" "Monika"
            "Philipp" "Carolin" "Moritz" "Antonia" "Konstantin" "Viktoria" "Leonhard" "Veronika"
        ],
        family: list![
            "Müller" "Schmidt" "Schneider" "Fischer" "Weber" "Meyer" "Wagner" "Becker" "Schulz" "Hoffmann" "Schäfer"
            "Koch" "Bauer" "Richter" "Klein" "Wolf" "Schröder" "Neumann" "Schwarz" "Zimmermann" "Braun" "Krüger"
            "Hartmann" "Lange" "Werner" "Krause" "Lehmann" "Köhler" "Maier" "Weiß" "Vogel" "Jäger"
        ],
        parts: (
            list![
                "Alt" "Berg" "Buch" "Eber" "Eich" "Feld" "Grün" "Hof" "Kalt" "Kirch" "Lind" "Mühl" "Neu" "Ober" "Rosen"
                "Schön" "Stein" "Sommer" "Tal" "Unter" "Wald" "Weid"
            ],
            list![
                "acker" "bach" "bauer" "berger" "brenner" "feld" "haus" "hauser" "hofer" "inger" "kamp" "maier" "mann"
                "müller" "ner" "reiter" "rath" "thal"
            ],
        ),
        mobile: ("+49 151 ", 8),
        landline: ("+49 30 4", 7),
        streets: &[
            "Hauptstraße",
            "Bahnhofstraße",
            "Gartenweg",
            "Schulgasse",
            "Lindenallee",
            "Am Markt",
            "Rosenweg",
        ],
        cities: &["Berlin", "Wien", "Graz", "Hamburg", "Ulm"],
    },
    Culture {
        share: 16,
        given: list![
            "José" "María" "Francisco" "Carmen" "Manuel" "Isabel" "Antonio" "Dolores" "Jesús" "Pilar" "Rafael"
            "Teresa" "Miguel" "Lucía" "Ángel" "Concepción" "Alejandro" "Elena" "Fernando" "Rosario" "Eduardo" "Inés"
            "Sergio" "Beatriz" "Ignacio" "Mercedes" "Guillermo" "Sofía" "Enrique" "Gabriela" "Andrés" "Adriana"
            "Joaquín" "Verónica" "Ramón" "Consuelo"
        ],
        family: list![
            "García" "Fernández" "González" "Rodríguez" "López" "Martínez" "Sánchez" "Pérez" "Gómez" "Martín"
            "Jiménez" "Ruiz" "Hernández" "Díaz" "Moreno" "Álvarez" "Muñoz" "Romero" "Gutiérrez" "Navarro" "Torres"
        ],
        parts: (
            list![
                "Alba" "Bara" "Cabre" "Casti" "Espi" "Figue" "Huer" "Iba" "Lasa" "Mado" "Oli" "Pala" "Que" "Riba" "Sala"
                "Teje" "Urru" "Villa"
            ],
            list![
                "cete" "dero" "gorri" "huela" "jano" "llero" "mendi" "nales" "nova" "ñez" "rejo" "rete" "ros" "sán"
                "tegui" "vares"
            ],
        ),
        mobile: ("+34 6", 8),
        landline: ("+34 91 3", 6),
        streets: &[
            "Calle Mayor",
            "Calle Real",
            "Avenida de la Paz",
            "Plaza Nueva",
            "Calle del Sol",
        ],
        cities: &["Madrid", "Sevilla", "Bilbao", "Valencia"],
    },
    Culture {
        share: 9,
        given: list![
            "Aarav" "Ananya" "Rohan" "Priya" "Vikram" "Kavya" "Sanjay" "Divya" "Rahul" "Meera" "Karthik" "Nandini"
            "Arjun" "Lakshmi" "Suresh" "Deepa" "Rajesh" "Sunita" "Venkatesh" "Aishwarya" "Manoj" "Shreya" "Ashok"
            "Geetha"
        ],
        family: list![
            "Sharma" "Patel" "Reddy" "Iyer" "Kumar" "Singh" "Menon" "Nair" "Rao" "Banerjee" "Chopra" "Kulkarni"
            "Mukherjee" "Desai" "Joshi" "Verma"
        ],
        parts: (
            list![
                "Agar" "Bala" "Chakra" "Deva" "Gana" "Hari" "Jaga" "Krishna" "Maha" "Nara" "Pada" "Rama" "Siva" "Vara"
            ],
            list![
                "dasan" "kar" "krishnan" "moorthy" "murthy" "nathan" "raj" "raman" "subramanian" "swamy" "varma" "wal"
            ],
        ),
        mobile: ("+91 98", 8),
        landline: ("+91 80 2", 7),
        streets: &["MG Road", "Temple Street", "Lake View Road", "Station Road"],
        cities: &["Bengaluru", "Chennai", "Pune"],
    },
    Culture {
        share: 5,
        given: list![
            "Ji-woo" "Min-jun" "Seo-yeon" "Hyun-woo" "Ha-eun" "Dong-hyun" "Su-bin" "Jae-won" "Eun-ji" "Sung-min"
            "Ye-rin" "Tae-yang" "Bo-ra" "Ji-hoon" "Min-ji" "Seung-hyun" "Da-eun" "Kyung-soo" "Hye-jin" "Woo-jin"
        ],
        family: list![
            "Kim" "Lee" "Park" "Choi" "Jung" "Kang" "Cho" "Yoon" "Jang" "Lim" "Han" "Oh" "Seo" "Shin"
        ],
        parts: (
            &["Nam", "Hwang", "Seon", "Dok", "Je", "Sa"],
            &["gung", "bo", "u", "go", "gal", "gong"],
        ),
        mobile: ("+82 10 ", 8),
        landline: ("+82 2 5", 7),
        streets: &["Teheran-ro", "Sejong-daero", "Itaewon-ro"],
        cities: &["Seoul", "Busan"],
    },
];

/// What some are called by others, and by what name they are written down otherwise.
pub const NICKNAMES: &[(&str, &[&str])] = &[
    ("James", &["Jim", "Jimmy"]),
    ("William", &["Bill", "Will", "Billy"]),
    ("Elizabeth", &["Liz", "Beth", "Betty"]),
    ("Robert", &["Bob", "Rob", "Bobby"]),
    ("Jennifer", &["Jenny", "Jen"]),
    ("Michael", &["Mike", "Mick"]),
    ("Katherine", &["Kate", "Kathy", "Katie"]),
    ("David", &["Dave"]),
    ("Susan", &["Sue"]),
    ("Thomas", &["Tom"]),
    ("Margaret", &["Peggy", "Maggie", "Meg"]),
    ("Richard", &["Dick", "Rick"]),
    ("Joseph", &["Joe"]),
    ("Patricia", &["Pat", "Trish"]),
    ("Charles", &["Charlie", "Chuck"]),
    ("Christopher", &["Chris"]),
    ("Deborah", &["Debbie"]),
    ("Daniel", &["Dan", "Danny"]),
    ("Rebecca", &["Becky"]),
    ("Matthew", &["Matt"]),
    ("Anthony", &["Tony"]),
    ("Victoria", &["Vicky"]),
    ("Andrew", &["Andy", "Drew"]),
    ("Samantha", &["Sam"]),
    ("Edward", &["Ted", "Ed"]),
    ("Abigail", &["Abby"]),
    ("Steven", &["Steve"]),
    ("Benjamin", &["Ben"]),
    ("Samuel", &["Sam"]),
    ("Nicholas", &["Nick"]),
    ("Alexander", &["Alex"]),
    ("Timothy", &["Tim"]),
    ("Gregory", &["Greg"]),
    ("Kenneth", &["Ken"]),
    ("Elisabeth", &["Lisa", "Elli"]),
    ("Katharina", &["Kathi", "Käthe"]),
    ("Johannes", &["Hannes", "Hans"]),
    ("Margarete", &["Grete"]),
    ("Maximilian", &["Max"]),
    ("Sebastian", &["Basti"]),
    ("Franziska", &["Franzi"]),
    ("Friedrich", &["Fritz"]),
    ("Ursula", &["Uschi"]),
    ("Magdalena", &["Lena"]),
    ("Theresa", &["Resi"]),
    ("Günther", &["Günni"]),
    ("Joachim", &["Jochen", "Achim"]),
    ("Ulrich", &["Uli"]),
    ("Gabriele", &["Gabi"]),
    ("José", &["Pepe"]),
    ("Francisco", &["Paco", "Pancho"]),
    ("Manuel", &["Manolo"]),
    ("Isabel", &["Chabela"]),
    ("Dolores", &["Lola"]),
    ("Ignacio", &["Nacho"]),
    ("Jesús", &["Chus"]),
    ("Concepción", &["Concha"]),
    ("Guillermo", &["Memo"]),
    ("Enrique", &["Quique"]),
    ("Alejandro", &["Álex"]),
    ("Mercedes", &["Merche"]),
];

/// First names of brothers and sisters that are nearly the same.
pub const SIBLINGS: &[(&str, &str)] = &[
    ("Anna", "Hanna"),
    ("Jan", "Jana"),
    ("Daniel", "Daniela"),
    ("Christian", "Christina"),
    ("Julia", "Julian"),
    ("Alexander", "Alexandra"),
    ("Lena", "Lea"),
    ("Tim", "Tom"),
    ("Paul", "Paula"),
    ("Michael", "Michaela"),
    ("Marie", "Maria"),
    ("Martin", "Martina"),
    ("Stefan", "Stefanie"),
    ("Andrea", "Andreas"),
    ("Eva", "Ava"),
    ("Joan", "John"),
    ("Eric", "Erica"),
    ("Carl", "Carla"),
    ("Lukas", "Luka"),
    ("Erin", "Eric"),
    ("Mila", "Mia"),
    ("Francisco", "Francisca"),
    ("Gabriel", "Gabriela"),
    ("Manuel", "Manuela"),
];

/// Where organisations' names begin and end.
pub const FIRMS: (&[&str], &[&str]) = (
    list![
        "Alder" "Beacon" "Cobalt" "Delta" "Ember" "Falcon" "Granite" "Harbor" "Indigo" "Juniper" "Kestrel" "Lumen"
        "Meridian" "Nimbus" "Orchard" "Pioneer" "Quarry" "Ripple" "Summit" "Tundra"
    ],
    list![
        "Analytics" "Consulting" "Foods" "Labs" "Logistics" "Media" "Partners" "Systems" "Ventures" "Works"
    ],
);

/// Mailboxes that belong to nobody.
pub const MAILBOXES: &[&str] = &[
    "info",
    "office",
    "kontakt",
    "sales",
    "hello",
    "buchhaltung",
    "presse",
    "support",
];

/// Where people have their own mailboxes.
pub const HOSTS: &[&str] = &["mail.example", "post.example", "webmail.example", "inbox.example"];

/// What people do.
pub const ROLES: &[&str] = &[
    "Engineer",
    "Designer",
    "Sales",
    "Director",
    "Researcher",
    "Accountant",
    "Founder",
    "Assistant",
];
