//! Pages that need not be rendered again.

use std::fmt::Debug;
use std::io::{BufWriter, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

/// All that a page is rendered from, as one digest: the templates, the words, what every page says of the site, the name of its
/// own template and what that is given. The program is not in it: who keeps pages keeps those of one program apart.
pub type PageKey = [u8; 32];

/// Where pages of an earlier run are found.
pub trait Known: Debug + Sync {
    /// The very text that was rendered from the same, where it is still there.
    fn find(&self, key: &PageKey) -> Option<String>;

    /// Is told each text that had to be rendered.
    fn learn(&self, key: PageKey, text: &str);
}

/// The digest of what comes before the page's own.
#[derive(Debug, Clone)]
pub(super) struct KeyBase(Sha256);

impl KeyBase {
    /// Of texts with their names, and of values that every page is given. `None` where a value cannot be written as JSON.
    pub(super) fn of<'t>(
        texts: impl IntoIterator<Item = (&'t str, &'t str)>,
        values: &impl Serialize,
    ) -> Option<KeyBase> {
        let mut hasher = Sha256::new();
        for text in texts {
            write_json(&mut hasher, &text)?;
        }
        write_json(&mut hasher, values)?;
        Some(KeyBase(hasher))
    }

    /// The key of one page.
    pub(super) fn key(&self, template: &str, head: &impl Serialize, view: &impl Serialize) -> Option<PageKey> {
        let mut hasher = self.0.clone();
        write_json(&mut hasher, &(template, head, view))?;
        Some(hasher.finalize().into())
    }
}

/// JSON says where each value ends, so that no two rows of values are the same bytes.
fn write_json(hasher: &mut Sha256, value: &impl Serialize) -> Option<()> {
    let mut writer = BufWriter::new(Hashing(hasher));
    serde_json::to_writer(&mut writer, value).ok()?;
    writer.flush().ok()
}

struct Hashing<'h>(&'h mut Sha256);

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
