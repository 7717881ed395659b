//! What programs call the columns of their tables of people: Google Contacts, Outlook and Rapport itself.

use entity::fact::FactKind;

use super::super::contact::PointKind;
use super::says::{Column, Says};

use PointKind::{Email, Handle, Phone, Url};
use Says::{
    Address, Department, Envelope, Fact, Key, Label, Nothing, Organization, Own, Point, Relation, Role, Tags,
};

/// The post-office box: a postal address has seven parts, as on a card.
pub const BOX: Says = Address(0);
/// What stands beside the street.
pub const EXTRA: Says = Address(1);
/// Street and number.
pub const STREET: Says = Address(2);
/// The city.
pub const CITY: Says = Address(3);
/// The state or region.
pub const REGION: Says = Address(4);
/// The postal code.
pub const CODE: Says = Address(5);
/// The country.
pub const COUNTRY: Says = Address(6);

/// Of Google Contacts: `Label` in the tables of today, `Type` in older ones. A thing that has several values is in several columns, and
/// several values of one kind stand in one cell.
pub const GOOGLE: &[Column] = &[
    (&["additional name"], "", Own("middleName")),
    (&["occupation"], "occupation", Fact(FactKind::Other, "Occupation")),
    (&["hobby"], "hobby", Fact(FactKind::Interest, "")),
    (
        &["organization name", "organization # - name"],
        "organization",
        Organization,
    ),
    (
        &["organization title", "organization # - title"],
        "organization",
        Role,
    ),
    (
        &["organization department", "organization # - department"],
        "organization",
        Department,
    ),
    (&["labels", "group membership"], "tags", Tags),
    (&["e-mail # - value"], "e-mail #", Point(Email, "")),
    (&["e-mail # - label", "e-mail # - type"], "e-mail #", Label),
    (&["phone # - value"], "phone #", Point(Phone, "")),
    (&["phone # - label", "phone # - type"], "phone #", Label),
    (&["website # - value"], "website #", Point(Url, "")),
    (&["website # - label", "website # - type"], "website #", Label),
    (&["im # - value"], "im #", Point(Handle, "")),
    (&["im # - service"], "im #", Label),
    (&["im # - label", "im # - type"], "", Nothing),
    (&["address # - label", "address # - type"], "address #", Label),
    (&["address # - formatted"], "address #", Envelope),
    (&["address # - po box"], "address #", BOX),
    (&["address # - extended address"], "address #", EXTRA),
    (&["address # - street"], "address #", STREET),
    (&["address # - city"], "address #", CITY),
    (&["address # - region"], "address #", REGION),
    (&["address # - postal code"], "address #", CODE),
    (&["address # - country"], "address #", COUNTRY),
    (&["relation # - value"], "relation #", Relation("")),
    (&["relation # - label", "relation # - type"], "relation #", Label),
    (&["event # - value"], "event #", Says::Date),
    (&["event # - label", "event # - type"], "event #", Label),
    (&["custom field # - value"], "custom #", Fact(FactKind::Other, "")),
    (
        &["custom field # - label", "custom field # - type"],
        "custom #",
        Label,
    ),
    (&["file as", "organization # - type", "photo"], "", Nothing),
];

/// Of Outlook, on the desktop and on the web; Yahoo writes the same.
pub const OUTLOOK: &[Column] = &[
    (&["title"], "", Own("namePrefix")),
    (
        &["business street", "business street #"],
        "business address",
        STREET,
    ),
    (&["business city"], "business address", CITY),
    (&["business state"], "business address", REGION),
    (&["business postal code"], "business address", CODE),
    (
        &["business country/region", "business country"],
        "business address",
        COUNTRY,
    ),
    (&["business address po box"], "business address", BOX),
    (&["home street", "home street #"], "home address", STREET),
    (&["home city"], "home address", CITY),
    (&["home state"], "home address", REGION),
    (&["home postal code"], "home address", CODE),
    (&["home country/region", "home country"], "home address", COUNTRY),
    (&["home address po box"], "home address", BOX),
    (&["other street", "other street #"], "other address", STREET),
    (&["other city"], "other address", CITY),
    (&["other state"], "other address", REGION),
    (&["other postal code"], "other address", CODE),
    (
        &["other country/region", "other country"],
        "other address",
        COUNTRY,
    ),
    (&["other address po box"], "other address", BOX),
    (
        &["assistant's phone", "assistantʼs phone"],
        "phone assistant",
        Point(Phone, "assistant"),
    ),
    (&["callback"], "phone callback", Point(Phone, "callback")),
    (&["car phone"], "phone car", Point(Phone, "car")),
    (
        &["company main phone"],
        "phone company",
        Point(Phone, "company main"),
    ),
    (&["home fax"], "phone home fax", Point(Phone, "home fax")),
    (&["other fax"], "phone other fax", Point(Phone, "other fax")),
    (&["isdn"], "phone isdn", Point(Phone, "isdn")),
    (&["pager"], "phone pager", Point(Phone, "pager")),
    (&["radio phone"], "phone radio", Point(Phone, "radio")),
    (&["tty/tdd phone"], "phone tty", Point(Phone, "tty")),
    (&["telex"], "phone telex", Point(Phone, "telex")),
    (&["imaddress"], "im", Point(Handle, "")),
    (&["profession"], "profession", Fact(FactKind::Other, "Profession")),
    (&["hobby"], "hobby", Fact(FactKind::Interest, "")),
    (&["schools"], "schools", Fact(FactKind::Other, "Schools")),
    (
        &[
            "priority",
            "private",
            "sensitivity",
            "e-mail type",
            "e-mail # type",
            "e-mail display name",
            "e-mail # display name",
            "initials",
            "directory server",
            "internet free busy",
        ],
        "",
        Nothing,
    ),
];

/// Of Rapport's own `people.csv`, beside the fields of a person.
pub const RAPPORT: &[Column] = &[
    (&["id"], "", Key),
    (&["organization"], "organization", Organization),
    (&["role"], "organization", Role),
    (&["department"], "organization", Department),
    (&["email#"], "email#", Point(Email, "")),
    (&["email#label"], "email#", Label),
    (&["phone#"], "phone#", Point(Phone, "")),
    (&["phone#label"], "phone#", Label),
    (&["url#"], "url#", Point(Url, "")),
    (&["url#label"], "url#", Label),
    (&["handle#"], "handle#", Point(Handle, "")),
    (&["handle#label"], "handle#", Label),
    (&["address#"], "address#", Envelope),
    (&["address#label"], "address#", Label),
    (&["tags"], "tags", Tags),
    (&["lastinteractionat", "createdat", "updatedat"], "", Nothing),
];
