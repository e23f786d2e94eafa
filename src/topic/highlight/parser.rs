//! Runs the rules of a grammar over lines.
//!
//! In: lines, one after the other. Out: the scopes that open and close, as syntect's `ParseState` says them, in a quarter of its
//! time: at each place only the rules are tried that can match there, so that no search looks ahead. And it ends always:
//! rules that lead each other in a circle, which is nothing rare in JavaScript, stop it for one sign only.
//!
//! How rules work is described at <https://www.sublimetext.com/docs/syntax.html>.

use onig::{MatchParam, Regex, Region, SearchOptions};
use syntect::parsing::syntax_definition::MatchOperation;
use syntect::parsing::{ScopeStackOp, SyntaxReference};

use crate::topic::highlight::contexts::{self, Context, Rule};

/// Contexts are entered up to this depth; then a line ends.
const DEEPEST: usize = 100;
/// So many rules may match at one place before the next sign is looked at.
const MOST_AT_ONE_PLACE: usize = 300;
/// Oniguruma's `ONIG_OPTION_NOT_BEGIN_POSITION`: `\G` does not match here. Its crate has no name for it.
const NOT_WHERE_THE_LAST_MATCH_ENDED: SearchOptions = SearchOptions::from_bits_retain(1 << 24);

/// Where a text stands in its grammar.
#[derive(Clone, PartialEq, Eq)]
pub struct ParseState {
    levels: Vec<Level>,
    has_begun: bool,
    /// For each match by a `with_prototype`: how many levels there were. Prototypes below do not apply above.
    prototypes_from: Vec<usize>,
}

/// A context that was entered.
#[derive(Clone)]
struct Level {
    context: &'static Context,
    prototypes: Vec<&'static Context>,
    captures: Option<Captures>,
}

/// What the groups of a match held, for expressions that name them.
#[derive(Clone, PartialEq, Eq)]
struct Captures(Vec<String>);

struct Match {
    rule: &'static Rule,
    region: Region,
    start: usize,
    end: usize,
    is_with_prototype: bool,
    /// It leaves a context that was entered at this place, by a match of nothing.
    is_loop: bool,
}

/// Expressions with captures put in, for the levels of a line.
type Compiled = Vec<(*const Rule, usize, Option<Regex>)>;

impl PartialEq for Level {
    fn eq(&self, other: &Self) -> bool {
        let same = |(a, b): (&&Context, &&Context)| std::ptr::eq(*a, *b);
        same((&self.context, &other.context))
            && self.prototypes.len() == other.prototypes.len()
            && self.prototypes.iter().zip(&other.prototypes).all(same)
            && self.captures == other.captures
    }
}

impl Eq for Level {}

impl ParseState {
    /// The beginning of a text.
    pub fn new(syntax: &SyntaxReference) -> Self {
        let first = Context::first(syntax).map(|context| Level { context, prototypes: Vec::new(), captures: None });
        Self { levels: first.into_iter().collect(), has_begun: false, prototypes_from: Vec::new() }
    }

    /// The scopes that open and close in a line, by byte. `None` where the grammar lacks something.
    pub fn line(&mut self, line: &str) -> Option<Vec<(usize, ScopeStackOp)>> {
        self.run(line).map(|(operations, _)| operations)
    }

    /// The same, and whether rules led each other in a circle.
    fn run(&mut self, line: &str) -> Option<(Vec<(usize, ScopeStackOp)>, bool)> {
        let mut operations = Vec::new();
        let mut has_circle = false;
        if !self.has_begun {
            let scope = self.levels.last()?.context.definition.meta_content_scope.first();
            operations.extend(scope.map(|it| (0, ScopeStackOp::Push(*it))));
            self.has_begun = true;
        }
        let mut at = 0;
        let mut matches_here = 0;
        // Where and how deep the last context was entered by a match of nothing.
        let mut entered = (0, 0);
        let mut compiled = Compiled::new();
        loop {
            while self.prototypes_from.last().is_some_and(|it| *it >= self.levels.len()) {
                self.prototypes_from.pop();
            }
            let Some(found) = self.find(line, at, entered == (at, self.levels.len()), &mut compiled)? else { break };
            let is_circle = matches_here > MOST_AT_ONE_PLACE;
            has_circle |= is_circle;
            if found.is_loop || is_circle {
                let Some(next) = line[at..].chars().next().filter(|it| at + it.len_utf8() < line.len()) else { break };
                at += next.len_utf8();
                matches_here = 0;
                continue;
            }
            matches_here = if found.end > at { 0 } else { matches_here + 1 };
            if found.end <= at && matches!(found.rule.pattern.operation, MatchOperation::Push(_)) {
                entered = (found.end, self.levels.len() + 1);
            }
            at = found.end;
            if found.is_with_prototype {
                self.prototypes_from.push(self.levels.len());
            }
            self.scopes(&found, &mut operations)?;
            let kept = self.follow(&found, line)?;
            compiled.retain(|(_, level, _)| *level < kept);
        }
        Some((operations, has_circle))
    }

    /// The first match from a byte on. Rules are tried in order: those that apply in all contexts entered, the prototype's,
    /// the context's own.
    fn find(&self, line: &str, start: usize, can_loop: bool, compiled: &mut Compiled) -> Option<Option<Match>> {
        let top = self.levels.last()?;
        let from = self.prototypes_from.last().copied().unwrap_or(0);
        let below = self.levels.iter().enumerate().skip(from);
        let with = below.flat_map(|(level, it)| it.prototypes.iter().map(move |context| (*context, Some(level), true)));
        let own = (top.context, Some(self.levels.len() - 1), false);
        let chain: Vec<_> = with.chain(top.context.prototype().map(|it| (it, None, false))).chain([own]).collect();
        // Rules whose first match is one of nothing, which they cannot use.
        let mut ended: Vec<*const Rule> = Vec::new();
        let mut at = start;
        loop {
            let mut best = None;
            for (context, level, is_with_prototype) in &chain {
                for rule in context.candidates(line.as_bytes(), at) {
                    if ended.iter().any(|it| std::ptr::eq(*it, rule)) {
                        continue;
                    }
                    let regex = self.regex(rule, *level, compiled);
                    let Some((end, region)) = regex.and_then(|it| matches(it, rule, line, at, start)) else { continue };
                    match rule.pattern.operation {
                        MatchOperation::None if end == at => {
                            ended.push(rule);
                            continue;
                        }
                        MatchOperation::Push(_) if self.levels.len() >= DEEPEST => return Some(None),
                        _ => {}
                    }
                    let is_loop = can_loop && end <= start && matches!(rule.pattern.operation, MatchOperation::Pop);
                    let is_with_prototype = *is_with_prototype;
                    let found = Match { rule, region, start: at, end, is_with_prototype, is_loop };
                    if !is_loop {
                        return Some(Some(found));
                    }
                    best = Some(found);
                }
            }
            if best.is_some() {
                return Some(best);
            }
            let Some(next) = line[at..].chars().next() else { return Some(None) };
            at += next.len_utf8();
        }
    }

    /// The expression of a rule, with what its level captured.
    fn regex<'a>(&self, rule: &'static Rule, level: Option<usize>, compiled: &'a mut Compiled) -> Option<&'a Regex> {
        let level = level.filter(|_| rule.pattern.has_captures);
        let Some((level, captures)) = level.and_then(|it| Some((it, self.levels.get(it)?.captures.as_ref()?))) else {
            return rule.regex();
        };
        let known = compiled.iter().position(|(of, on, _)| std::ptr::eq(*of, rule) && *on == level);
        let number = known.unwrap_or_else(|| {
            let regex = captures.put_into(rule.pattern.regex().regex_str());
            compiled.push((rule, level, contexts::compile(&regex)));
            compiled.len() - 1
        });
        compiled[number].2.as_ref()
    }

    /// Adds the scopes of a match: those of the contexts left and entered, its own, and its groups'.
    fn scopes(&self, found: &Match, operations: &mut Vec<(usize, ScopeStackOp)>) -> Option<()> {
        let (pattern, current) = (found.rule.pattern, self.levels.last()?.context);
        let targets = found.rule.targets()?;
        begin(&pattern.operation, current, targets, |it| operations.push((found.start, it)));
        operations.extend(pattern.scope.iter().map(|it| (found.start, ScopeStackOp::Push(*it))));
        // Groups in the order in which they open, the longer one first; where one closes and another opens, it closes first.
        let mut groups = Vec::new();
        for (number, scopes) in pattern.captures.iter().flatten() {
            let Some((start, end)) = found.region.pos(*number).filter(|(start, end)| start < end) else { continue };
            groups.extend(scopes.iter().map(|it| ((start, usize::MAX - (end - start)), ScopeStackOp::Push(*it))));
            groups.push(((end, 0), ScopeStackOp::Pop(scopes.len())));
        }
        groups.sort_by_key(|(place, _)| *place);
        operations.extend(groups.into_iter().map(|((byte, _), operation)| (byte, operation)));
        if !pattern.scope.is_empty() {
            operations.push((found.end, ScopeStackOp::Pop(pattern.scope.len())));
        }
        end(&pattern.operation, current, targets, |it| operations.push((found.end, it)));
        Some(())
    }

    /// Enters and leaves contexts. Returns how many of the levels are still those from before.
    fn follow(&mut self, found: &Match, line: &str) -> Option<usize> {
        let mut inherited = Vec::new();
        match found.rule.pattern.operation {
            MatchOperation::None => return Some(self.levels.len()),
            MatchOperation::Pop => {
                self.levels.pop();
                return Some(self.levels.len());
            }
            // What was set to apply in all that a context enters applies until its level is left.
            MatchOperation::Set(_) => inherited = self.levels.pop()?.prototypes,
            MatchOperation::Push(_) => {}
        }
        let kept = self.levels.len();
        let targets = found.rule.targets()?;
        for (number, context) in targets.iter().enumerate() {
            let mut prototypes = std::mem::take(&mut inherited);
            if number + 1 == targets.len() {
                prototypes.extend(found.rule.with_prototype());
            }
            let names_groups = prototypes.iter().chain([context]).any(|it| it.definition.uses_backrefs);
            let captures = names_groups.then(|| Captures::of(&found.region, line));
            self.levels.push(Level { context, prototypes, captures });
        }
        Some(kept)
    }
}

/// Where a rule's match at a byte ends, and its groups, if anything asks for them.
fn matches(regex: &Regex, rule: &Rule, line: &str, at: usize, start: usize) -> Option<(usize, Region)> {
    let mut region = Region::new();
    let has_groups = rule.pattern.captures.is_some()
        || matches!(rule.pattern.operation, MatchOperation::Push(_) | MatchOperation::Set(_));
    let options = if at == start { SearchOptions::SEARCH_OPTION_NONE } else { NOT_WHERE_THE_LAST_MATCH_ENDED };
    let region_if_asked = has_groups.then_some(&mut region);
    // An expression that takes too long counts as one that does not match.
    let length = regex.match_with_param(line, at, options, region_if_asked, MatchParam::default()).ok()??;
    Some((at + length, region))
}

/// The scopes of contexts at the beginning of a match. What a rule enters has its scopes over the match already, but for the
/// scopes of its content.
fn begin(operation: &MatchOperation, current: &Context, targets: &[&Context], mut add: impl FnMut(ScopeStackOp)) {
    let current = current.definition;
    match operation {
        MatchOperation::None => {}
        MatchOperation::Pop => pop(current.meta_content_scope.len(), add),
        MatchOperation::Push(_) | MatchOperation::Set(_) => {
            let is_set = matches!(operation, MatchOperation::Set(_));
            if is_set && current.clear_scopes.is_some() {
                add(ScopeStackOp::Restore);
            }
            for target in targets.iter().map(|it| it.definition) {
                if let Some(amount) = target.clear_scopes.filter(|_| !is_set) {
                    add(ScopeStackOp::Clear(amount));
                }
                target.meta_scope.iter().for_each(|it| add(ScopeStackOp::Push(*it)));
            }
        }
    }
}

/// The scopes of contexts at the end of a match. Those over the match are taken off and put on again, in their right order,
/// where something comes between them.
fn end(operation: &MatchOperation, current: &Context, targets: &[&Context], mut add: impl FnMut(ScopeStackOp)) {
    let current = current.definition;
    let is_set = match operation {
        MatchOperation::None => return,
        MatchOperation::Pop => {
            pop(current.meta_scope.len(), &mut add);
            if current.clear_scopes.is_some() {
                add(ScopeStackOp::Restore);
            }
            return;
        }
        MatchOperation::Push(_) => false,
        MatchOperation::Set(_) => true,
    };
    let left = if is_set { current.meta_scope.len() + current.meta_content_scope.len() } else { 0 };
    let targets = || targets.iter().map(|it| it.definition);
    if left == 0 && targets().all(|it| it.meta_content_scope.is_empty() && !(is_set && it.clear_scopes.is_some())) {
        return;
    }
    pop(targets().map(|it| it.meta_scope.len()).sum::<usize>() + left, &mut add);
    for target in targets() {
        if let Some(amount) = target.clear_scopes.filter(|_| is_set) {
            add(ScopeStackOp::Clear(amount));
        }
        target.meta_scope.iter().chain(&target.meta_content_scope).for_each(|it| add(ScopeStackOp::Push(*it)));
    }
}

fn pop(count: usize, mut add: impl FnMut(ScopeStackOp)) {
    if count > 0 {
        add(ScopeStackOp::Pop(count));
    }
}

impl Captures {
    fn of(region: &Region, line: &str) -> Self {
        let text = |number| region.pos(number).and_then(|(start, end)| line.get(start..end));
        Self((0..region.len()).map(|number| text(number).map(regex_syntax::escape).unwrap_or_default()).collect())
    }

    /// An expression with `\1` and its like replaced by what was captured.
    fn put_into(&self, regex: &str) -> String {
        let mut filled = String::with_capacity(regex.len());
        let mut signs = regex.chars();
        while let Some(sign) = signs.next() {
            let next = if sign == '\\' { signs.next() } else { None };
            match (next, next.and_then(|it| it.to_digit(10))) {
                (_, Some(digit)) => filled.push_str(self.0.get(digit as usize).map_or("", String::as_str)),
                (next, None) => {
                    filled.push(sign);
                    filled.extend(next);
                }
            }
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use syntect::parsing::ParseState as Reference;

    use super::*;
    use crate::topic::highlight::contexts::grammars;

    /// What lines are made of: words, signs and quotes of many languages.
    const PIECES: &str = r#"if else for while def class return import from let const fn function var x foo Bar _y __init__
        self SELECT WHERE and or not in is true null None 0 12 3.14 0xFF 1e5 1_000 'a' "b" ' " ` """ ''' ( ) [ ] { } < > </
        /> <div class="x" <script> </script> <style> </style> = == != += - -> => * ** / // /* */ # -- ; : :: , . ... @
        @property $ $x ${y} $(ls) % %s {% {{ }} & && &amp; | || ~ ^ ! ? \ \n é 日本 <<EOF EOF <<~X begin end do then fi done
        case esac async await lambda struct enum impl pub type int r" f"{x}" f' #include #define <?php ?> --- - key: [sec]
        a=b http://a.b/c?d=e a@b.c ++ @@ CREATE TABLE /re+/g s/a/b/ =~ qw( %w[ \begin{x} \frac ## **b** [a](b) ~~~ ```"#;

    /// Runs both over lines. The reference does not end where rules lead in a circle.
    fn compare<'a>(syntax: &SyntaxReference, lines: impl IntoIterator<Item = &'a str>) -> Result<(), String> {
        let (mut own, mut reference) = (ParseState::new(syntax), Reference::new(syntax));
        for line in lines {
            let (found, has_circle) = own.run(line).ok_or_else(|| format!("{}: {line:?}", syntax.name))?;
            if has_circle {
                break;
            }
            let expected = reference.parse_line(line, grammars()).map_err(|error| error.to_string())?;
            if found != expected {
                let first = found.iter().zip(&expected).find(|(a, b)| a != b);
                return Err(format!("{}: {line:?}: {first:?}", syntax.name));
            }
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]
        #[test]
        fn all_grammars_are_run_as_syntect_runs_them(
            syntax in 0..grammars().syntaxes().len(),
            lines in prop::collection::vec(prop::collection::vec((0_usize..1000, any::<bool>()), 0..14), 1..6),
        ) {
            let pieces: Vec<&str> = PIECES.split_whitespace().collect();
            let piece = |(number, blank): &(usize, bool)| {
                let piece = pieces[number % pieces.len()];
                if *blank { format!("{piece} ") } else { piece.to_owned() }
            };
            let code: String = lines.iter().map(|line| line.iter().map(piece).collect::<String>() + "\n").collect();
            compare(&grammars().syntaxes()[syntax], code.split_inclusive('\n')).map_err(TestCaseError::fail)?;
        }
    }

    #[test]
    fn the_code_of_the_guide_is_run_as_syntect_runs_it() {
        let mut blocks = 0;
        for file in walkdir::WalkDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/content")) {
            let path = file.unwrap().into_path();
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let mut parts = text.split("\n```");
            while let (Some(_), Some(block)) = (parts.next(), parts.next()) {
                let Some((fence, code)) = block.split_once('\n') else { continue };
                let name = fence.split_whitespace().next().unwrap_or_default();
                let Some(syntax) = grammars().find_syntax_by_token(name).filter(|_| !name.is_empty()) else { continue };
                compare(syntax, code.split_inclusive('\n'))
                    .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                blocks += 1;
            }
        }
        assert!(blocks > 1000, "{blocks}");
    }

    #[test]
    fn rules_that_lead_in_a_circle_end() {
        let javascript = grammars().find_syntax_by_name("JavaScript").unwrap();
        for code in ["foo bar /* c */\n", "a b /* c\n", "or enum /* * => {{ y }} 1_000 lambda\n"] {
            let mut state = ParseState::new(javascript);
            assert!(state.run(code).unwrap().1, "{code}");
            assert!(state.line("*/ const a = 'b'\n").is_some());
        }
    }
}
