//! Examples inside the project's pages: fenced blocks, and the playbooks that they are parts of.

use std::fs;
use std::path::Path;

/// A fenced block: the words behind its fence, its text, and the line where that starts.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) words: Vec<String>,
    pub(crate) text: String,
    pub(crate) line: usize,
}

impl Block {
    pub(crate) fn has(&self, word: &str) -> bool {
        self.words.iter().any(|other| other == word)
    }

    /// The value of `key=value` behind the fence.
    pub(crate) fn value(&self, key: &str) -> Option<&str> {
        self.words.iter().find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
    }

    pub(crate) fn is_gate(&self) -> bool {
        self.words.first().is_some_and(|word| word == "gate")
    }
}

/// The fenced blocks of a page in order.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (at, line) in page.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(words)) => {
                let words = words.split(',').map(|word| word.trim().to_owned()).collect();
                open = Some(Block { words, text: String::new(), line: at + 2 });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence is open at the page's end");
    blocks
}

/// A page of the project.
pub(crate) fn page(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The playbook that the examples of several pages are added to.
pub(crate) fn shelf() -> String {
    let reference = page("grammar/reference.md");
    blocks(&reference).into_iter().find(|block| block.has("shelf")).expect("the reference has a shelf").text
}

/// The whole playbook that a block stands for.
pub(crate) fn playbook(block: &Block, shelf: &str) -> String {
    let text = &block.text;
    if block.has("fields") {
        format!(
            "opportunity {{\n{text}\n}}\nprocess probe {{ stage probe {{ require probe that today > 2000-01-01 }} }}\n"
        )
    } else if block.has("join") {
        format!("{shelf}\n{text}")
    } else if block.has("process") {
        format!("{shelf}\nprocess probe {{\n{text}\n stage last {{ require last that amount is known }} }}\n")
    } else if block.has("stage") {
        format!("{shelf}\nprocess probe {{ stage probe {{\n{text}\n }} }}\n")
    } else {
        text.clone()
    }
}
