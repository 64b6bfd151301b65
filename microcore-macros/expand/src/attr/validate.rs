//! `#[validate(length(min = 1, max = 100), email)]`.

use microcore_syntax::suggest::nearest;
use proc_macro2::{Ident, Span};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprPath, LitStr, Token, parenthesized};

/// One rule of a field.
pub(crate) struct Rule {
    /// Where it is.
    pub span: Span,
    /// What it checks.
    pub kind: RuleKind,
    /// The user's own message for it.
    pub message: Option<LitStr>,
}

/// What a rule checks.
#[allow(clippy::large_enum_variant)] // few, and gone when the macro ends
pub(crate) enum RuleKind {
    /// `length(min, max)`, `length(equal)`
    Length {
        /// At least.
        min: Option<Expr>,
        /// At most.
        max: Option<Expr>,
    },
    /// `range(min, max, exclusive_min, exclusive_max)`
    Range {
        /// At least.
        min: Option<Expr>,
        /// At most.
        max: Option<Expr>,
        /// Greater than.
        exclusive_min: Option<Expr>,
        /// Less than.
        exclusive_max: Option<Expr>,
    },
    /// `email`
    Email,
    /// `url`
    Url,
    /// `ip`
    Ip,
    /// `non_control_character`
    NonControlCharacter,
    /// `contains(pattern = "x")`
    Contains(LitStr),
    /// `does_not_contain(pattern = "x")`
    DoesNotContain(LitStr),
    /// `regex(pattern = "^[a-z]+$")`
    Regex(LitStr),
    /// `must_match(other = "password")`
    MustMatch(Ident),
    /// `custom(function = check_it)`
    Custom(ExprPath),
    /// `nested`
    Nested,
}

const RULES: &[&str] = &[
    "length",
    "range",
    "email",
    "url",
    "ip",
    "non_control_character",
    "contains",
    "does_not_contain",
    "regex",
    "must_match",
    "custom",
    "nested",
];

/// The rules among these attributes.
pub(crate) fn rules(attrs: &[Attribute]) -> syn::Result<Vec<Rule>> {
    let mut found = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("validate")) {
        let rules = match &attr.meta {
            syn::Meta::List(list) => {
                list.parse_args_with(Punctuated::<Rule, Token![,]>::parse_terminated)?
            }
            _ => Punctuated::new(),
        };
        if rules.is_empty() {
            return Err(syn::Error::new_spanned(
                attr,
                "`#[validate]` needs a rule\n\
                 help: write one, as in `#[validate(length(min = 1))]`\n\
                 help: or, for a value with rules of its own, `#[validate(nested)]`",
            ));
        }
        found.extend(rules);
    }
    Ok(found)
}

impl Parse for Rule {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name: Ident = input.parse()?;
        let span = name.span();
        let mut args = Args::default();
        if input.peek(syn::token::Paren) {
            let content;
            parenthesized!(content in input);
            args = content.parse()?;
        }
        let message = args.text("message")?;
        let word = name.to_string();
        let kind = match word.as_str() {
            "length" => {
                let equal = args.take("equal");
                let min = args.take("min").or_else(|| equal.clone());
                let max = args.take("max").or(equal);
                bounded(span, &[&min, &max], "length(min = 1, max = 100)")?;
                ordered(&min, &max)?;
                RuleKind::Length { min, max }
            }
            "range" => {
                let (min, max) = (args.take("min"), args.take("max"));
                let exclusive_min = args.take("exclusive_min");
                let exclusive_max = args.take("exclusive_max");
                bounded(span, &[&min, &max, &exclusive_min, &exclusive_max], "range(min = 1)")?;
                ordered(&min, &max)?;
                RuleKind::Range { min, max, exclusive_min, exclusive_max }
            }
            "email" => RuleKind::Email,
            "url" => RuleKind::Url,
            "ip" => RuleKind::Ip,
            "non_control_character" => RuleKind::NonControlCharacter,
            "nested" => RuleKind::Nested,
            "contains" => RuleKind::Contains(args.need(span, "pattern")?),
            "does_not_contain" => RuleKind::DoesNotContain(args.need(span, "pattern")?),
            "regex" => RuleKind::Regex(args.need(span, "pattern")?),
            "must_match" => RuleKind::MustMatch(args.field(span)?),
            "custom" => RuleKind::Custom(args.function(span)?),
            _ => {
                let hint = nearest(&word, RULES.iter().copied()).map_or_else(
                    || format!("the rules are {}", super::keys::listed(RULES)),
                    |near| format!("did you mean `{near}`?"),
                );
                return Err(syn::Error::new(span, format!("`{word}` is not a rule\nhelp: {hint}")));
            }
        };
        args.finish(&word)?;
        Ok(Self { span, kind, message })
    }
}

fn bounded(span: Span, bounds: &[&Option<Expr>], example: &str) -> syn::Result<()> {
    if bounds.iter().any(|bound| bound.is_some()) {
        return Ok(());
    }
    Err(syn::Error::new(span, format!("this rule needs bounds\nhelp: write `{example}`")))
}

/// A rule that no value satisfies is an error, where the bounds are literals.
fn ordered(min: &Option<Expr>, max: &Option<Expr>) -> syn::Result<()> {
    if let (Some(min), Some(max)) = (min, max)
        && let (Some(low), Some(high)) = (number(min), number(max))
        && low > high
    {
        return Err(syn::Error::new_spanned(
            max,
            "`max` is less than `min`: no value satisfies this rule",
        ));
    }
    Ok(())
}

fn number(expr: &Expr) -> Option<f64> {
    match expr {
        Expr::Lit(literal) => match &literal.lit {
            syn::Lit::Int(int) => int.base10_parse().ok(),
            syn::Lit::Float(float) => float.base10_parse().ok(),
            _ => None,
        },
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => {
            number(&unary.expr).map(|value| -value)
        }
        _ => None,
    }
}

#[derive(Default)]
struct Args(Vec<(Ident, Expr)>);

impl Parse for Args {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let pairs = Punctuated::<Pair, Token![,]>::parse_terminated(input)?;
        Ok(Self(pairs.into_iter().map(|Pair(key, value)| (key, value)).collect()))
    }
}

struct Pair(Ident, Expr);

impl Parse for Pair {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self(key, input.parse()?))
    }
}

impl Args {
    fn take(&mut self, key: &str) -> Option<Expr> {
        let at = self.0.iter().position(|(name, _)| name == key)?;
        Some(self.0.remove(at).1)
    }

    fn text(&mut self, key: &str) -> syn::Result<Option<LitStr>> {
        self.take(key).map(|expr| syn::parse2(quote::quote!(#expr))).transpose()
    }

    fn need(&mut self, span: Span, key: &str) -> syn::Result<LitStr> {
        self.text(key)?.ok_or_else(|| {
            syn::Error::new(span, format!("this rule needs `{key}`\nhelp: write `{key} = \"…\"`"))
        })
    }

    fn field(&mut self, span: Span) -> syn::Result<Ident> {
        let other = self.need(span, "other")?;
        other.parse().map_err(|_| syn::Error::new(other.span(), "`other` is the name of a field"))
    }

    /// A path, or its text as `validator` has it.
    fn function(&mut self, span: Span) -> syn::Result<ExprPath> {
        match self.take("function") {
            Some(Expr::Path(path)) => Ok(path),
            Some(Expr::Lit(literal)) => match literal.lit {
                syn::Lit::Str(text) => text.parse(),
                other => {
                    Err(syn::Error::new_spanned(other, "`function` is the path of a function"))
                }
            },
            _ => Err(syn::Error::new(
                span,
                "`custom` needs a function\nhelp: write `custom(function = check_it)`",
            )),
        }
    }

    fn finish(self, rule: &str) -> syn::Result<()> {
        match self.0.first() {
            None => Ok(()),
            Some((key, _)) => {
                Err(syn::Error::new(key.span(), format!("the rule `{rule}` has no key `{key}`")))
            }
        }
    }
}
