//! Has the crate built again when a migration is added: the compiler cannot see folders.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=.sqlx");
}
