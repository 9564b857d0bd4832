use std::collections::BTreeSet;

use super::*;

/// Every command with its path, the program itself included.
fn each(command: &Command, path: &str, look: &mut dyn FnMut(&Command, &str)) {
    look(command, path);
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        let name = below.get_name();
        each(below, &if path == "niemyet" { name.to_owned() } else { format!("{path} {name}") }, look);
    }
}

#[test]
fn every_command_and_argument_is_told_in_vietnamese_and_nothing_else_is() {
    let mut built = Cli::command();
    built.build();
    let mut known = BTreeSet::from(["words", "errors", "value_names", "possible", "globals"].map(str::to_owned));
    let all: BTreeSet<&str> = table(&["globals"]).unwrap().keys().map(String::as_str).collect();
    each(&built, "niemyet", &mut |command, path| {
        known.insert(path.to_owned());
        assert!(text(path, "about").is_some_and(|about| about.ends_with('.')), "{path} has no `about`");
        let parts = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let others = parts.split("\n\n").filter(|part| !part.is_empty() && !part.starts_with("Example"));
        assert_eq!(others.count(), notes(path).len(), "the notes of {path}");
        let long = command.get_long_about().map(ToString::to_string).unwrap_or_default();
        assert_eq!(long.contains("\n\n"), text(path, "more").is_some(), "{path} has more to say in one language");
        let own: BTreeSet<&str> =
            command.get_arguments().map(|arg| arg.get_id().as_str()).filter(|id| !all.contains(id)).collect();
        let told = table(&[path, "args"]).map(|args| args.keys().map(String::as_str).collect::<BTreeSet<_>>());
        assert_eq!(told.unwrap_or_default(), own, "the arguments of {path}");
        for name in command.get_arguments().flat_map(|arg| arg.get_value_names().unwrap_or_default()) {
            let names = table(&["value_names"]).unwrap();
            // clap gives a flag its own name, which nobody sees.
            let seen = command.get_arguments().any(|arg| {
                arg.get_action().takes_values() && arg.get_value_names().is_some_and(|names| names.contains(name))
            });
            assert!(!seen || names.contains_key(name.as_str()), "{path}: {name}");
        }
    });
    let told: BTreeSet<String> = TEXTS.keys().cloned().collect();
    assert_eq!(told, known);
}

#[test]
fn the_vietnamese_help_has_no_word_that_clap_wrote() {
    let built = command(Language::Vietnamese);
    each(&built, "niemyet", &mut |command, path| {
        for help in [command.clone().render_long_help(), command.clone().render_help()] {
            let help = help.to_string();
            for word in ["Usage:", "Options:", "Arguments:", "Commands:", "[default", "[possible", "Print ", "OPTIONS"]
            {
                assert!(!help.contains(word), "{path}: {word}\n{help}");
            }
            assert!(help.contains("Cách dùng: niemyet"), "{path}\n{help}");
        }
    });
}

#[test]
fn the_language_is_known_before_the_arguments_are_parsed() {
    let of = |words: &str| language(&words.split(' ').map(OsString::from).collect::<Vec<_>>());
    assert_eq!(of("niemyet build"), Language::Vietnamese);
    assert_eq!(of("niemyet --lang en --nonsense"), Language::English);
    assert_eq!(of("niemyet build --lang=en --lang vi"), Language::Vietnamese);
    assert_eq!(of("niemyet --lang fr"), Language::Vietnamese);
}

/// What is told of arguments that cannot be meant.
fn of(words: &[&str]) -> String {
    let mut command = command(Language::Vietnamese);
    let arguments: Vec<OsString> = words.iter().map(OsString::from).collect();
    let named = named(&command, &arguments);
    told(&command.try_get_matches_from_mut(arguments).unwrap_err(), &named)
}

#[test]
fn each_kind_of_error_is_told_with_what_to_do() {
    assert_eq!(
        of(&["niemyet", "list", "--status", "repeal"]),
        "lỗi: `--status <TRẠNG-THÁI>` không nhận giá trị `repeal`\n  cách sửa: có phải: repealed\n  cách sửa: các giá trị: \
         in-force, pending, suspended, repealed, replaced, unknown\n  xem thêm: niemyet list --help\n"
    );
    for (words, message) in [
        (
            &["niemyet", "list", "--sectors", "x"][..],
            "lỗi: không có tùy chọn `--sectors`\n  cách sửa: có phải: --sector\n",
        ),
        (&["niemyet", "list", "--level"], "lỗi: `--level <CẤP>` cần một giá trị\n"),
        (&["niemyet", "buidl"], "lỗi: không có lệnh `buidl`\n  cách sửa: có phải: build\n"),
        (&["niemyet", "diff", "2026-01-01"], "lỗi: còn thiếu: <NGÀY2>\n"),
        (&["niemyet", "build", "--out", "a", "--out", "b"], "lỗi: `--out <THƯ-MỤC>` chỉ dùng một lần\n"),
        (&["niemyet", "search", "--limit", "x", "y"], "không nhận giá trị `x`: cần một số nguyên"),
        (
            &["niemyet", "diff", "31/02/2026", "2026-03-01"],
            "lỗi: `<NGÀY1>` không nhận giá trị `31/02/2026`: không phải một ngày từ năm 1945 đến 2200; viết 2026-08-31 hoặc 31/08/2026\n",
        ),
        (&["niemyet", "search", "x", "--batch"], "không dùng cùng với"),
    ] {
        let told = of(words);
        assert!(told.contains(message), "{told}");
        assert!(told.ends_with("--help\n"), "{told}");
    }
}
