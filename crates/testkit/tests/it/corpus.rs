//! Every input that the fuzz targets are begun with, and every one that once broke a target.
use std::path::PathBuf;

use testkit::fuzz::{TARGETS, mutator};

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus")
}

#[test]
fn every_target_takes_its_whole_corpus() {
    for target in TARGETS {
        let inputs = mutator::inputs(&corpus().join(target.name)).expect("a corpus");
        for (name, input) in inputs {
            let taken = std::panic::catch_unwind(|| (target.run)(&input));
            assert!(taken.is_ok(), "{target:?} breaks down at its input {name}");
        }
    }
}

#[test]
fn every_folder_of_the_corpus_has_a_target() {
    for folder in std::fs::read_dir(corpus()).expect("the corpus") {
        let name = folder.unwrap().file_name().into_string().unwrap();
        assert!(
            testkit::fuzz::target(&name).is_some(),
            "nobody takes {name}"
        );
    }
}

#[test]
fn some_hundred_bent_inputs_breaks_no_target() {
    for (number, target) in TARGETS.iter().enumerate() {
        let inputs = if target.name == "journal" { 60 } else { 600 };
        let limit = mutator::Limit::Inputs(inputs);
        let report =
            mutator::run(*target, &corpus(), 20_261_122 + number as u64, limit).expect("a corpus");
        if let Some((input, said)) = report.broken {
            panic!(
                "{target:?}: {said}\nby {:?}",
                String::from_utf8_lossy(&input)
            );
        }
        assert_eq!(report.inputs, inputs, "{target:?} took them all");
    }
}
