//! What happens to a procedure: the one list of kinds, for rows, steps and everything that is told of them.

/// What happens to a procedure at a moment, or what a row or a ruling does to it.
///
/// Those of *law* change what applies. Those of *knowledge* change what is known of it: entering or leaving `unknown` is
/// such a change, and so is what an official list tells (rule 12 of the ledger). They are counted apart, never announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Mới ban hành: begins, or begins again. A ruling that a procedure is in force does the same.
    New,
    /// Begins as the successor of others.
    Succeed,
    /// Sửa đổi, bổ sung: a new version.
    Amend,
    /// Chuẩn hóa: attested anew by a standardised list of its field.
    Rebase,
    /// Trở lại nội dung trước: a temporary amendment is over.
    Revert,
    /// Có hiệu lực trở lại: a suspension is over.
    Resume,
    /// Tạm ngưng: ended until a day that the row names.
    Suspend,
    /// Được thay thế: ended, with successors.
    Replace,
    /// Bãi bỏ, hủy bỏ: ended. A ruling that a procedure has ended does the same.
    Repeal,
    /// Hết thời hạn của quyết định đã ban hành: the decision that began it no longer has effect.
    Lapse,
    /// The decision that began or ended it is withdrawn after its effect: nobody has said what holds now. Knowledge.
    Withdraw,
    /// More is known than before: what was unknown is attested. Knowledge.
    Attest,
    /// Less is known than before. Knowledge.
    Doubt,
    /// The same is known on other grounds, or something is asked. Knowledge.
    Confirm,
    /// Something beside the life: a mark, a fee, an agency, a correction, an internal process.
    Note,
}

impl Act {
    /// The acts of law, in the order of pages.
    pub const LAW: [Act; 10] = [
        Act::New,
        Act::Succeed,
        Act::Amend,
        Act::Rebase,
        Act::Revert,
        Act::Resume,
        Act::Suspend,
        Act::Replace,
        Act::Repeal,
        Act::Lapse,
    ];

    /// The word in JSON and in the strings file.
    pub fn as_str(self) -> &'static str {
        match self {
            Act::New => "new",
            Act::Succeed => "succeed",
            Act::Amend => "amend",
            Act::Rebase => "rebase",
            Act::Revert => "revert",
            Act::Resume => "resume",
            Act::Suspend => "suspend",
            Act::Replace => "replace",
            Act::Repeal => "repeal",
            Act::Lapse => "lapse",
            Act::Withdraw => "withdraw",
            Act::Attest => "attest",
            Act::Doubt => "doubt",
            Act::Confirm => "confirm",
            Act::Note => "note",
        }
    }

    /// Whether it changes what applies, not only what is known.
    pub fn is_law(self) -> bool {
        Act::LAW.contains(&self)
    }

    /// Whether a row that does it ends a life for good.
    pub(super) fn ends(self) -> bool {
        match self {
            Act::Replace | Act::Repeal => true,
            Act::New
            | Act::Succeed
            | Act::Amend
            | Act::Rebase
            | Act::Revert
            | Act::Resume
            | Act::Suspend
            | Act::Lapse
            | Act::Withdraw
            | Act::Attest
            | Act::Doubt
            | Act::Confirm
            | Act::Note => false,
        }
    }

    /// Whether a row that does it ends a life, for good or for a time.
    pub(super) fn stops(self) -> bool {
        self.ends() || self == Act::Suspend
    }

    /// Whether a row that does it begins a life anew, whatever was before.
    pub(super) fn begins(self) -> bool {
        matches!(self, Act::New | Act::Rebase)
    }
}
