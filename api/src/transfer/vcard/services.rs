//! Messaging and social services: how they write their names, and what older programs call their properties.

/// How a service writes its own name, for the common ones.
pub(super) fn brand(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "aim" => "AIM",
        "xmpp" | "jabber" => "XMPP",
        "gtalk" | "googletalk" | "google-talk" => "Google Talk",
        "yahoo" | "ymsgr" => "Yahoo",
        "msn" | "msnim" => "MSN",
        "icq" => "ICQ",
        "qq" => "QQ",
        "skype" => "Skype",
        "sip" => "SIP",
        "irc" => "IRC",
        "matrix" => "Matrix",
        "signal" | "sgnl" => "Signal",
        "telegram" | "tg" => "Telegram",
        "whatsapp" => "WhatsApp",
        "wechat" | "weixin" => "WeChat",
        "mastodon" => "Mastodon",
        "twitter" => "Twitter",
        "facebook" => "Facebook",
        "instagram" => "Instagram",
        "linkedin" => "LinkedIn",
        "github" => "GitHub",
        _ => return None,
    })
}

/// The service behind one of the older extension properties.
pub(super) fn messenger(property: &str) -> Option<&'static str> {
    let lower = property.to_ascii_lowercase();
    let word = lower.strip_prefix("x-")?;
    match word {
        "skype-username" | "kaddressbook-x-skype" => Some("Skype"),
        "google-talk" => Some("Google Talk"),
        "yahoo-id" => Some("Yahoo"),
        "signal" | "telegram" | "whatsapp" | "wechat" | "matrix" | "mastodon" | "twitter" | "aim"
        | "jabber" | "yahoo" | "icq" | "msn" | "qq" | "skype" | "gtalk" => brand(word),
        _ => None,
    }
}

/// The service behind an extension property that was learnt to be read later.
pub(super) fn later(property: &str) -> Option<&'static str> {
    Some(match property.to_ascii_uppercase().as_str() {
        "X-SIP" => "SIP",
        "CLOUD" | "X-CLOUD" => "Cloud",
        "X-FM-ONLINE-OTHER" => "Online",
        "X-GROUPWISE" | "X-EVOLUTION-GROUPWISE" => "GroupWise",
        "X-GADUGADU" | "X-EVOLUTION-GADUGADU" => "Gadu-Gadu",
        "X-EVOLUTION-JABBER" | "X-KADDRESSBOOK-X-IMADDRESS" | "X-XMPP" => "XMPP",
        "X-EVOLUTION-SKYPE" => "Skype",
        "X-EVOLUTION-TWITTER" => "Twitter",
        "X-MS-IMADDRESS" | "X-MS-IM" => "IM",
        "X-DISCORD" => "Discord",
        "X-FACEBOOK" => "Facebook",
        "X-INSTAGRAM" => "Instagram",
        "X-LINKEDIN" => "LinkedIn",
        "X-GITHUB" => "GitHub",
        "X-SAMETIME" => "Sametime",
        "X-THREEMA" => "Threema",
        "X-VIBER" => "Viber",
        "X-LINE" => "LINE",
        "X-YOUTUBE" => "YouTube",
        "X-TIKTOK" => "TikTok",
        _ => return None,
    })
}
