//! From a grammar's scopes to the theme's classes.
//!
//! Scope names follow Sublime Text's convention (<https://www.sublimetext.com/docs/scope_naming.html>). A theme styles
//! the one- and two-letter classes; see [`Class::name`].

use syntect::parsing::Scope;

/// What a run of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Class {
    /// No colour.
    Plain = 0,
    /// `k`: `def`, `return`.
    Keyword = 1,
    /// `s`: text in quotes.
    String = 2,
    /// `c`: a comment.
    Comment = 3,
    /// `n`: a number.
    Number = 4,
    /// `f`: the name of a function where it is defined or called.
    Function = 5,
    /// `t`: the name of a type or class.
    Type = 6,
    /// `l`: `True`, `None`, and named constants.
    Constant = 7,
    /// `o`: `+`, `==`.
    Operator = 8,
    /// `d`: a decorator or attribute.
    Decorator = 9,
    /// `b`: a built-in function or variable such as `self`.
    Builtin = 10,
    /// `m`: the name of an HTML tag.
    TagName = 11,
    /// `a`: the name of an HTML attribute or a key.
    Attribute = 12,
    /// `x`: an escape or placeholder inside a string.
    Escape = 13,
    /// `h`: a heading or section name.
    Heading = 14,
    /// `v`: a variable of a shell or template.
    Variable = 15,
    /// `p`: a parameter.
    Parameter = 16,
    /// `gp`: a prompt; it is not copied.
    Prompt = 17,
    /// `go`: output in a transcript; it is not copied.
    Output = 18,
    /// `gi`: an added line.
    Inserted = 19,
    /// `gd`: a removed line.
    Deleted = 20,
    /// `gh`: the header of a diff.
    DiffHeader = 21,
    /// `e`: what the grammar calls wrong.
    Invalid = 22,
    /// The code between the braces of an f-string: no colour of the string around it.
    Embedded = 23,
    /// An escape sequence of a terminal: not shown.
    Control = 24,
    /// `ab`: bold text of a terminal.
    Bold = 25,
    /// `an0`: black, as a terminal shows it.
    Black = 26,
    /// `an1`: red, as a terminal shows it.
    Red = 27,
    /// `an2`: green, as a terminal shows it.
    Green = 28,
    /// `an3`: yellow, as a terminal shows it.
    Yellow = 29,
    /// `an4`: blue, as a terminal shows it.
    Blue = 30,
    /// `an5`: magenta, as a terminal shows it.
    Magenta = 31,
    /// `an6`: cyan, as a terminal shows it.
    Cyan = 32,
    /// `an7`: white, as a terminal shows it.
    White = 33,
    /// `ab0`: bold and black, as a terminal shows it.
    BoldBlack = 34,
    /// `ab1`: bold and red, as a terminal shows it.
    BoldRed = 35,
    /// `ab2`: bold and green, as a terminal shows it.
    BoldGreen = 36,
    /// `ab3`: bold and yellow, as a terminal shows it.
    BoldYellow = 37,
    /// `ab4`: bold and blue, as a terminal shows it.
    BoldBlue = 38,
    /// `ab5`: bold and magenta, as a terminal shows it.
    BoldMagenta = 39,
    /// `ab6`: bold and cyan, as a terminal shows it.
    BoldCyan = 40,
    /// `ab7`: bold and white, as a terminal shows it.
    BoldWhite = 41,
}

const ALL: [(Class, &str); 42] = [
    (Class::Plain, ""),
    (Class::Keyword, "k"),
    (Class::String, "s"),
    (Class::Comment, "c"),
    (Class::Number, "n"),
    (Class::Function, "f"),
    (Class::Type, "t"),
    (Class::Constant, "l"),
    (Class::Operator, "o"),
    (Class::Decorator, "d"),
    (Class::Builtin, "b"),
    (Class::TagName, "m"),
    (Class::Attribute, "a"),
    (Class::Escape, "x"),
    (Class::Heading, "h"),
    (Class::Variable, "v"),
    (Class::Parameter, "p"),
    (Class::Prompt, "gp"),
    (Class::Output, "go"),
    (Class::Inserted, "gi"),
    (Class::Deleted, "gd"),
    (Class::DiffHeader, "gh"),
    (Class::Invalid, "e"),
    (Class::Embedded, ""),
    (Class::Control, ""),
    (Class::Bold, "ab"),
    (Class::Black, "an0"),
    (Class::Red, "an1"),
    (Class::Green, "an2"),
    (Class::Yellow, "an3"),
    (Class::Blue, "an4"),
    (Class::Magenta, "an5"),
    (Class::Cyan, "an6"),
    (Class::White, "an7"),
    (Class::BoldBlack, "ab0"),
    (Class::BoldRed, "ab1"),
    (Class::BoldGreen, "ab2"),
    (Class::BoldYellow, "ab3"),
    (Class::BoldBlue, "ab4"),
    (Class::BoldMagenta, "ab5"),
    (Class::BoldCyan, "ab6"),
    (Class::BoldWhite, "ab7"),
];

/// Prefixes of scopes and their classes; the first that fits wins.
const SCOPES: [(&str, Class); 46] = [
    ("comment", Class::Comment),
    ("punctuation.definition.comment", Class::Comment),
    ("constant.character.escape", Class::Escape),
    ("constant.other.placeholder", Class::Escape),
    ("constant.numeric", Class::Number),
    ("constant.language", Class::Constant),
    ("constant.character", Class::String),
    ("constant.other.color", Class::Number),
    ("support.constant", Class::Constant),
    ("meta.interpolation", Class::Embedded),
    ("meta.string.interpolated", Class::Plain),
    ("string", Class::String),
    ("storage.type.string", Class::String),
    ("storage.type.function", Class::Keyword),
    ("storage", Class::Keyword),
    ("keyword.operator.word", Class::Keyword),
    ("keyword.operator.logical.python", Class::Keyword),
    ("keyword.operator", Class::Operator),
    ("keyword", Class::Keyword),
    ("entity.name.function", Class::Function),
    ("entity.name.tag", Class::TagName),
    ("entity.name.section", Class::Heading),
    ("entity.name.type", Class::Type),
    ("entity.name.class", Class::Type),
    ("entity.name.struct", Class::Type),
    ("entity.name.enum", Class::Type),
    ("entity.name.trait", Class::Type),
    ("entity.other.inherited-class", Class::Type),
    ("entity.other.attribute-name", Class::Attribute),
    ("meta.annotation", Class::Decorator),
    ("variable.annotation", Class::Decorator),
    ("support.function", Class::Builtin),
    ("support.type.property-name", Class::Attribute),
    ("support.type", Class::Type),
    ("support.class", Class::Type),
    ("variable.function", Class::Function),
    ("variable.language", Class::Builtin),
    ("variable.parameter", Class::Parameter),
    ("variable.other.readwrite.shell", Class::Variable),
    ("meta.mapping.key", Class::Attribute),
    ("markup.heading", Class::Heading),
    ("markup.inserted", Class::Inserted),
    ("markup.deleted", Class::Deleted),
    ("meta.diff.header", Class::DiffHeader),
    ("meta.diff.range", Class::DiffHeader),
    ("invalid", Class::Invalid),
];

/// The class of a scope on its own; [`Class::Plain`] if it says nothing.
pub fn of(scope: Scope) -> Class {
    let name = scope.build_string();
    let fits = |prefix: &str| name.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    SCOPES.iter().find(|(prefix, _)| fits(prefix)).map_or(Class::Plain, |(_, class)| *class)
}

impl Class {
    /// The name in the markup, such as `k` in `<i class=k>`; empty for [`Class::Plain`].
    pub fn name(self) -> &'static str {
        ALL[self as usize].1
    }

    /// The class of one of the eight colours of a terminal, or of none.
    pub fn of_terminal(color: Option<usize>, bold: bool) -> Self {
        let first = if bold { Class::BoldBlack } else { Class::Black } as usize;
        match color {
            Some(color) => ALL.get(first + color.min(7)).map_or(Class::Plain, |(class, _)| *class),
            None if bold => Class::Bold,
            None => Class::Plain,
        }
    }

    /// The class a byte of the cache stands for.
    pub fn from_byte(byte: u8) -> Option<Self> {
        ALL.get(usize::from(byte)).map(|(class, _)| *class)
    }

    /// The class of a scope inside another: a scope that says nothing takes the outer one's colour.
    pub fn within(self, outer: Class) -> Class {
        match (self, outer) {
            (Class::Plain, outer) => outer,
            (Class::Embedded, _) => Class::Embedded,
            // A decorator is one thing, whatever it is made of, and so is a comment.
            (_, Class::Comment) => Class::Comment,
            (Class::Function | Class::Operator | Class::Builtin | Class::Type, Class::Decorator) => Class::Decorator,
            (own, _) => own,
        }
    }
}
