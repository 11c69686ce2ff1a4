//! Where the boxes stand: processes side by side, their stages below each other, as a page in columns would have them.

use taffy::prelude::*;
use taffy::{FlexDirection, TaffyError, TaffyTree};

use super::boxes::{Block, Look, PADDING, WIDTH};
use crate::graph::{Graph, Lane};

/// Between boxes that an arrow joins.
const GAP: f32 = 26.0;
/// Between processes.
const BESIDE: f32 = 64.0;
/// Round the page.
const MARGIN: f32 = 24.0;

/// A rectangle on the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// A box and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub block: Block,
    pub area: Area,
}

/// The whole page.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub width: f32,
    pub height: f32,
    pub start: Placed,
    pub legend: Placed,
    pub lanes: Vec<Column>,
    /// Where those end that fit no process.
    pub none: Option<Placed>,
}

/// A process on the page.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub frame: Area,
    pub entry: Placed,
    pub title: Placed,
    /// The stages in order, and won.
    pub way: Vec<Placed>,
    pub anywhere: Placed,
    pub ends: Vec<Placed>,
}

type Tree = TaffyTree<Block>;

/// A process in the tree.
struct Nodes {
    lane: NodeId,
    frame: NodeId,
    ends_row: NodeId,
    entry: NodeId,
    title: NodeId,
    way: Vec<NodeId>,
    anywhere: NodeId,
    ends: Vec<NodeId>,
}

/// Places all boxes.
pub(super) fn page(graph: &Graph) -> Result<Page, TaffyError> {
    let mut tree = Tree::new();
    let start = leaf(&mut tree, Block::words(Look::Start, "An opportunity"))?;
    let legend = leaf(&mut tree, Block::legend())?;
    // Above the first process, so that the way into it is a straight one.
    let above = Style { size: Size { width: length(WIDTH + 2.0 * PADDING), height: auto() }, ..column(GAP) };
    let above = tree.new_with_children(Style { align_items: AlignItems::CENTER, ..above }, &[start])?;
    let head = tree.new_with_children(row(BESIDE), &[above, legend])?;
    let lanes = graph.lanes.iter().map(|lane| nodes(&mut tree, lane)).collect::<Result<Vec<_>, _>>()?;
    let none =
        if graph.may_fit_none() { Some(leaf(&mut tree, Block::words(Look::Start, "No process fits"))?) } else { None };
    let side_by_side: Vec<NodeId> = lanes.iter().map(|lane| lane.lane).chain(none).collect();
    let body = tree.new_with_children(row(BESIDE), &side_by_side)?;
    let root = tree.new_with_children(Style { padding: Rect::length(MARGIN), ..column(GAP) }, &[head, body])?;
    tree.compute_layout(root, Size::MAX_CONTENT)?;

    let size = tree.layout(root)?.size;
    let columns = lanes.iter().map(|lane| lane.place(&tree, &[root, body])).collect::<Result<Vec<_>, _>>()?;
    Ok(Page {
        width: size.width,
        height: size.height,
        start: placed(&tree, &[root, head, above], start)?,
        legend: placed(&tree, &[root, head], legend)?,
        lanes: columns,
        none: none.map(|none| placed(&tree, &[root, body], none)).transpose()?,
    })
}

fn nodes(tree: &mut Tree, lane: &Lane) -> Result<Nodes, TaffyError> {
    let entry = leaf(tree, Block::entry(lane))?;
    let title = leaf(tree, Block::title(lane))?;
    let close = Style { margin: Rect { bottom: length(PADDING - GAP), ..Rect::zero() }, ..tree.style(title)?.clone() };
    tree.set_style(title, close)?;
    let mut way = lane.stages.iter().map(|step| leaf(tree, Block::stage(step))).collect::<Result<Vec<_>, _>>()?;
    way.push(leaf(tree, Block::words(Look::Won, "Won"))?);
    let anywhere = leaf(tree, Block::anywhere(lane))?;
    let ends =
        lane.ends().map(|(_, title)| leaf(tree, Block::words(Look::End, title))).collect::<Result<Vec<_>, _>>()?;
    let ends_row = tree.new_with_children(row(PADDING), &ends)?;
    let inside: Vec<NodeId> = [title].into_iter().chain(way.iter().copied()).chain([anywhere, ends_row]).collect();
    let padded = Style { padding: Rect::length(PADDING), align_items: AlignItems::CENTER, ..column(GAP) };
    let frame = tree.new_with_children(padded, &inside)?;
    let centered = Style { align_items: AlignItems::CENTER, ..column(GAP) };
    let lane = tree.new_with_children(centered, &[entry, frame])?;
    Ok(Nodes { lane, frame, ends_row, entry, title, way, anywhere, ends })
}

impl Nodes {
    fn place(&self, tree: &Tree, outer: &[NodeId]) -> Result<Column, TaffyError> {
        let lane: Vec<NodeId> = outer.iter().copied().chain([self.lane]).collect();
        let frame: Vec<NodeId> = lane.iter().copied().chain([self.frame]).collect();
        let ends: Vec<NodeId> = frame.iter().copied().chain([self.ends_row]).collect();
        let all = |within: &[NodeId], nodes: &[NodeId]| {
            nodes.iter().map(|&node| placed(tree, within, node)).collect::<Result<Vec<_>, _>>()
        };
        Ok(Column {
            frame: area(tree, &lane, self.frame)?,
            entry: placed(tree, &lane, self.entry)?,
            title: placed(tree, &frame, self.title)?,
            way: all(&frame, &self.way)?,
            anywhere: placed(tree, &frame, self.anywhere)?,
            ends: all(&ends, &self.ends)?,
        })
    }
}

fn leaf(tree: &mut Tree, block: Block) -> Result<NodeId, TaffyError> {
    let size = Size { width: length(block.width), height: length(block.height) };
    tree.new_leaf_with_context(Style { size, flex_shrink: 0.0, ..Style::default() }, block)
}

fn row(gap: f32) -> Style {
    Style {
        display: Display::Flex,
        flex_direction: FlexDirection::Row,
        align_items: AlignItems::START,
        gap: Size { width: length(gap), height: length(0.0) },
        ..Style::default()
    }
}

fn column(gap: f32) -> Style {
    Style {
        display: Display::Flex,
        flex_direction: FlexDirection::Column,
        gap: Size { width: length(0.0), height: length(gap) },
        ..Style::default()
    }
}

/// A box with its place on the page, by the boxes round it from the outermost.
fn placed(tree: &Tree, within: &[NodeId], node: NodeId) -> Result<Placed, TaffyError> {
    let block = tree.get_node_context(node).cloned().ok_or(TaffyError::InvalidInputNode(node))?;
    Ok(Placed { block, area: area(tree, within, node)? })
}

fn area(tree: &Tree, within: &[NodeId], node: NodeId) -> Result<Area, TaffyError> {
    let own = tree.layout(node)?;
    let mut area = Area { x: own.location.x, y: own.location.y, width: own.size.width, height: own.size.height };
    for &outer in within {
        let outer = tree.layout(outer)?;
        area.x += outer.location.x;
        area.y += outer.location.y;
    }
    Ok(area)
}
