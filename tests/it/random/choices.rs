//! Chance as a tree of small choices, which can be written down, played again and made simpler.

/// Choices made in one place, and those of the places inside of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    choices: Vec<u32>,
    children: Vec<Node>,
}

/// Where choices come from: a tree to play again, and behind its ends a seed or, without one, always the first choice.
pub struct Choices {
    replay: Vec<(Node, usize, usize)>,
    made: Vec<Node>,
    state: Option<u64>,
}

impl Choices {
    pub fn seeded(seed: u64) -> Choices {
        let mut state = seed;
        let mixed = next(&mut state);
        Choices { replay: vec![(Node::default(), 0, 0)], made: vec![Node::default()], state: Some(mixed) }
    }

    pub fn replay(tree: Node) -> Choices {
        Choices { replay: vec![(tree, 0, 0)], made: vec![Node::default()], state: None }
    }

    /// What has been chosen so far; outside of any [`place`](Self::place).
    pub fn made(&self) -> Node {
        self.made[0].clone()
    }

    /// Choices that belong together, so that they can be left out together.
    pub fn place<T>(&mut self, choose: impl FnOnce(&mut Choices) -> T) -> T {
        let (node, _, child) = self.replay.last_mut().unwrap();
        let inner = node.children.get(*child).cloned().unwrap_or_default();
        *child += 1;
        self.replay.push((inner, 0, 0));
        self.made.push(Node::default());
        let chosen = choose(self);
        self.replay.pop();
        let made = self.made.pop().unwrap();
        self.made.last_mut().unwrap().children.push(made);
        chosen
    }

    /// Up to `most` things, each left out easily; `more` to one that there is another.
    pub fn several<T>(&mut self, most: usize, more: usize, mut choose: impl FnMut(&mut Choices) -> T) -> Vec<T> {
        let mut things = Vec::new();
        while things.len() < most {
            let thing = self.place(|c| if c.weighted(&[1, more]) == 1 { Some(choose(c)) } else { None });
            match thing {
                Some(thing) => things.push(thing),
                None => break,
            }
        }
        things
    }

    /// One of `0..count`. The first should be the simplest.
    pub fn below(&mut self, count: usize) -> usize {
        let count = u32::try_from(count).unwrap();
        assert!(count > 0, "a choice of nothing");
        let (node, at, _) = self.replay.last_mut().unwrap();
        let choice = match node.choices.get(*at) {
            Some(choice) => choice % count,
            None => self.state.as_mut().map_or(0, |state| (next(state) % u64::from(count)) as u32),
        };
        *at += 1;
        self.made.last_mut().unwrap().choices.push(choice);
        choice as usize
    }

    /// True once in `count` times; the simplest is false.
    pub fn once_in(&mut self, count: usize) -> bool {
        self.below(count) == count - 1
    }

    pub fn pick<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        let at = self.below(items.len());
        &items[at]
    }

    /// An index by weight.
    pub fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut at = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if at < *weight {
                return index;
            }
            at -= weight;
        }
        weights.len() - 1
    }
}

/// SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

impl Node {
    fn at(&mut self, path: &[usize]) -> Option<&mut Node> {
        path.iter().try_fold(self, |node, &child| node.children.get_mut(child))
    }

    /// The places of all nodes, outer ones first.
    fn paths(&self, before: &[usize], paths: &mut Vec<Vec<usize>>) {
        paths.push(before.to_vec());
        for (at, child) in self.children.iter().enumerate() {
            child.paths(&[before, &[at]].concat(), paths);
        }
    }

    /// Simpler ones than the node at that place, in order of how much simpler.
    fn simpler(&self, path: &[usize]) -> Vec<Node> {
        let mut found = Vec::new();
        let Some(node) = self.clone().at(path).cloned() else { return found };
        if let [outer @ .., last] = path {
            // Leave it out altogether.
            let mut tree = self.clone();
            tree.at(outer).unwrap().children.remove(*last);
            found.push(tree);
        }
        let mut offer = |change: &dyn Fn(&mut Node)| {
            let mut tree = self.clone();
            change(tree.at(path).unwrap());
            found.push(tree);
        };
        offer(&|node| *node = Node::default());
        for child in 0..node.children.len() {
            offer(&|node| *node = node.children[child].clone());
        }
        for (at, &choice) in node.choices.iter().enumerate().filter(|(_, choice)| **choice > 0) {
            for smaller in [0, choice / 2, choice - 1] {
                offer(&|node| node.choices[at] = smaller);
            }
        }
        found
    }

    fn size(&self) -> (usize, u64) {
        let own = (self.choices.len() + 1, self.choices.iter().copied().map(u64::from).sum());
        self.children.iter().map(Node::size).fold(own, |a, b| (a.0 + b.0, a.1 + b.1))
    }
}

/// The simplest tree found that still fails, trying for at most so many times. `fails` gives the choices that were really
/// made.
pub fn simplest(tree: Node, mut budget: usize, fails: impl Fn(&Node) -> Option<Node>) -> Node {
    let mut best = tree;
    loop {
        let before = best.clone();
        let mut paths = Vec::new();
        best.paths(&[], &mut paths);
        for path in paths {
            'again: loop {
                for candidate in best.simpler(&path) {
                    if budget == 0 {
                        return best;
                    }
                    budget -= 1;
                    if let Some(made) = fails(&candidate)
                        && made.size() < best.size()
                    {
                        best = made;
                        continue 'again;
                    }
                }
                break;
            }
        }
        if best == before {
            return best;
        }
    }
}
