//! Patterns of files, relative to the folder of the configuration.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::source::Span;

/// A pattern of files as it stands in the configuration.
///
/// `*` and `?` stand for characters of one name, `**` for any number of folders, `[ab]` and `{a,b}` for
/// alternatives. The pattern of a folder holds for all that is in it.
#[derive(Debug, Clone)]
pub(in crate::cli) struct Pattern {
    /// As it is written.
    pub(in crate::cli) text: String,
    /// Its place in the configuration.
    pub(in crate::cli) span: Span,
    set: GlobSet,
    /// The folders that it names before its first special character.
    fixed: PathBuf,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn new(text: &str, span: Span) -> Result<Self, String> {
        let plain = text.trim_start_matches("./").trim_end_matches('/');
        let fault = |error: &globset::Error| format!("`{text}` is no pattern: {}", error.kind());
        if Path::new(plain).components().any(|part| !matches!(part, Component::Normal(_))) {
            return Err(format!(
                "`{text}` leads out of the folder of this file: expected a pattern such as bills/**"
            ));
        }
        if plain.is_empty() {
            return Err("the pattern is empty: expected one such as bills/**".to_owned());
        }
        let mut set = GlobSetBuilder::new();
        for pattern in [plain.to_owned(), format!("{plain}/**")] {
            let built = GlobBuilder::new(&pattern).literal_separator(true).build();
            set.add(built.map_err(|e| fault(&e))?);
        }
        let set = set.build().map_err(|e| fault(&e))?;
        let special = |part: &Component<'_>| {
            part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{', '\\'])
        };
        let fixed = Path::new(plain).components().take_while(|part| !special(part)).collect();
        Ok(Self { text: text.to_owned(), span, set, fixed })
    }

    /// Whether a file is meant, its path relative to the folder of the configuration.
    pub(in crate::cli) fn matches(&self, file: &Path) -> bool {
        self.set.is_match(file)
    }

    /// Whether all that the pattern may mean lies below a folder; both paths are from the root.
    pub(in crate::cli) fn lies_below(&self, configuration: &Path, folder: &Path) -> bool {
        configuration.join(&self.fixed).starts_with(folder)
    }
}
