//! The tables of vectors that Rust and the browser's script both run (the latter in
//! `tests/browser/search-parity.test.mjs`).

use niemyet::text::{decode_keys, tokens};

/// Writes out `\uXXXX`.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at(4);
        out.push(char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap());
        out.push_str(rest);
    }
    out
}

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

#[test]
fn every_text_has_the_keys_that_the_table_gives() {
    for row in rows(include_str!("vectors/fold.tsv")) {
        let found = tokens(&unescaped(row[0]));
        let folded: Vec<&str> = found.iter().map(|token| token.folded.as_str()).collect();
        let accent: Vec<&str> = found.iter().map(|token| token.accent.as_str()).collect();
        assert_eq!(folded.join(" "), row.get(1).copied().unwrap_or_default(), "{}", row[0]);
        assert_eq!(accent.join(" "), row.get(2).copied().unwrap_or_default(), "{}", row[0]);
    }
}

#[test]
fn every_key_sequence_means_what_the_table_gives() {
    for row in rows(include_str!("vectors/keys.tsv")) {
        let meant = decode_keys(row[0]);
        let found = meant.map(|meant| (meant.token.folded, meant.token.accent, meant.written));
        let expected = row.get(1).map(|folded| ((*folded).to_owned(), row[2].to_owned(), row[3].to_owned()));
        assert_eq!(found, expected, "{}", row[0]);
    }
}
