//! Compiles many mutants of a source tree into one program, each behind a number that an environment
//! variable names, so that hundreds are tried for one build.
//!
//! `mutants TREE SEED COUNT PATH...` rewrites the tree: of every path, a folder or a file below it, `COUNT`
//! mutants are drawn. Prints a line for each: number, path, line, function, and what is done instead.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Block, Expr, ReturnType, Signature, Type, UnOp};

/// Finds the places of a file that a mutant can be made of, and makes those that are chosen.
#[derive(Default)]
struct Maker {
    /// How many places were passed.
    seen: usize,
    chosen: BTreeSet<usize>,
    /// The number of the first mutant of this file.
    first: usize,
    function: String,
    made: Vec<String>,
}

impl Maker {
    /// The number of a mutant here, when it is chosen.
    fn take(&mut self, line: usize, what: &str) -> Option<u32> {
        let place = self.seen;
        self.seen += 1;
        if !self.chosen.contains(&place) {
            return None;
        }
        let number = self.first + self.made.len();
        self.made
            .push(format!("{number}\t{line}\t{}\t{what}", self.function));
        u32::try_from(number).ok()
    }

    fn function(
        &mut self,
        signature: &Signature,
        block: &mut Block,
        visit: impl FnOnce(&mut Self, &mut Block),
    ) {
        if signature.constness.is_some() {
            return;
        }
        let outer = std::mem::replace(&mut self.function, signature.ident.to_string());
        visit(self, block);
        for value in values(&signature.output) {
            let what = format!("returns `{value}`");
            if let Some(number) = self.take(signature.ident.span().start().line, &what) {
                let first =
                    syn::parse2(quote! { if crate::mutant::on(#number) { return #value; } });
                block.stmts.insert(0, first.expect("a statement"));
            }
        }
        self.function = outer;
    }
}

/// Values of a return type that compile whatever it is made of.
fn values(output: &ReturnType) -> Vec<proc_macro2::TokenStream> {
    let ReturnType::Type(_, kind) = output else {
        return vec![quote!(())];
    };
    let Type::Path(path) = &**kind else {
        return Vec::new();
    };
    let Some(last) = path.path.segments.last() else {
        return Vec::new();
    };
    let inside = last.arguments.to_token_stream().to_string();
    match last.ident.to_string().as_str() {
        "bool" => vec![quote!(true), quote!(false)],
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i64" => vec![quote!(0), quote!(1)],
        "String" => vec![quote!(String::new())],
        "Vec" => vec![quote!(Vec::new())],
        "Option" if !inside.contains("impl") => vec![quote!(None)],
        "Result" if inside.starts_with("< ()") => vec![quote!(Ok(()))],
        _ => Vec::new(),
    }
}

fn other(op: &BinOp) -> Option<Vec<BinOp>> {
    Some(match op {
        BinOp::Eq(_) => vec![BinOp::Ne(Default::default())],
        BinOp::Ne(_) => vec![BinOp::Eq(Default::default())],
        BinOp::Lt(_) => vec![BinOp::Le(Default::default()), BinOp::Ge(Default::default())],
        BinOp::Le(_) => vec![BinOp::Lt(Default::default()), BinOp::Gt(Default::default())],
        BinOp::Gt(_) => vec![BinOp::Ge(Default::default()), BinOp::Le(Default::default())],
        BinOp::Ge(_) => vec![BinOp::Gt(Default::default()), BinOp::Lt(Default::default())],
        BinOp::And(_) => vec![BinOp::Or(Default::default())],
        BinOp::Or(_) => vec![BinOp::And(Default::default())],
        _ => return None,
    })
}

/// Whether a chain of conditions binds names.
fn binds(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(both) => binds(&both.left) || binds(&both.right),
        Expr::Paren(inner) => binds(&inner.expr),
        _ => false,
    }
}

/// Sums and products of numbers: one side is a literal or a cast, so that the other operator exists.
fn of_numbers(both: &syn::ExprBinary) -> Option<BinOp> {
    let number = |side: &Expr| match side {
        Expr::Lit(lit) => matches!(lit.lit, syn::Lit::Int(_)),
        Expr::Cast(_) => true,
        _ => false,
    };
    if !number(&both.left) && !number(&both.right) {
        return None;
    }
    match both.op {
        BinOp::Add(_) => Some(BinOp::Mul(Default::default())),
        BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) => Some(BinOp::Add(Default::default())),
        _ => None,
    }
}

impl VisitMut for Maker {
    fn visit_item_fn_mut(&mut self, item: &mut syn::ItemFn) {
        let signature = item.sig.clone();
        self.function(&signature, &mut item.block, |maker, block| {
            visit_mut::visit_block_mut(maker, block)
        });
    }

    fn visit_impl_item_fn_mut(&mut self, item: &mut syn::ImplItemFn) {
        let signature = item.sig.clone();
        self.function(&signature, &mut item.block, |maker, block| {
            visit_mut::visit_block_mut(maker, block)
        });
    }

    fn visit_item_mod_mut(&mut self, item: &mut syn::ItemMod) {
        let test = item
            .attrs
            .iter()
            .any(|attr| attr.to_token_stream().to_string().contains("cfg (test)"));
        if !test {
            visit_mut::visit_item_mod_mut(self, item);
        }
    }

    fn visit_item_const_mut(&mut self, _: &mut syn::ItemConst) {}
    fn visit_impl_item_const_mut(&mut self, _: &mut syn::ImplItemConst) {}
    fn visit_item_static_mut(&mut self, _: &mut syn::ItemStatic) {}
    fn visit_type_mut(&mut self, _: &mut Type) {}
    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}
    fn visit_expr_repeat_mut(&mut self, _: &mut syn::ExprRepeat) {}

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let line = expr.span().start().line;
        match expr {
            Expr::Binary(both) if !binds(&both.left) && !binds(&both.right) => {
                let others = other(&both.op).or_else(|| Some(vec![of_numbers(both)?]));
                let (left, right, from) = (&both.left, &both.right, &both.op);
                let mut text = quote! { (#left) #from (#right) };
                let mut wrapped = false;
                for op in others.unwrap_or_default() {
                    let what = format!(
                        "`{}` for `{}`",
                        op.to_token_stream(),
                        from.to_token_stream()
                    );
                    if let Some(number) = self.take(line, &what) {
                        text = quote! { (if crate::mutant::on(#number) { (#left) #op (#right) } else { #text }) };
                        wrapped = true;
                    }
                }
                if wrapped {
                    *expr = syn::parse2(text).expect("an expression");
                }
            }
            Expr::Unary(one) if matches!(one.op, UnOp::Not(_)) => {
                if let Some(number) = self.take(line, "no `!`") {
                    let inner = &one.expr;
                    let text =
                        quote! { (if crate::mutant::on(#number) { #inner } else { !(#inner) }) };
                    *expr = syn::parse2(text).expect("an expression");
                }
            }
            _ => {}
        }
    }
}

/// Sources below a path, sorted.
fn sources(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = std::fs::read_dir(path).expect("a folder of sources");
    let mut below: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    below.sort();
    let kept = below
        .iter()
        .filter(|path| path.is_dir() || path.extension().is_some_and(|end| end == "rs"));
    kept.flat_map(|path| sources(path)).collect()
}

const SWITCH: &str = "\n#[doc = \"Which mutant is on.\"]\npub(crate) mod mutant {\n    pub(crate) fn on(number: u32) -> bool {\n        \
    static ON: std::sync::LazyLock<u32> = std::sync::LazyLock::new(|| {\n            \
    std::env::var(\"MUTANT\").ok().and_then(|text| text.parse().ok()).unwrap_or(0)\n        });\n        *ON == number\n    }\n}\n";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [tree, seed, count, paths @ ..] = arguments.as_slice() else {
        panic!("mutants TREE SEED COUNT PATH...");
    };
    let tree = Path::new(tree);
    let mut dice: u64 = seed.parse().expect("a seed");
    let mut roll = |below: usize| {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(dice >> 16) * below as u128) >> 48) as usize
    };
    let count: usize = count.parse().expect("a count");
    let mut next = 1;
    for path in paths {
        let files = sources(&tree.join(path));
        let parse = |file: &Path| {
            let text = std::fs::read_to_string(file).expect("a source");
            syn::parse_file(&text).expect("a Rust file")
        };
        let places: Vec<(usize, usize)> = files
            .iter()
            .enumerate()
            .flat_map(|(at, file)| {
                let mut counter = Maker::default();
                counter.visit_file_mut(&mut parse(file));
                (0..counter.seen).map(move |place| (at, place))
            })
            .collect();
        eprintln!("{path}: {} places", places.len());
        let mut drawn = BTreeSet::new();
        while drawn.len() < count.min(places.len()) {
            drawn.insert(places[roll(places.len())]);
        }
        for (at, file) in files.iter().enumerate() {
            let chosen: BTreeSet<usize> = drawn
                .iter()
                .filter(|(of, _)| *of == at)
                .map(|(_, place)| *place)
                .collect();
            if chosen.is_empty() {
                continue;
            }
            let mut tokens = parse(file);
            let mut maker = Maker {
                chosen,
                first: next,
                ..Maker::default()
            };
            maker.visit_file_mut(&mut tokens);
            next += maker.made.len();
            let name = file.strip_prefix(tree).expect("below the tree").display();
            for made in &maker.made {
                let (number, rest) = made.split_once('\t').expect("two fields");
                println!("{number}\t{name}\t{rest}");
            }
            std::fs::write(file, tokens.to_token_stream().to_string()).expect("written");
        }
    }
    for root in ["src/lib.rs", "crates/router/src/lib.rs"] {
        let file = tree.join(root);
        let text = std::fs::read_to_string(&file).expect("the root of a crate");
        std::fs::write(&file, text + SWITCH).expect("written");
    }
}
