//! Formulas: LaTeX in, MathML out, by `math-core`. Browsers show MathML without a script.

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

/// Formulas longer than this are refused, in bytes.
const LONGEST: usize = 20_000;

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
    let converter = LatexToMathML::new(MathCoreConfig::default()).map_err(|error| format!("{error:?}"))?;
    converter
        .convert_with_local_state(latex, display)
        .map(|result| result.mathml)
        .map_err(|error| error.error_message())
}
