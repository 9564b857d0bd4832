//! The templates and site files of the repository, compiled in: what a project gets where it has none of its own.

macro_rules! embedded {
    ($include:ident $folder:literal: $($path:literal)*) => {
        &[$(($path, $include!(concat!("../../", $folder, "/", $path)))),*]
    };
}

/// Path relative to `templates/` → text.
pub(super) const TEMPLATES: &[(&str, &str)] = embedded!(include_str "templates":
    "404.html"
    "base.html"
    "board.html"
    "booklet.html"
    "browse.html"
    "changes.html"
    "coming.html"
    "decision.html"
    "decisions.html"
    "embed-office.html"
    "embed.html"
    "ended.html"
    "feed.xml"
    "home.html"
    "list.html"
    "office.html"
    "part/ask.html"
    "part/basis.html"
    "part/board.html"
    "part/components.html"
    "part/contact.html"
    "part/content.html"
    "part/facts.html"
    "part/go.html"
    "part/history.html"
    "part/law.html"
    "part/next.html"
    "part/now.html"
    "part/office-rows.html"
    "part/place.html"
    "part/questions.html"
    "part/today.html"
    "procedure.html"
    "prose.html"
    "review-comparison.html"
    "review-questions.html"
    "review-rule.html"
    "review-work.html"
    "review.html"
    "robots.txt"
    "search.html"
    "security.txt"
    "sitemap.xml"
    "statistics.html"
);

/// Path relative to `site/` → bytes. The settings and the strings are no pages and are read elsewhere.
pub(super) const SITE: &[(&str, &[u8])] = embedded!(include_bytes "site":
    "assets/be-vietnam-pro-600.woff2"
    "assets/be-vietnam-pro-OFL.txt"
    "assets/board.css"
    "assets/booklet.css"
    "assets/carry.js"
    "assets/due.js"
    "assets/elements.js"
    "assets/embed.js"
    "assets/favicon.svg"
    "assets/found.js"
    "assets/frame.js"
    "assets/kiosk.js"
    "assets/refill.js"
    "assets/results-address.js"
    "assets/results-facets.js"
    "assets/results-list.js"
    "assets/results-notes.js"
    "assets/results.js"
    "assets/search-engine.js"
    "assets/search-facets.js"
    "assets/search-full.js"
    "assets/search-index.js"
    "assets/search-named.js"
    "assets/search-plan.js"
    "assets/search-query.js"
    "assets/search-score.js"
    "assets/search-spelling.js"
    "assets/search-text.js"
    "assets/search.js"
    "assets/searchbox.js"
    "assets/styles.css"
    "assets/suggestions.js"
    "assets/validity.js"
    "assets/where.js"
    "pages/cach-tinh-hieu-luc.md"
    "pages/du-lieu-mo.md"
    "pages/phan-anh.md"
    "pages/tro-nang.md"
);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    fn files(folder: &str) -> BTreeSet<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let found = walkdir::WalkDir::new(&root).into_iter().filter_map(Result::ok);
        let files = found.filter(|entry| entry.file_type().is_file());
        files.filter_map(|entry| Some(entry.path().strip_prefix(&root).ok()?.to_str()?.replace('\\', "/"))).collect()
    }

    #[test]
    fn every_template_of_the_repository_is_compiled_in() {
        assert_eq!(TEMPLATES.iter().map(|(path, _)| (*path).to_owned()).collect::<BTreeSet<_>>(), files("templates"));
    }

    #[test]
    fn every_page_and_asset_of_the_repository_is_compiled_in() {
        let published = |path: &String| path.starts_with("assets/") || path.starts_with("pages/");
        let found: BTreeSet<String> = files("site").into_iter().filter(published).collect();
        assert_eq!(SITE.iter().map(|(path, _)| (*path).to_owned()).collect::<BTreeSet<_>>(), found);
    }
}
