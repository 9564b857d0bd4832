//! What a folder of fetched pages holds of one address: a line of its index.

use serde_json::{Value, json};

/// The outcome of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The address that was asked for.
    pub(super) url: String,
    /// What the server answered; `None` where it did not.
    pub(super) status: Option<u16>,
    /// When, as people write it: `2026-08-31T17:00:00Z`.
    pub(super) time: String,
    /// What the body is, as the server says.
    pub(super) media: String,
    /// Where it leads instead.
    pub(super) location: Option<String>,
    /// The path of the body in the folder, its digest and its length, where it was kept.
    pub(super) file: Option<(String, String, u64)>,
    /// Whether it was larger than so many bytes, and therefore left.
    pub(super) too_large: Option<u64>,
    /// Why there is no answer, for people who read the index.
    pub(super) error: Option<String>,
}

impl Entry {
    pub(super) fn to_line(&self) -> String {
        let (path, digest, bytes) = self
            .file
            .clone()
            .map_or((None, None, None), |(path, digest, bytes)| (Some(path), Some(digest), Some(bytes)));
        json!({
            "url": self.url,
            "file": path,
            "status": self.status,
            "time": self.time,
            "sha256": digest,
            "bytes": bytes,
            "media": self.media,
            "location": self.location,
            "too_large": self.too_large,
            "error": self.error,
        })
        .to_string()
    }

    /// Reads a line; `None` of one that was cut off, or that somebody changed into none.
    pub(super) fn parse(line: &str) -> Option<Entry> {
        let value: Value = serde_json::from_str(line).ok()?;
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let number = |key: &str| value.get(key).and_then(Value::as_u64);
        let file = text("file").filter(|path| crate::artifacts::is_safe(path));
        Some(Entry {
            url: text("url")?,
            status: number("status").and_then(|status| u16::try_from(status).ok()),
            time: text("time")?,
            media: text("media").unwrap_or_default(),
            location: text("location"),
            file: file.zip(text("sha256")).zip(number("bytes")).map(|((path, digest), bytes)| (path, digest, bytes)),
            too_large: number("too_large"),
            error: text("error"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back_and_half_a_line_is_none() {
        let entry = Entry {
            url: "http://a.example/".to_owned(),
            status: Some(200),
            time: "2026-08-31T17:00:00Z".to_owned(),
            media: "text/html".to_owned(),
            location: None,
            file: Some(("pages/0.html".to_owned(), "00".to_owned(), 7)),
            too_large: None,
            error: None,
        };
        let line = entry.to_line();
        assert_eq!(Entry::parse(&line), Some(entry));
        assert_eq!(line.get(..line.len() - 1).and_then(Entry::parse), None);
        let outside = line.replace("pages/0.html", "../../x");
        assert_eq!(Entry::parse(&outside).map(|entry| entry.file), Some(None));
    }
}
