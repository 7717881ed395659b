//! Counting tokens before anything is built from them.

/// The number of lexical tokens in `text`, or `limit + 1` as soon as there are more.
///
/// Malformed text gets some number too: it is the parser that says what is wrong with it.
pub(super) fn count(text: &str, limit: usize) -> usize {
    let mut rest = text.as_bytes();
    let mut tokens = 0;
    while let Some((&first, tail)) = rest.split_first() {
        if tokens > limit {
            break;
        }
        rest = match first {
            // A byte order mark counts as three tokens of nothing; it is harmless, so it is not looked for.
            b' ' | b'\t' | b'\r' | b'\n' | b',' => tail,
            b'#' => after(tail, |byte| byte != b'\n' && byte != b'\r'),
            b'"' => {
                tokens += 1;
                after_string(rest)
            }
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                tokens += 1;
                after(tail, |byte| byte == b'_' || byte.is_ascii_alphanumeric())
            }
            b'-' | b'0'..=b'9' => {
                tokens += 1;
                after(tail, |byte| {
                    matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E' | b'0'..=b'9')
                })
            }
            b'.' => {
                tokens += 1;
                rest.strip_prefix(b"...").unwrap_or(tail)
            }
            _ => {
                tokens += 1;
                tail
            }
        };
    }
    tokens
}

fn after(text: &[u8], belongs: impl Fn(u8) -> bool) -> &[u8] {
    let end = text.iter().position(|&byte| !belongs(byte)).unwrap_or(text.len());
    text.get(end..).unwrap_or_default()
}

fn after_string(text: &[u8]) -> &[u8] {
    let (quote, mut rest): (&[u8], _) = match text.strip_prefix(b"\"\"\"") {
        Some(block) => (b"\"\"\"", block),
        None => (b"\"", text.get(1..).unwrap_or_default()),
    };
    loop {
        if let Some(tail) = rest.strip_prefix(quote) {
            return tail;
        }
        // In a block string only `\"""` escapes, in a plain one any character does.
        rest = match rest {
            [b'\\', tail @ ..] if quote.len() == 3 => tail.strip_prefix(quote).unwrap_or(tail),
            [b'\\', _, tail @ ..] => tail,
            [_, tail @ ..] => tail,
            [] => return rest,
        };
    }
}
