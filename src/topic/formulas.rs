//! Formulas: LaTeX in, MathML out, by `math-core`. Browsers show MathML without a script.

use std::thread;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use crate::topic::formula_width;

/// Formulas longer than this are refused, in bytes.
const LONGEST: usize = 20_000;

/// Formulas with more commands than this are refused.
const MOST_COMMANDS: usize = 2_000;

/// So many commands fit any stack, even all inside each other.
const FEW_COMMANDS: usize = 60;

/// Bytes of stack for a command inside another: several times what was measured without optimisation.
const STACK_FOR_ONE: usize = 32 * 1024;

/// Renders a formula as a `<math>` element. The error says what is wrong with it, in one line.
pub fn to_mathml(latex: &str, display: MathDisplay) -> Result<String, String> {
    if latex.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    let depth = latex.bytes().scan(0_i32, |depth, byte| {
        *depth += i32::from(byte == b'{') - i32::from(byte == b'}');
        Some(*depth)
    });
    if depth.max().unwrap_or(0) > 100 {
        return Err("more than 100 braces are open at once".to_owned());
    }
    // The converter calls itself for each command inside another, braces or not: `\sqrt\sqrt…`.
    let commands = latex.bytes().filter(|byte| matches!(byte, b'\\' | b'^' | b'_' | b'{')).count();
    if commands > MOST_COMMANDS {
        return Err(format!("it has more than {MOST_COMMANDS} commands"));
    }
    if commands <= FEW_COMMANDS {
        return convert(latex, display);
    }
    let stack = (commands + FEW_COMMANDS) * STACK_FOR_ONE;
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(stack).spawn_scoped(scope, || convert(latex, display));
        let result = thread.map_err(|error| error.to_string())?.join();
        result.unwrap_or_else(|_| Err("the converter gave up".to_owned()))
    })
}

/// Inline formulas of more bytes than this may be wider than a phone where text is twice as large.
const SHORT: usize = 20;

/// A formula that stands in a text: one that may be too wide for a screen is in a box that scrolls, and that keys can reach; one that may be
/// too wide for paper says how wide it is.
pub fn in_text(latex: &str, display: MathDisplay) -> Result<String, String> {
    // As GitHub writes it: $`x^2`$.
    let latex = latex.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).unwrap_or(latex);
    let mathml = to_mathml(latex, display)?;
    let fits = formula_width::class(&mathml);
    Ok(match (display, fits) {
        (MathDisplay::Inline, Some(class)) => format!("<span class=\"formula {class}\" tabindex=\"0\">{mathml}</span>"),
        (MathDisplay::Inline, None) if latex.len() > SHORT => {
            format!("<span class=\"formula\" tabindex=\"0\">{mathml}</span>")
        }
        (MathDisplay::Block, Some(class)) => format!("<span class=\"{class}\">{mathml}</span>"),
        _ => mathml,
    })
}

fn convert(latex: &str, display: MathDisplay) -> Result<String, String> {
    let converter = LatexToMathML::new(MathCoreConfig::default()).map_err(|error| format!("{error:?}"))?;
    converter
        .convert_with_local_state(latex, display)
        .map(|result| result.mathml)
        .map_err(|error| error.error_message())
}
