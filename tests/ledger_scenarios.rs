//! The state algebra, told as short stories (`tests/scenarios/`, in the notation of `tests/story`).

use crate::story;

use story::Story;

#[test]
fn every_story_comes_out_as_told() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut failures = Vec::new();
    let mut stories = 0;
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let mut story: Option<Story> = None;
        for (index, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap().trim_end();
            if let Some(title) = line.strip_prefix("== ") {
                if let Some(told) = story.replace(Story::new(title)) {
                    told.check(&mut failures);
                }
                stories += 1;
            } else if !line.trim().is_empty() {
                story.as_mut().unwrap().take(line, index + 1);
            }
        }
        if let Some(told) = story {
            assert!(told.asserts_something(), "{} asserts nothing", told.title);
            told.check(&mut failures);
        }
    }
    assert!(failures.is_empty(), "{} of {stories} stories differ\n\n{}", failures.len(), failures.join("\n\n"));
    println!("{stories} stories");
}
