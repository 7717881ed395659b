//! What people are called, by where their names come from.

/// Names that go together, and where those who bear them live.
pub struct Culture {
    /// First names: of women at the even places, of men at the odd ones.
    pub given: [&'static str; 13],
    /// Last names.
    pub family: [&'static str; 8],
    /// Time zone.
    pub zone: &'static str,
    /// Where they live.
    pub city: &'static str,
}

macro_rules! cultures {
    ($($city:literal $zone:literal [$($given:literal)*] [$($family:literal)*])*) => {
        /// Where the network's people come from.
        pub const CULTURES: [Culture; 16] = [$(Culture {
            given: [$($given),*],
            family: [$($family),*],
            zone: $zone,
            city: $city,
        }),*];
    };
}

cultures! {
    "Lagos" "Africa/Lagos"
        ["Amara" "Chidi" "Ngozi" "Emeka" "Ifeoma" "Obinna" "Adaeze" "Tunde" "Folake" "Segun" "Yetunde" "Kelechi" "Zainab"]
        ["Okafor" "Adeyemi" "Balogun" "Eze" "Nwosu" "Ogunleye" "Abubakar" "Okonkwo"]
    "Lisbon" "Europe/Lisbon"
        ["Inês" "Tiago" "Beatriz" "João" "Mariana" "Duarte" "Leonor" "Rui" "Catarina" "Nuno" "Teresa" "Gonçalo" "Sofia"]
        ["Almeida" "Carvalho" "Ferreira" "Moreira" "Pinto" "Sequeira" "Tavares" "Vaz"]
    "Bengaluru" "Asia/Kolkata"
        ["Ananya" "Arjun" "Priya" "Rohan" "Kavya" "Vikram" "Meera" "Sanjay" "Divya" "Karthik" "Nandini" "Rahul" "Isha"]
        ["Iyer" "Sharma" "Menon" "Patel" "Reddy" "Kulkarni" "Banerjee" "Chopra"]
    "Tokyo" "Asia/Tokyo"
        ["Yuki" "Haruto" "Sakura" "Kenji" "Aoi" "Takumi" "Naoko" "Ren" "Emi" "Daichi" "Mayumi" "Shun" "Hana"]
        ["Tanaka" "Sato" "Yamamoto" "Kobayashi" "Nakamura" "Fujita" "Mori" "Ishikawa"]
    "Mexico City" "America/Mexico_City"
        ["Ximena" "Alejandro" "Lucía" "Diego" "Valeria" "Emiliano" "Fernanda" "Rodrigo" "Camila" "Andrés" "Paulina" "Héctor" "Renata"]
        ["Hernández" "Ramírez" "Castillo" "Ortega" "Guzmán" "Morales" "Salinas" "Zamora"]
    "Berlin" "Europe/Berlin"
        ["Johanna" "Lukas" "Miriam" "Jonas" "Katharina" "Felix" "Annika" "Moritz" "Greta" "Stefan" "Friederike" "Jürgen" "Lena"]
        ["Schäfer" "Vogel" "Krüger" "Brandt" "Hoffmann" "Lindner" "Weiß" "Albrecht"]
    "Chicago" "America/Chicago"
        ["Monica" "Marcus" "Denise" "Tyler" "Rachel" "Andre" "Vanessa" "Brian" "Jasmine" "Caleb" "Megan" "Darnell" "Allison"]
        ["Washington" "Miller" "Brooks" "Sullivan" "Coleman" "Parker" "Greenberg" "Hayes"]
    "Seoul" "Asia/Seoul"
        ["Ji-woo" "Min-jun" "Seo-yeon" "Hyun-woo" "Ha-eun" "Dong-hyun" "Su-bin" "Jae-won" "Eun-ji" "Sung-min" "Ye-rin" "Tae-yang" "Bo-ra"]
        ["Kim" "Park" "Choi" "Jung" "Kang" "Yoon" "Lim" "Han"]
    "Istanbul" "Europe/Istanbul"
        ["Elif" "Emre" "Zeynep" "Kerem" "Defne" "Murat" "Selin" "Barış" "Ayşe" "Deniz" "Ebru" "Onur" "Melis"]
        ["Yılmaz" "Demir" "Kaya" "Öztürk" "Aydın" "Şahin" "Arslan" "Koç"]
    "Warsaw" "Europe/Warsaw"
        ["Agnieszka" "Tomasz" "Zofia" "Paweł" "Magdalena" "Jakub" "Ewa" "Marek" "Hanna" "Piotr" "Karolina" "Michał" "Julia"]
        ["Nowak" "Wiśniewska" "Zieliński" "Kowalczyk" "Dąbrowski" "Mazur" "Krawczyk" "Wójcik"]
    "Nairobi" "Africa/Nairobi"
        ["Wanjiru" "Kamau" "Achieng" "Otieno" "Nyambura" "Mwangi" "Akinyi" "Kiprop" "Makena" "Barasa" "Chebet" "Juma" "Wambui"]
        ["Kariuki" "Odhiambo" "Njoroge" "Mutua" "Cheruiyot" "Wekesa" "Maina" "Omondi"]
    "São Paulo" "America/Sao_Paulo"
        ["Larissa" "Thiago" "Juliana" "Rafael" "Bruna" "Gustavo" "Letícia" "Caio" "Gabriela" "Murilo" "Débora" "Vinícius" "Aline"]
        ["Nascimento" "Barbosa" "Teixeira" "Rocha" "Cardoso" "Monteiro" "Freitas" "Azevedo"]
    "Paris" "Europe/Paris"
        ["Camille" "Mathieu" "Élodie" "Julien" "Manon" "Antoine" "Chloé" "Olivier" "Aurélie" "Bastien" "Margaux" "Rémi" "Solène"]
        ["Lefèvre" "Moreau" "Girard" "Fontaine" "Chevalier" "Dubois" "Marchand" "Perrin"]
    "Beirut" "Asia/Beirut"
        ["Layla" "Karim" "Nour" "Omar" "Rania" "Ziad" "Dina" "Fadi" "Hala" "Sami" "Maya" "Tarek" "Yasmine"]
        ["Haddad" "Khoury" "Mansour" "Nassar" "Saliba" "Farah" "Rahme" "Aoun"]
    "Stockholm" "Europe/Stockholm"
        ["Astrid" "Erik" "Linnea" "Oskar" "Freja" "Gustaf" "Maja" "Henrik" "Saga" "Viktor" "Ebba" "Anders" "Elsa"]
        ["Lindqvist" "Bergström" "Sandberg" "Nyström" "Åkesson" "Holm" "Ekdahl" "Sjöberg"]
    "Singapore" "Asia/Singapore"
        ["Mei Ling" "Wei Jie" "Hui Min" "Jun Hao" "Li Na" "Zhi Wei" "Xin Yi" "Guo Liang" "Jia Yi" "Ming Zhe" "Shu Fen" "Kai Xiang" "Ya Ting"]
        ["Tan" "Lim" "Wong" "Chen" "Ng" "Goh" "Teo" "Zhang"]
}
