//! Which drafts `niemyet confirm` is about.

use std::io::{BufRead, IsTerminal, Write};

use super::confirm::{ConfirmArgs, Lying, is_partial};
use super::context::Context;
use super::exit::Failure;
use crate::model::DecisionNumber;

/// The drafts that are meant: by number, all, or those that the person at the terminal says yes to.
pub(super) fn chosen(args: &ConfirmArgs, lying: Vec<Lying>, context: &Context) -> Result<Vec<Lying>, Failure> {
    if args.all {
        return Ok(lying);
    }
    if args.numbers.is_empty() {
        if !std::io::stdin().is_terminal() {
            return Err(Failure::Asked("confirm_what", Vec::new()));
        }
        let question = |draft: &Lying| {
            let key = if is_partial(draft) { "confirm_ask_partial" } else { "confirm_ask" };
            context.words(key, &[("path", draft.path.clone())])
        };
        return asked(lying, &question, &mut std::io::stdin().lock(), &mut std::io::stdout()).map_err(Failure::Stream);
    }
    let number_of = |draft: &Lying| {
        let table: toml::Table = draft.text.parse().ok()?;
        Some(DecisionNumber::new(table.get("number")?.as_str()?))
    };
    let wanted: Vec<DecisionNumber> = args.numbers.iter().map(|number| DecisionNumber::new(number)).collect();
    for number in &wanted {
        if !lying.iter().any(|draft| number_of(draft).as_ref() == Some(number)) {
            return Err(Failure::Asked("confirm_no_draft", vec![("number", number.written().to_owned())]));
        }
    }
    Ok(lying.into_iter().filter(|draft| number_of(draft).is_some_and(|number| wanted.contains(&number))).collect())
}

/// Shows each draft and asks about it. Only a plain yes is one; where nobody answers any more, the rest is no.
fn asked(
    lying: Vec<Lying>,
    question: &dyn Fn(&Lying) -> String,
    answers: &mut dyn BufRead,
    out: &mut dyn Write,
) -> std::io::Result<Vec<Lying>> {
    let mut chosen = Vec::new();
    for draft in lying {
        write!(out, "{}\n{}", draft.text, question(&draft))?;
        out.flush()?;
        let mut answer = String::new();
        if answers.read_line(&mut answer)? == 0 {
            break;
        }
        if matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "c" | "có") {
            chosen.push(draft);
        }
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_yes_takes_a_draft_and_silence_takes_none() {
        let draft = |name: &str| Lying { path: name.to_owned(), text: format!("number = \"{name}\"\n") };
        let drafts = || ["a", "b", "c", "d", "e"].map(draft).to_vec();
        let question = |draft: &Lying| format!("{}? ", draft.path);
        let mut out = Vec::new();
        let taken = asked(drafts(), &question, &mut &b"y\n\n  C\xc3\x93 \nno\n"[..], &mut out).unwrap();
        assert_eq!(taken.iter().map(|draft| draft.path.as_str()).collect::<Vec<_>>(), ["a", "c"]);
        let shown = String::from_utf8(out).unwrap();
        assert!(shown.starts_with("number = \"a\"\n\na? number = \"b\"\n\nb? "), "{shown}");
        assert!(shown.ends_with("e? "), "each draft is shown before it is asked about: {shown}");
        assert_eq!(asked(drafts(), &question, &mut &b""[..], &mut Vec::new()).unwrap(), []);
    }
}
