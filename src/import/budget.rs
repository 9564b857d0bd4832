//! A bound on what readers keep.

use super::refusal::Reason;

/// How many bytes of text a reader may still keep: one long text of a small file may stand in every cell of it.
pub(super) struct Budget {
    left: u64,
    limit: u64,
}

impl Budget {
    /// One of so many bytes.
    pub(super) fn of(limit: u64) -> Budget {
        Budget { left: limit, limit }
    }

    /// Takes what a text takes up.
    ///
    /// # Errors
    /// Where less is left.
    pub(super) fn take(&mut self, bytes: u64) -> Result<(), Reason> {
        self.left = self.left.checked_sub(bytes).ok_or(Reason::UnpacksTooFar(self.limit))?;
        Ok(())
    }
}
