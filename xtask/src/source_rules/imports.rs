//! Circles of imports between the files of a crate.
//!
//! A file that names a path from `crate::` depends on the file that declares the last item of that path; what a
//! module passes on (`pub use`) is followed to where it comes from, so that a crate's front door is nobody's
//! dependency. Files that depend on each other in a circle can only be understood together.

use super::Source;
use anyhow::{Context, Result};
use petgraph::{algo::tarjan_scc, graphmap::DiGraphMap};
use std::collections::BTreeMap;
use syn::{ItemUse, UseTree, Visibility, visit::Visit};

/// How many re-exports in a row are followed.
const RE_EXPORTS: usize = 8;

/// Every circle, as a line that names its files.
///
/// # Errors
/// When a file is not Rust.
pub fn import_circles(sources: &[Source]) -> Result<Vec<String>> {
    let mut crates: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
    for source in sources {
        if let Some((name, inside)) = source.path.split_once("/src/")
            && inside.ends_with(".rs")
        {
            crates.entry(name).or_default().push(source);
        }
    }
    let mut circles = Vec::new();
    for files in crates.values() {
        circles.extend(circles_in_crate(files)?);
    }
    Ok(circles)
}

fn circles_in_crate(files: &[&Source]) -> Result<Vec<String>> {
    let mut modules = BTreeMap::new();
    for file in files {
        let module = Module::read(file).with_context(|| format!("{} is not Rust", file.path))?;
        modules.insert(module_path(&file.path), module);
    }
    let mut graph: DiGraphMap<&str, ()> = DiGraphMap::new();
    for module in modules.values() {
        for path in &module.imports {
            if let Some(target) = declaring_file(&modules, path)
                && target != module.file
            {
                graph.add_edge(module.file, target, ());
            }
        }
    }
    Ok(tarjan_scc(&graph)
        .into_iter()
        .filter(|circle| circle.len() > 1)
        .map(|mut circle| {
            circle.sort_unstable();
            format!(
                "{} files import each other in a circle: {}",
                circle.len(),
                circle.join(", ")
            )
        })
        .collect())
}

/// One file as a module.
struct Module<'a> {
    file: &'a str,
    /// Paths after `crate::` that the file's own code names.
    imports: Vec<Vec<String>>,
    /// Names that the module passes on, with the path after `crate::` that each comes from.
    re_exports: BTreeMap<String, Vec<String>>,
}

impl<'a> Module<'a> {
    fn read(source: &'a Source) -> Result<Self> {
        let parsed = syn::parse_file(&source.text)?;
        let mut reader = Reader {
            own: module_path(&source.path),
            imports: Vec::new(),
            re_exports: BTreeMap::new(),
        };
        reader.visit_file(&parsed);
        Ok(Self {
            file: &source.path,
            imports: reader.imports,
            re_exports: reader.re_exports,
        })
    }
}

/// The module that a file holds: `crates/x/src/a/b.rs` is `["a", "b"]`, the crate's root is empty.
fn module_path(file: &str) -> Vec<String> {
    let inside = file.split_once("/src/").map_or(file, |(_, inside)| inside);
    let inside = inside.trim_end_matches(".rs");
    let parts = inside.split('/').map(str::to_owned);
    let mut path: Vec<String> = parts.collect();
    if matches!(
        path.last().map(String::as_str),
        Some("mod" | "lib" | "main")
    ) {
        path.pop();
    }
    path
}

/// The file that declares what a path names.
fn declaring_file<'a>(
    modules: &BTreeMap<Vec<String>, Module<'a>>,
    path: &[String],
) -> Option<&'a str> {
    let mut path = path.to_vec();
    for _ in 0..RE_EXPORTS {
        let depth = (0..=path.len()).rev().find(|depth| {
            path.get(..*depth)
                .is_some_and(|prefix| modules.contains_key(prefix))
        })?;
        let module = modules.get(path.get(..depth)?)?;
        let origin = path.get(depth).and_then(|name| module.re_exports.get(name));
        let Some(origin) = origin else {
            return Some(module.file);
        };
        let rest = path.get(depth + 1..).unwrap_or_default().to_vec();
        path = origin.iter().cloned().chain(rest).collect();
    }
    None
}

/// Collects what a file imports and what it passes on.
struct Reader {
    own: Vec<String>,
    imports: Vec<Vec<String>>,
    re_exports: BTreeMap<String, Vec<String>>,
}

impl Reader {
    /// The path after `crate::`, of a path that is written from here.
    fn absolute(&self, path: &[String]) -> Vec<String> {
        let mut base = self.own.clone();
        let mut rest = path;
        loop {
            match rest.first().map(String::as_str) {
                Some("crate") => base.clear(),
                Some("self") => {}
                Some("super") => {
                    base.pop();
                }
                _ => return base.into_iter().chain(rest.iter().cloned()).collect(),
            }
            rest = rest.get(1..).unwrap_or_default();
        }
    }

    fn read_use(&mut self, item: &ItemUse) {
        let mut leaves = Vec::new();
        collect_leaves(&item.tree, &mut Vec::new(), &mut leaves);
        let passed_on = !matches!(item.vis, Visibility::Inherited);
        for (path, name) in leaves {
            if passed_on {
                let origin = self.absolute(&path);
                self.re_exports.insert(name, origin);
            } else if names_this_crate(&path) {
                let path = self.absolute(&path);
                self.imports.push(path);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.read_use(item);
    }

    // `pub(super)` names who may look, and imports nothing.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        if names_this_crate(&parts) {
            let path = self.absolute(&parts);
            self.imports.push(path);
        }
        syn::visit::visit_path(self, path);
    }
}

/// Whether a path leads into this crate whatever the file has in scope.
fn names_this_crate(path: &[String]) -> bool {
    matches!(
        path.first().map(String::as_str),
        Some("crate" | "super" | "self")
    )
}

/// Each name at the end of a `use`, with its whole path.
fn collect_leaves(
    tree: &UseTree,
    prefix: &mut Vec<String>,
    leaves: &mut Vec<(Vec<String>, String)>,
) {
    match tree {
        UseTree::Path(path) => {
            prefix.push(path.ident.to_string());
            collect_leaves(&path.tree, prefix, leaves);
            prefix.pop();
        }
        UseTree::Group(group) => {
            for item in &group.items {
                collect_leaves(item, prefix, leaves);
            }
        }
        UseTree::Name(name) if name.ident == "self" => {
            let last = prefix.last().cloned().unwrap_or_default();
            leaves.push((prefix.clone(), last));
        }
        UseTree::Name(name) => push_leaf(&name.ident, name.ident.to_string(), prefix, leaves),
        UseTree::Rename(rename) => {
            push_leaf(&rename.ident, rename.rename.to_string(), prefix, leaves);
        }
        UseTree::Glob(_) => leaves.push((prefix.clone(), "*".to_owned())),
    }
}

fn push_leaf(
    ident: &syn::Ident,
    name: String,
    prefix: &[String],
    leaves: &mut Vec<(Vec<String>, String)>,
) {
    let mut path = prefix.to_vec();
    path.push(ident.to_string());
    leaves.push((path, name));
}
