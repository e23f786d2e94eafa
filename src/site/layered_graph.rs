//! A layered drawing of a small graph on a grid: what must come first stands further left.
//!
//! In: the number of nodes and the edges between them, without circles. Out: a column and a row for each node, and the
//! edges worth drawing. Layers are longest paths; rows are ordered by the mean of their neighbours (the barycentre method of
//! Sugiyama, Tagawa and Toda, 1981). Parts that do not hang together stand beside each other where they fit; nodes
//! without edges fill a grid below. Libraries for layered drawings know one graph and no grid, so they can do neither.

/// Where a node stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// From the left, from 0.
    pub column: usize,
    /// From the top, from 0.
    pub row: usize,
}

/// A drawing.
#[derive(Debug, PartialEq, Eq)]
pub struct Layers {
    /// A cell for each node.
    pub cells: Vec<Cell>,
    /// The edges, but for those that follow from others.
    pub edges: Vec<(usize, usize)>,
    /// How many columns are used.
    pub columns: usize,
    /// How many rows are used.
    pub rows: usize,
}

/// Times the order of rows is refined, to and fro.
const SWEEPS: usize = 4;

/// Lays out `nodes` nodes on at least `width` columns. An edge leads from what comes first to what builds on it.
pub fn lay(nodes: usize, edges: &[(usize, usize)], width: usize) -> Layers {
    let edges = reduced(nodes, edges);
    let layer = layers(nodes, &edges);
    let width = layer.iter().map(|layer| layer + 1).max().unwrap_or(0).max(width);
    let mut cells = vec![Cell::default(); nodes];
    let (mut shelf, mut shelf_height, mut used) = (0, 0, 0);
    let parts = parts(nodes, &edges);
    for part in parts.iter().filter(|part| part.len() > 1) {
        let rows = rows(part, &edges, &layer);
        let columns = part.iter().map(|&node| layer[node] + 1).max().unwrap_or(0);
        let height = rows.iter().map(|row| row + 1).max().unwrap_or(0);
        if used + columns > width {
            (shelf, shelf_height, used) = (shelf + shelf_height, 0, 0);
        }
        for (&node, row) in part.iter().zip(rows) {
            cells[node] = Cell { column: used + layer[node], row: shelf + row };
        }
        used += columns;
        shelf_height = shelf_height.max(height);
    }
    shelf += shelf_height;
    let alone = parts.iter().filter(|part| part.len() == 1).flatten();
    for (at, &node) in alone.enumerate() {
        cells[node] = Cell { column: at % width, row: shelf + at / width };
    }
    let columns = cells.iter().map(|cell| cell.column + 1).max().unwrap_or(0);
    let rows = cells.iter().map(|cell| cell.row + 1).max().unwrap_or(0);
    Layers { cells, edges, columns, rows }
}

/// Leaves out an edge whose ends are joined by a longer way, and those of circles, which were told and have no layers.
fn reduced(nodes: usize, edges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let after = neighbours(nodes, edges, |&(from, to)| (from, to));
    let order = in_order(&after);
    let mut is_ordered = vec![false; nodes];
    order.iter().for_each(|&node| is_ordered[node] = true);
    // Of each node, as bits, what can be reached by two edges or more, and by one or more.
    let words = nodes.div_ceil(64);
    let (mut far, mut all) = (vec![vec![0_u64; words]; nodes], vec![vec![0_u64; words]; nodes]);
    for &node in order.iter().rev() {
        let mut reached = vec![0_u64; words];
        for &next in &after[node] {
            reached.iter_mut().zip(&all[next]).for_each(|(mine, other)| *mine |= other);
        }
        all[node].clone_from(&reached);
        for &next in &after[node] {
            all[node][next / 64] |= 1 << (next % 64);
        }
        far[node] = reached;
    }
    let is_near = |&(from, to): &(usize, usize)| far[from][to / 64] & (1 << (to % 64)) == 0;
    edges.iter().copied().filter(|edge| is_ordered[edge.0] && is_ordered[edge.1] && is_near(edge)).collect()
}

/// The nodes, each before those that it leads to, without those that a circle leads to.
fn in_order(after: &[Vec<usize>]) -> Vec<usize> {
    let mut waits = vec![0_usize; after.len()];
    after.iter().flatten().for_each(|&to| waits[to] += 1);
    let mut order: Vec<usize> = (0..after.len()).filter(|&node| waits[node] == 0).collect();
    let mut at = 0;
    while let Some(&node) = order.get(at) {
        at += 1;
        for &to in &after[node] {
            waits[to] -= 1;
            if waits[to] == 0 {
                order.push(to);
            }
        }
    }
    order
}

fn neighbours(
    nodes: usize,
    edges: &[(usize, usize)],
    ends: impl Fn(&(usize, usize)) -> (usize, usize),
) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new(); nodes];
    for edge in edges {
        let (own, other) = ends(edge);
        all[own].push(other);
    }
    all
}

/// The longest way to each node, in edges.
fn layers(nodes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut layer = vec![0; nodes];
    // Each round settles one more layer; without circles there are at most as many layers as nodes.
    for _ in 0..nodes {
        let mut settled = true;
        for &(from, to) in edges {
            if layer[to] <= layer[from] {
                layer[to] = layer[from] + 1;
                settled = false;
            }
        }
        if settled {
            break;
        }
    }
    layer
}

/// The parts that hang together, in the order of their first nodes.
fn parts(nodes: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut part: Vec<usize> = (0..nodes).collect();
    for &(from, to) in edges {
        let (kept, gone) = (part[from].min(part[to]), part[from].max(part[to]));
        for own in part.iter_mut().filter(|own| **own == gone) {
            *own = kept;
        }
    }
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for (node, &own) in part.iter().enumerate() {
        parts[own].push(node);
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The row of each node of a part.
fn rows(part: &[usize], edges: &[(usize, usize)], layer: &[usize]) -> Vec<usize> {
    let nodes = layer.len();
    let before = neighbours(nodes, edges, |&(from, to)| (to, from));
    let after = neighbours(nodes, edges, |&(from, to)| (from, to));
    let last = part.iter().map(|&node| layer[node]).max().unwrap_or(0);
    let mut orders: Vec<Vec<usize>> = vec![Vec::new(); last + 1];
    part.iter().for_each(|&node| orders[layer[node]].push(node));
    let mut row = vec![0; nodes];
    for order in &orders {
        place(order, &mut row, |_| None);
    }
    for sweep in 0..SWEEPS {
        let forth = sweep % 2 == 0;
        let near = if forth { &before } else { &after };
        for at in 0..=last {
            let order = &mut orders[if forth { at } else { last - at }];
            let mean = |node: usize| mean(near[node].iter().map(|&other| row[other]));
            order.sort_by_key(|&node| mean(node).unwrap_or(2 * row[node]));
            let order = order.clone();
            let wanted: Vec<Option<usize>> = order.iter().map(|&node| mean(node)).collect();
            place(&order, &mut row, |at| wanted[at]);
        }
    }
    let top = part.iter().map(|&node| row[node]).min().unwrap_or(0);
    part.iter().map(|&node| row[node] - top).collect()
}

/// Gives each node of a layer the row nearest to where it is wanted (in half rows) that keeps the order.
fn place(order: &[usize], row: &mut [usize], wanted: impl Fn(usize) -> Option<usize>) {
    let mut free = 0;
    for (at, &node) in order.iter().enumerate() {
        row[node] = wanted(at).map_or(free, |twice| (twice / 2).max(free));
        free = row[node] + 1;
    }
}

/// Twice the mean, as a whole number.
fn mean(rows: impl ExactSizeIterator<Item = usize>) -> Option<usize> {
    let count = rows.len();
    (count > 0).then(|| 2 * rows.sum::<usize>() / count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_builds_on_something_stands_to_the_right_of_it() {
        let layers = lay(4, &[(0, 1), (1, 2), (0, 2)], 2);
        assert_eq!(layers.cells[..3].iter().map(|cell| cell.column).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(layers.edges, [(0, 1), (1, 2)], "what follows from other edges is left out");
        assert_eq!(layers.cells[3], Cell { column: 0, row: 1 });
    }

    proptest! {
        #[test]
        fn no_two_nodes_share_a_cell(nodes in 1_usize..30, pairs in proptest::collection::vec((0_usize..30, 0_usize..30), 0..60)) {
            let edges: Vec<(usize, usize)> = pairs.into_iter().filter(|&(a, b)| a < b && b < nodes).collect();
            let layers = lay(nodes, &edges, 4);
            let cells: std::collections::HashSet<(usize, usize)> = layers.cells.iter().map(|it| (it.column, it.row)).collect();
            prop_assert_eq!(cells.len(), nodes);
            for (from, to) in layers.edges {
                prop_assert!(layers.cells[from].column < layers.cells[to].column);
            }
        }
    }

    #[test]
    fn a_circle_has_no_layers_and_costs_no_more_than_a_chain() {
        let circle: Vec<(usize, usize)> = (0..2000).map(|node| (node, (node + 1) % 2000)).collect();
        let laid = lay(2000, &circle, 8);
        assert_eq!((laid.edges.len(), laid.columns), (0, 8));
        let mut chain = circle;
        chain.pop();
        assert_eq!(lay(2000, &chain, 8).columns, 2000);
    }
}
