//! Paths of imports: names joined by `/`, judged by their letters alone.

/// Why a path may not be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathFault {
    /// There is nothing between the quotes, or no more than dots and slashes.
    Empty,
    /// It starts with `/`.
    Absolute,
    /// It holds a `:`, as after a drive's letter.
    Colon,
    /// It holds a backslash.
    Backslash,
    /// It holds a control character, NUL among them.
    Control,
    /// Its `..` lead above the folder of the first file.
    Outside,
}

/// The path that an import means: `written` as seen from `folder`, both below `root`. Folders are paths without a slash at
/// their end, the outermost being empty.
pub(super) fn resolve(root: &str, folder: &str, written: &str) -> Result<String, PathFault> {
    judge(written)?;
    let inside = below(root, folder).unwrap_or("");
    let mut names: Vec<&str> = inside.split('/').filter(|name| !name.is_empty()).collect();
    for name in written.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(names.pop().ok_or(PathFault::Outside)?),
            name => names.push(name),
        }
    }
    if names.is_empty() {
        return Err(PathFault::Empty);
    }
    names.splice(..0, (!root.is_empty()).then_some(root));
    Ok(names.join("/"))
}

/// The folder of a file.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What of a path is below a folder, or nothing where it is not below.
pub(super) fn below<'a>(root: &str, path: &'a str) -> Option<&'a str> {
    if root.is_empty() {
        return Some(path);
    }
    let rest = path.strip_prefix(root)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

/// Refuses what would not mean the same file everywhere.
fn judge(written: &str) -> Result<(), PathFault> {
    if written.trim().is_empty() {
        Err(PathFault::Empty)
    } else if written.chars().any(char::is_control) {
        Err(PathFault::Control)
    } else if written.contains('\\') {
        Err(PathFault::Backslash)
    } else if written.contains(':') {
        Err(PathFault::Colon)
    } else if written.starts_with('/') {
        Err(PathFault::Absolute)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{PathFault, resolve};

    #[test]
    fn an_import_is_relative_to_its_file() {
        assert_eq!(resolve("", "", "a.gate").as_deref(), Ok("a.gate"));
        assert_eq!(resolve("", "parts", "./a.gate").as_deref(), Ok("parts/a.gate"));
        assert_eq!(resolve("", "parts", "../a.gate").as_deref(), Ok("a.gate"));
        assert_eq!(resolve("sales", "sales/parts", "../a.gate").as_deref(), Ok("sales/a.gate"));
    }

    #[test]
    fn an_import_stays_below_the_first_file() {
        assert_eq!(resolve("", "", "../a.gate"), Err(PathFault::Outside));
        assert_eq!(resolve("", "parts", "../../a.gate"), Err(PathFault::Outside));
        assert_eq!(resolve("sales", "sales", "../sales/a.gate"), Err(PathFault::Outside));
        assert_eq!(resolve("", "", "/etc/passwd"), Err(PathFault::Absolute));
        assert_eq!(resolve("", "", "C:/a.gate"), Err(PathFault::Colon));
        assert_eq!(resolve("", "", "parts\\a.gate"), Err(PathFault::Backslash));
        assert_eq!(resolve("", "", "a.gate\0"), Err(PathFault::Control));
        assert_eq!(resolve("", "", "./"), Err(PathFault::Empty));
    }
}
