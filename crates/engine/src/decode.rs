//! From scores to the best sequence of labels, and to the best tree.

/// The best sequence in which `I-X` follows only `B-X` or `I-X` (Viterbi). Labels are those of the
/// models: 0 is `O`, then `B` and `I` of each class in turn. `scores` has `labels` numbers a word,
/// `stride` apart. Ties go to the lower label.
pub(crate) fn sequence(scores: &[f32], stride: usize, labels: usize, words: usize) -> Vec<u8> {
    const NEVER: f64 = -1e4;
    let inside = |label: usize| label > 0 && label.is_multiple_of(2);
    let follows = |before: usize, label: usize| !inside(label) || before == label || before + 1 == label;
    let score = |word: usize, label: usize| f64::from(scores[word * stride + label]);
    if words == 0 {
        return Vec::new();
    }
    let mut best: Vec<f64> =
        (0..labels).map(|label| score(0, label) + if inside(label) { NEVER } else { 0.0 }).collect();
    let mut back = Vec::with_capacity(words * labels);
    let mut next = best.clone();
    for word in 1..words {
        for (label, next) in next.iter_mut().enumerate() {
            let (mut from, mut top) = (0, f64::NEG_INFINITY);
            for (before, best) in best.iter().enumerate() {
                let value = if follows(before, label) { *best } else { best + NEVER };
                if value > top {
                    (from, top) = (before, value);
                }
            }
            back.push(from as u8);
            *next = top + score(word, label);
        }
        std::mem::swap(&mut best, &mut next);
    }
    let mut label = highest(best.iter().copied());
    let mut path = vec![0; words];
    for word in (0..words).rev() {
        path[word] = label as u8;
        if word > 0 {
            label = usize::from(back[(word - 1) * labels + label]);
        }
    }
    path
}

/// Index of the first highest number.
pub(crate) fn highest<N: PartialOrd>(numbers: impl Iterator<Item = N>) -> usize {
    let mut best = None;
    for (at, number) in numbers.enumerate() {
        if best.as_ref().is_none_or(|(_, top)| number > *top) {
            best = Some((at, number));
        }
    }
    best.map_or(0, |(at, _)| at)
}

const NEVER: f32 = -1e9;

/// The best tree with exactly one root (Chu and Liu 1965, Edmonds 1967). `arcs[word][head]`, a row
/// of `words + 1` numbers a word, head 0 for the root; gives the head of each word, 0 for the root.
pub(crate) fn tree(arcs: &[f32], words: usize) -> Vec<u32> {
    let size = words + 1;
    let mut scores = vec![NEVER; size * size];
    scores[size..].copy_from_slice(&arcs[..words * size]);
    for at in 0..size {
        scores[at * size + at] = NEVER;
    }
    let roots = (1..size).filter(|&word| highest(scores[word * size..][..size].iter()) == 0).count();
    if roots != 1 {
        // Exactly one root: the word that gains most by being it.
        let gain = |word: usize| {
            let row = &scores[word * size..][..size];
            row[0] - row[1..].iter().fold(f32::NEG_INFINITY, |top, &score| top.max(score))
        };
        let root = 1 + highest((1..size).map(gain));
        for word in 1..size {
            if word == root {
                scores[word * size + 1..][..words].fill(NEVER);
            } else {
                scores[word * size] = NEVER;
            }
        }
    }
    heads(&scores, size).into_iter().skip(1).map(|head| head as u32).collect()
}

/// Best head of each node but 0, without a cycle.
fn heads(scores: &[f32], size: usize) -> Vec<usize> {
    let mut head: Vec<usize> = (0..size).map(|at| highest(scores[at * size..][..size].iter())).collect();
    head[0] = 0;
    let Some(cycle) = cycle(&head) else { return head };
    // The cycle becomes one node, the last of a smaller graph.
    let mut inside = vec![false; size];
    for &at in &cycle {
        inside[at] = true;
    }
    let rest: Vec<usize> = (0..size).filter(|&at| !inside[at]).collect();
    let (small, node) = (rest.len() + 1, rest.len());
    let whole: f32 = cycle.iter().map(|&at| scores[at * size + head[at]]).sum();
    let mut contracted = vec![NEVER; small * small];
    let (mut leaves, mut enters) = (vec![0; small], vec![0; small]);
    for (x, &a) in rest.iter().enumerate() {
        for (y, &b) in rest.iter().enumerate() {
            contracted[x * small + y] = if x == 0 { NEVER } else { scores[a * size + b] };
        }
        if a != 0 {
            leaves[x] = cycle[highest(cycle.iter().map(|&c| scores[a * size + c]))];
            contracted[x * small + node] = scores[a * size + leaves[x]];
        }
        let gain = |c: usize| scores[c * size + a] - scores[c * size + head[c]];
        enters[x] = cycle[highest(cycle.iter().map(|&c| gain(c)))];
        contracted[node * small + x] = gain(enters[x]) + whole;
    }
    let found = heads(&contracted, small);
    for (x, &a) in rest.iter().enumerate() {
        if a != 0 {
            head[a] = if found[x] == node { leaves[x] } else { rest[found[x]] };
        }
    }
    let entry = found[node];
    head[enters[entry]] = rest[entry];
    head
}

/// Nodes that are one another's heads, in order from the first found.
fn cycle(head: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; head.len()];
    for start in 1..head.len() {
        let mut path = Vec::new();
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            path.push(at);
            at = head[at];
        }
        if at != 0 && seen[at] == start {
            let first = path.iter().position(|&node| node == at).expect("the path came by here");
            return Some(path.split_off(first));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_on_only_after_it_began() {
        // O, B-PER, I-PER: the second word would rather be inside.
        let scores = [2.0, 1.0, 0.0, 1.0, 0.5, 3.0, 3.0, 0.0, 0.0];
        assert_eq!(sequence(&scores, 3, 3, 3), [1, 2, 0]);
        assert!(sequence(&[], 3, 3, 0).is_empty());
    }

    #[test]
    fn a_cycle_is_opened_where_it_costs_least() {
        // Words 1 and 2 want each other; 2 minds the root less.
        let arcs = [1.0, 0.0, 9.0, 5.0, 9.0, 0.0];
        assert_eq!(tree(&arcs, 2), [2, 0]);
    }

    #[test]
    fn there_is_one_root() {
        let arcs = [9.0, 0.0, 1.0, 8.0, 2.0, 0.0];
        assert_eq!(tree(&arcs, 2), [0, 1]);
        assert_eq!(tree(&[3.0, 0.0], 1), [0]);
        assert!(tree(&[], 0).is_empty());
    }
}
