//! Help and errors of the arguments in Vietnamese.
//!
//! clap speaks English, from the documentation of the arguments. `help/vi.toml` has what each command and argument is in
//! Vietnamese, and here that is put in the place of the English before anything is parsed; what clap writes by itself
//! (usage, defaults, errors) is written anew.

use std::error::Error as _;
use std::ffi::OsString;
use std::sync::LazyLock;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, Command, CommandFactory, FromArgMatches};
use toml::{Table, Value};

use super::args::Cli;
use super::exit::{Exit, tell};
use super::value::BadValue;
use crate::strings::Language;

static TEXTS: LazyLock<Table> = LazyLock::new(|| include_str!("help/vi.toml").parse().unwrap_or_default());

/// The arguments as typed, or the exit code with which the program ends after help or an error of usage.
pub(super) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, Exit> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let language = language(&arguments);
    let mut command = command(language);
    let named = named(&command, &arguments);
    let parsed = command.try_get_matches_from_mut(arguments);
    let parsed = parsed.and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches));
    parsed.map_err(|error| {
        let is_error = error.use_stderr();
        match (language, is_error) {
            (Language::Vietnamese, true) if error.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                tell(&told(&error, &named));
            }
            _ => drop(error.print()),
        }
        if is_error { Exit::CouldNotRun } else { Exit::Clean }
    })
}

/// The language asked for, which has to be known before the arguments are parsed. The last one counts, and a word that is
/// no language is told of in the language that stands otherwise.
fn language(arguments: &[OsString]) -> Language {
    let mut language = Language::Vietnamese;
    let mut words = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(word) = words.next() {
        let value = if word == "--lang" { words.next() } else { word.strip_prefix("--lang=") };
        match value {
            Some("en") => language = Language::English,
            Some("vi") => language = Language::Vietnamese,
            _ => {}
        }
    }
    language
}

/// The command with its help in a language.
pub(super) fn command(language: Language) -> Command {
    let command = Cli::command();
    match language {
        Language::English => command,
        Language::Vietnamese => {
            // Built, so that every command has the arguments that all have, and clap's own.
            let mut command = command;
            command.build();
            in_vietnamese(command, "niemyet")
        }
    }
}

/// A command and those below it. `path` is its name as typed, without the program's.
fn in_vietnamese(mut command: Command, path: &str) -> Command {
    let usage = usage(&command.render_usage());
    let about = text(path, "about");
    let more = text(path, "more").map(|more| more.trim().to_owned());
    let notes = notes(path);
    let after = command.get_after_help().map(|after| after_help(&after.to_string(), &notes));
    let template = format!("{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}", word("usage"));
    command = command.help_template(template).override_usage(usage).subcommand_help_heading(word("commands"));
    if let Some(about) = about {
        let long = more.map_or_else(|| about.clone(), |more| format!("{about}\n\n{more}"));
        command = command.about(about.trim_end_matches('.').to_owned()).long_about(long);
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    command.mut_args(|arg| argument(arg, path)).mut_subcommands(|below| {
        // The help of the help says nothing that help does not.
        if below.get_name() == "help" {
            return below.hide(true);
        }
        let name = below.get_name().to_owned();
        in_vietnamese(below, if path == "niemyet" { name.clone() } else { format!("{path} {name}") }.as_str())
    })
}

fn argument(arg: Arg, path: &str) -> Arg {
    let id = arg.get_id().as_str().to_owned();
    let of_all = table(&["globals"]).and_then(|texts| texts.get(&id)).and_then(Value::as_str);
    let own = table(&[path, "args"]).and_then(|texts| texts.get(&id)).and_then(Value::as_str);
    let Some(help) = own.or(of_all) else { return arg };
    let heading = match () {
        () if own.is_none() && arg.is_global_set() => "globals",
        () if arg.is_positional() => "arguments",
        () => "options",
    };
    let mut help = help.to_owned();
    let possible = arg.get_possible_values();
    if !possible.is_empty() && arg.get_action().takes_values() {
        let meaning = |name: &str| table(&["possible"]).and_then(|texts| texts.get(name)).and_then(Value::as_str);
        let shown = possible.iter().map(|value| match meaning(value.get_name()) {
            Some(meaning) => format!("{}: {meaning}", value.get_name()),
            None => value.get_name().to_owned(),
        });
        help.push_str(&format!(" [{}]", shown.collect::<Vec<_>>().join("; ")));
    }
    let defaults: Vec<&str> = arg.get_default_values().iter().filter_map(|value| value.to_str()).collect();
    if !defaults.is_empty() && arg.get_action().takes_values() {
        help.push_str(&format!(" [{}: {}]", word("default"), defaults.join(" ")));
    }
    let names: Option<Vec<_>> = arg.get_value_names().unwrap_or_default().iter().map(|name| value_name(name)).collect();
    let arg = arg.help(help.clone()).long_help(help).help_heading(word(heading));
    let arg = arg.hide_possible_values(true).hide_default_value(true);
    match names {
        Some(names) if !names.is_empty() => arg.value_names(names),
        Some(_) | None => arg,
    }
}

/// The usage without the word before it, its names in Vietnamese.
fn usage(english: &StyledStr) -> String {
    let text = english.to_string();
    let text = text.strip_prefix("Usage: ").unwrap_or(&text);
    let text = text.replace("[OPTIONS]", "[TÙY-CHỌN]").replace("<COMMAND>", "<LỆNH>").replace("[COMMAND]", "[LỆNH]");
    let mut told = String::new();
    let mut rest = text.as_str();
    while let Some((before, inner, after)) = bracketed(rest) {
        let (open, close) = if rest[before.len()..].starts_with('<') { ('<', '>') } else { ('[', ']') };
        told.push_str(&format!("{before}{open}{}{close}", value_name(inner).unwrap_or(inner)));
        rest = after;
    }
    told + rest
}

/// A text as what stands before its first brackets, within them and behind them.
fn bracketed(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find(['<', '['])?;
    let (before, rest) = text.split_at(start);
    let end = rest.find(['>', ']'])?;
    Some((before, rest.get(1..end)?, rest.get(end + 1..)?))
}

fn value_name(name: &str) -> Option<&'static str> {
    table(&["value_names"])?.get(name)?.as_str()
}

/// The end of the English help with its parts in Vietnamese: examples stay as they are, every other part is the next note.
fn after_help(english: &str, notes: &[&str]) -> String {
    let mut notes = notes.iter();
    let parts = english.split("\n\n").map(|part| match part.strip_prefix("Example") {
        Some(_) => format!("{}:\n{}", word("examples"), part.split_once('\n').map_or("", |(_, rest)| rest)),
        None => notes.next().map_or_else(|| part.to_owned(), |note| note.trim().to_owned()),
    });
    parts.collect::<Vec<_>>().join("\n\n")
}

fn notes(path: &str) -> Vec<&'static str> {
    let notes = table(&[path]).and_then(|texts| texts.get("notes")).and_then(Value::as_array);
    notes.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The command that the arguments name, as it is typed.
fn named(command: &Command, arguments: &[OsString]) -> String {
    let (mut command, mut path) = (command, "niemyet".to_owned());
    for word in arguments.iter().filter_map(|argument| argument.to_str()) {
        if let Some(below) = command.find_subcommand(word) {
            path = format!("{path} {word}");
            command = below;
        }
    }
    path
}

/// An error of usage, what is near to what was typed, and where to read on.
fn told(error: &Error, command: &str) -> String {
    let message = message(error);
    let mut text = format!("{}: {message}\n", word("error"));
    for hint in hints(error) {
        text.push_str(&format!("  {}: {hint}\n", word("help")));
    }
    text.push_str(&format!("  {}\n", word("see").replace("{command}", command)));
    text
}

fn message(error: &Error) -> String {
    let arg = context(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = context(error, ContextKind::InvalidValue).unwrap_or_default();
    let filled = |key: &str, values: &[(&str, &str)]| {
        let template = table(&["errors"]).and_then(|texts| texts.get(key)).and_then(Value::as_str).unwrap_or(key);
        values.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    };
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => filled("value_missing", &[("arg", &arg)]),
        ErrorKind::InvalidValue => filled("value_unknown", &[("arg", &arg), ("value", &value)]),
        ErrorKind::ValueValidation => {
            let why = error.source().map(|source| match source.downcast_ref::<BadValue>() {
                Some(bad) => bad.message(Language::Vietnamese),
                None => filled("number", &[]),
            });
            let why = why.unwrap_or_default();
            // The value last: it may hold what looks like a name of another.
            filled("value_invalid", &[("arg", &arg), ("why", &why), ("value", &value)])
        }
        ErrorKind::UnknownArgument => filled("argument_unknown", &[("arg", &arg)]),
        ErrorKind::InvalidSubcommand => {
            let command = context(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            filled("command_unknown", &[("command", &command)])
        }
        ErrorKind::MissingRequiredArgument => filled("argument_missing", &[("args", &arg)]),
        ErrorKind::ArgumentConflict => {
            let others = context(error, ContextKind::PriorArg).unwrap_or_default();
            if others == arg {
                filled("twice", &[("arg", &arg)])
            } else {
                filled("conflict", &[("arg", &arg), ("others", &others)])
            }
        }
        ErrorKind::InvalidUtf8 => filled("not_utf8", &[]),
        _ => error.to_string(),
    }
}

fn hints(error: &Error) -> Vec<String> {
    let line = |key: &str, name: &str, value: String| {
        let template = table(&["errors"]).and_then(|texts| texts.get(key)).and_then(Value::as_str)?;
        Some(template.replace(&format!("{{{name}}}"), &value))
    };
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let near = near.into_iter().filter_map(|kind| context(error, kind));
    let near = near.filter_map(|value| line("near", "near", value));
    let values = context(error, ContextKind::ValidValue).and_then(|values| line("values_are", "values", values));
    near.chain(values).collect()
}

/// What an error says of itself, as text.
fn context(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        _ => None,
    }
}

fn table(path: &[&str]) -> Option<&'static Table> {
    let mut table = &*TEXTS;
    for key in path {
        table = table.get(*key)?.as_table()?;
    }
    Some(table)
}

fn text(path: &str, key: &str) -> Option<String> {
    table(&[path])?.get(key)?.as_str().map(str::to_owned)
}

fn word(key: &'static str) -> &'static str {
    table(&["words"]).and_then(|words| words.get(key)).and_then(Value::as_str).unwrap_or(key)
}

#[cfg(test)]
mod tests;
