//! What a picture is: pure.

use entity::photo::PhotoType;

/// Most bytes of a picture.
pub const LARGEST: usize = 1 << 20;

/// What kind of picture these bytes are, if they are one of a kind that is taken. What they say of themselves elsewhere is not asked: a page that
/// is called a picture stays a page.
#[must_use]
pub fn kind(bytes: &[u8]) -> Option<PhotoType> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(PhotoType::Png),
        [0xff, 0xd8, 0xff, ..] => Some(PhotoType::Jpeg),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(PhotoType::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(PhotoType::Webp),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_first_bytes() {
        for (bytes, is) in [
            (&b"\x89PNG\r\n\x1a\n..."[..], Some(PhotoType::Png)),
            (b"\xff\xd8\xff\xe0", Some(PhotoType::Jpeg)),
            (b"GIF89a", Some(PhotoType::Gif)),
            (b"GIF87a", Some(PhotoType::Gif)),
            (b"RIFF\x01\x02\x03\x04WEBPVP8 ", Some(PhotoType::Webp)),
            (b"RIFF\x01\x02\x03\x04WAVE", None),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", None),
            (b"<html>GIF89a</html>", None),
            (b"\x89PNG", None),
            (b"BM", None),
            (b"", None),
        ] {
            assert_eq!(kind(bytes), is, "{bytes:?}");
        }
    }
}
