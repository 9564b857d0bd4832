//! The ledger's findings: edits of the small catalogue after which each is told, and the very value that it stands at.

use niemyet::finding::Code;

use super::edited::{At, DECISION, Edit};

/// A code, edits after which it is found, and where. A line and column of 0: the file as a whole is meant.
pub(crate) type Case<'c> = (Code, &'c [Edit<'c>], &'c [At<'c>]);

pub(crate) const AGENCIES: &str = "catalogue/agencies.toml";
pub(crate) const LIST: &str = "catalogue/snapshots/l.tsv";
pub(crate) const RULES_FILE: &str = "catalogue/rules.toml";
pub(crate) const RULINGS: &str = "catalogue/rulings.toml";
pub(crate) const SECOND: &str = "catalogue/decisions/2026/2-qd-ubnd.toml";
pub(crate) const TWIN: &str = "catalogue/procedures/mau/1.000002.md";

const LATER: &str = "catalogue/snapshots/m.tsv";
const MINISTRY: &str = "[[agency]]\nid = \"bo\"\nname = \"Bộ\"\nkind = \"ministry\"\n";
const OTHER_PROVINCE: &str = "[[agency]]\nid = \"bo\"\nname = \"UBND tỉnh Khác\"\nkind = \"province\"\n";
const TWIN_RECORD: &str = "+++\ncode = \"1.000002\"\nname = \"Khác\"\nissuer = \"ubnd\"\nsector = \"mau\"\n+++\n";

/// The head of a second decision, five lines; its rows begin on the sixth.
const HEAD: &str =
    "number = \"2/QĐ-UBND\"\nissuer = \"ubnd\"\nsigned = 2026-03-03\ntitle = \"T\"\neffect = \"on-signing\"\n";

const AMENDS: &str = "[[change]]\nkind = \"amend\"\ncode = \"1.000001\"\n";
const ENDS: &str = "[[change]]\nkind = \"repeal\"\ncode = \"1.000001\"\n";

/// The findings of the evidence. None is of a file or of a line alone.
pub(crate) const EVIDENCE: &[Case] = &[
    (
        Code::CodeUnknown,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", AMENDS),
            (SECOND, "", "[[change]]\nkind = \"repeal\"\ncode = \"1.000009\"\n"),
        ],
        &[(SECOND, 11, 9, "1.000009")],
    ),
    (
        Code::CodeUnknown,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", AMENDS),
            (TWIN, "", TWIN_RECORD),
            (
                SECOND,
                "",
                "[[change]]\nkind = \"replace\"\nold = [\"1.000001\", \"1.000008\"]\nnew = [\"1.000002\", \"1.000009\"]\n",
            ),
        ],
        &[(SECOND, 11, 21, "1.000008"), (SECOND, 12, 21, "1.000009")],
    ),
    (
        Code::CodeOtherTier,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", AMENDS),
            (SECOND, "", "[[change]]\nkind = \"repeal\"\ncode = \"1.000009\"\n"),
            (SECOND, "\"ubnd\"", "\"bo\""),
            (AGENCIES, "", MINISTRY),
        ],
        &[(SECOND, 11, 9, "1.000009")],
    ),
    (
        Code::DecisionForeign,
        &[(SECOND, "", HEAD), (SECOND, "", AMENDS), (SECOND, "\"ubnd\"", "\"bo\""), (AGENCIES, "", OTHER_PROVINCE)],
        &[(SECOND, 2, 11, "bo")],
    ),
    (
        Code::DecisionIncomplete,
        &[(SECOND, "", HEAD), (SECOND, "", AMENDS), (SECOND, "title", "complete = false\ntitle")],
        &[(SECOND, 4, 12, "false")],
    ),
    (
        Code::RowUnread,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", AMENDS),
            (SECOND, "", "[[change]]\nkind = \"amend\"\nname = \"Không rõ\"\n"),
        ],
        &[(SECOND, 11, 9, "Không rõ")],
    ),
    (
        Code::RowUnread,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", AMENDS),
            (SECOND, "", "[[change]]\nkind = \"amend\"\nname = \"Không rõ\"\ncode = \"?\"\n"),
        ],
        &[(SECOND, 12, 9, "?")],
    ),
    (
        Code::RowUnread,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", AMENDS),
            (SECOND, "", "[[change]]\nkind = \"replace\"\nname = \"Không rõ\"\nold = [\"1.000001\"]\nnew = []\n"),
        ],
        &[(SECOND, 13, 7, "[]")],
    ),
    (
        Code::SuccessorUnread,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", AMENDS),
            (SECOND, "", "[[change]]\nkind = \"replace\"\nold = [\"1.000001\"]\n"),
        ],
        &[(SECOND, 9, 1, "[[change]]")],
    ),
    (
        Code::SuccessorUnread,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", AMENDS),
            (SECOND, "", "[[change]]\nkind = \"replace\"\nold = [\"1.000001\"]\nname = \"Không rõ\"\n"),
        ],
        &[(SECOND, 12, 9, "Không rõ")],
    ),
    (
        Code::SuccessorUnread,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", AMENDS),
            (SECOND, "", "[[change]]\nkind = \"replace\"\nold = [\"1.000001\"]\nname = \"Không rõ\"\nnew = []\n"),
        ],
        &[(SECOND, 13, 7, "[]")],
    ),
    (
        Code::EffectUnknown,
        &[(SECOND, "", HEAD), (SECOND, "", AMENDS), (SECOND, "effect = \"on-signing\"\n", "")],
        &[(SECOND, 1, 11, "2/QĐ-UBND")],
    ),
    (
        Code::EffectUnknown,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", AMENDS),
            (SECOND, "effect = \"on-signing\"\n", "effect_clause = \"khi luật có hiệu lực\"\n"),
        ],
        &[(SECOND, 5, 18, "khi luật có hiệu lực")],
    ),
    (
        Code::EffectUnknown,
        &[(SECOND, "", HEAD), (SECOND, "", AMENDS), (SECOND, "effect = \"on-signing\"\n", "effect = \"unknown\"\n")],
        &[(SECOND, 5, 11, "unknown")],
    ),
    (
        Code::EffectUnknown,
        &[(SECOND, "", HEAD), (SECOND, "", AMENDS), (SECOND, "signed = 2026-03-03", "year = 2026")],
        &[(SECOND, 5, 11, "on-signing")],
    ),
    (
        Code::EffectUnknown,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", AMENDS),
            (SECOND, "", "[[change]]\nkind = \"amend\"\ncode = \"1.000001\"\neffect = \"unknown\"\n"),
        ],
        &[(SECOND, 12, 11, "unknown")],
    ),
    (
        Code::EffectUnknown,
        &[
            (SECOND, "", HEAD),
            (
                SECOND,
                "",
                "[[section]]\nid = \"I\"\n[[section]]\nid = \"II\"\neffect = \"9 working days after signing\"\n",
            ),
            (SECOND, "", AMENDS),
            (SECOND, "", "[[change]]\nkind = \"amend\"\ncode = \"1.000001\"\nsection = \"II\"\n"),
        ],
        &[(SECOND, 10, 11, "9 working days after signing")],
    ),
    (
        Code::PeriodEmpty,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", AMENDS),
            (SECOND, "", "[[change]]\nkind = \"amend\"\ncode = \"1.000001\"\nuntil = 2026-03-03\n"),
        ],
        &[(SECOND, 12, 9, "2026-03-03")],
    ),
    (
        Code::PeriodEmpty,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", "[[section]]\nid = \"I\"\n[[section]]\nid = \"II\"\nuntil = 2026-03-03\n"),
            (SECOND, "", AMENDS),
            (SECOND, "", "[[change]]\nkind = \"amend\"\ncode = \"1.000001\"\nsection = \"II\"\n"),
        ],
        &[(SECOND, 10, 9, "2026-03-03")],
    ),
    (
        Code::PeriodEmpty,
        &[(SECOND, "", HEAD), (SECOND, "", AMENDS), (SECOND, "", ENDS), (SECOND, "title", "until = 2026-03-03\ntitle")],
        &[(SECOND, 4, 9, "2026-03-03")],
    ),
    (
        Code::SecondEnd,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", ENDS),
            (SECOND, "", "[[change]]\nkind = \"repeal\"\ncode = \"1.000001\"\neffect = 2026-04-04\n"),
        ],
        &[(SECOND, 11, 9, "1.000001")],
    ),
    (
        Code::SecondStart,
        &[(SECOND, "", HEAD), (SECOND, "", AMENDS), (SECOND, "", "[[change]]\nkind = \"new\"\ncode = \"1.000001\"\n")],
        &[(SECOND, 11, 9, "1.000001")],
    ),
    (
        Code::AmendedAfterEnd,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", ENDS),
            (SECOND, "", "[[change]]\nkind = \"amend\"\ncode = \"1.000001\"\neffect = 2026-04-04\n"),
        ],
        &[(SECOND, 11, 9, "1.000001")],
    ),
    (
        Code::AmendedAfterEnd,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", ENDS),
            (TWIN, "", TWIN_RECORD),
            (SECOND, "", "[[change]]\nkind = \"new\"\ncode = \"1.000002\"\n"),
            (
                SECOND,
                "",
                "[[change]]\nkind = \"replace\"\nold = [\"1.000002\"]\nnew = [\"1.000009\", \"1.000001\"]\neffect = 2026-04-04\n",
            ),
        ],
        &[(SECOND, 15, 21, "1.000001")],
    ),
    (
        Code::SuspendedAfterEnd,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", ENDS),
            (
                SECOND,
                "",
                "[[change]]\nkind = \"repeal\"\ncode = \"1.000001\"\neffect = 2026-04-04\nuntil = 2026-05-05\n",
            ),
        ],
        &[(SECOND, 11, 9, "1.000001")],
    ),
    (
        Code::NewAndEndSameDay,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", AMENDS),
            (SECOND, "", "[[change]]\nkind = \"repeal\"\ncode = \"1.000001\"\neffect = 2026-02-02\n"),
        ],
        &[(SECOND, 11, 9, "1.000001")],
    ),
    (
        Code::TiersDiffer,
        &[(SECOND, "", HEAD), (SECOND, "", ENDS), (SECOND, "\"ubnd\"", "\"bo\""), (AGENCIES, "", MINISTRY)],
        &[(DECISION, 8, 9, "1.000001")],
    ),
    (
        Code::TiersDiffer,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", ENDS),
            (SECOND, "\"ubnd\"", "\"bo\""),
            (AGENCIES, "", MINISTRY),
            (
                RULINGS,
                "",
                "[[ruling]]\ncode = \"1.000009.H56\"\nanswer = \"repealed\"\nfrom = 2026-05-05\nby = \"A\"\nruled = 2026-05-05\nreason = \"r\"\n[[ruling]]\ncode = \"1.000001.H56\"\nanswer = \"in-force\"\nfrom = 2026-05-05\nby = \"A\"\nruled = 2026-05-05\nreason = \"r\"\n[[ruling]]\ncode = \"1.000000\"\nanswer = \"in-force\"\nfrom = 2026-05-05\nby = \"A\"\nruled = 2026-05-05\nreason = \"r\"\n",
            ),
        ],
        &[(RULINGS, 9, 9, "1.000001.H56")],
    ),
    (
        Code::SnapshotLate,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", ENDS),
            (
                LIST,
                "",
                "# title: 1.000001\n# source: s\n# taken: 2026-07-01\ncode\tname\n1.000002\t1.000001\n1.000001\tx\n",
            ),
        ],
        &[(LIST, 6, 1, "1.000001")],
    ),
    (
        Code::SnapshotUndated,
        &[(LIST, "", "# title: L\n# source: s\ncode\tname\n1.000001\tx\n")],
        &[(LIST, 1, 1, "# title: L")],
    ),
    (
        Code::SnapshotUndated,
        &[(LIST, "", "# title: L\n# not_before: 2026-02-30\ncode\tname\n1.000001\tx\n")],
        &[(LIST, 2, 15, "2026-02-30")],
    ),
    (
        Code::SnapshotAbsent,
        &[
            (LIST, "", "# title: L\n# source: s\n# taken: 2026-07-01\ncode\tname\n1.000001\tx\n"),
            (LATER, "", "# title: 2026-08-01\n# source: s\n# taken: 2026-08-01\ncode\tname\n1.000009\tx\n"),
        ],
        &[(LATER, 3, 10, "2026-08-01")],
    ),
    (
        Code::SnapshotAbsent,
        &[
            (LIST, "", "# title: L\n# source: s\n# taken: 2026-07-01\ncode\tname\n1.000001\tx\n"),
            (LATER, "", "# title: L\n# not_before: 2026-08-01\ncode\tname\n1.000009\tx\n"),
        ],
        &[(LATER, 2, 15, "2026-08-01")],
    ),
    (
        Code::DeclaredTotalDiffers,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", "[[section]]\nid = \"I\"\ndeclared = 2\n"),
            (SECOND, "", "[[change]]\nkind = \"amend\"\ncode = \"1.000001\"\nsection = \"I\"\n"),
        ],
        &[(SECOND, 8, 12, "2")],
    ),
    (
        Code::DeclaredTotalDiffers,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", "[[section]]\nid = \"I\"\n[[section]]\nid = \"II\"\ndeclared = 2\n"),
            (SECOND, "", "[[change]]\nkind = \"amend\"\ncode = \"1.000001\"\nsection = \"II\"\n"),
        ],
        &[(SECOND, 10, 12, "2")],
    ),
    (
        Code::WithdrawUnclear,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", AMENDS),
            (SECOND, "", "[[change]]\nkind = \"withdraw\"\ndecision = \"9/QĐ-UBND\"\n"),
        ],
        &[(SECOND, 11, 13, "9/QĐ-UBND")],
    ),
    (
        Code::WithdrawUnclear,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", AMENDS),
            (SECOND, "", "[[change]]\nkind = \"correct\"\ncorrected_effect = 2026-04-04\ndecision = \"9/QĐ-UBND\"\n"),
        ],
        &[(SECOND, 12, 13, "9/QĐ-UBND")],
    ),
    (
        Code::CorrectedPeriodEmpty,
        &[
            (DECISION, "code = \"1.000001\"\n", "code = \"1.000001\"\nuntil = 2026-03-03\n"),
            (SECOND, "", HEAD),
            (SECOND, "", AMENDS),
            (SECOND, "", "[[change]]\nkind = \"correct\"\ndecision = \"1/QĐ-UBND\"\ncorrected_effect = 2026-03-03\n"),
        ],
        &[(SECOND, 12, 20, "2026-03-03")],
    ),
    (
        Code::WithdrawnInEffect,
        &[(SECOND, "", HEAD), (SECOND, "", "[[change]]\nkind = \"withdraw\"\ndecision = \"1/QĐ-UBND\"\n")],
        &[(SECOND, 8, 13, "1/QĐ-UBND")],
    ),
    (
        Code::WithdrawnInEffect,
        &[
            (SECOND, "", HEAD),
            (
                SECOND,
                "",
                "[[change]]\nkind = \"withdraw\"\ndecision = \"1/QĐ-UBND\"\ncodes = [\"1.000009\", \"1.000001\"]\n",
            ),
        ],
        &[(SECOND, 9, 23, "1.000001")],
    ),
    (
        Code::RebaseAbsent,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", "[[change]]\nkind = \"rebase\"\ncode = \"1.000002\"\n"),
            (SECOND, "title = \"T\"\n", "title = \"T\"\nscope = { sectors = [\"may\", \"mau\"] }\n"),
            (TWIN, "", TWIN_RECORD),
        ],
        &[(SECOND, 5, 30, "mau")],
    ),
    (
        Code::RebaseAbsent,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", "[[change]]\nkind = \"rebase\"\ncode = \"1.000002\"\n"),
            (
                SECOND,
                "title = \"T\"\n",
                "title = \"T\"\nscope = { agencies = [\"bo\", \"so-moi\"], levels = [\"province\"] }\n",
            ),
            (TWIN, "", TWIN_RECORD),
        ],
        &[(SECOND, 5, 30, "so-moi")],
    ),
    (
        Code::RebaseAbsent,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", "[[change]]\nkind = \"rebase\"\ncode = \"1.000002\"\n"),
            (SECOND, "title = \"T\"\n", "title = \"T\"\nscope.agencies = [\"so-moi\", \"ubnd\"]\n"),
            (TWIN, "", TWIN_RECORD),
        ],
        &[(SECOND, 5, 30, "ubnd")],
    ),
    (
        Code::ReplacementCycle,
        &[
            (SECOND, "", HEAD),
            (SECOND, "", "[[change]]\nkind = \"replace\"\nold = [\"1.000001\"]\nnew = [\"1.000002\"]\n"),
            (SECOND, "", "[[change]]\nkind = \"replace\"\nold = [\"1.000002\"]\nnew = [\"1.000009\", \"1.000001\"]\n"),
            (TWIN, "", TWIN_RECORD),
        ],
        &[(SECOND, 13, 21, "1.000001")],
    ),
];
