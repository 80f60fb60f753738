//! A customer and a server who try it, each act once.
use testkit::hostile::{Act, Plan, run};

/// A list long enough to be taken in parts; the soak has one of 20,000.
const LIST: usize = 2_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_customer_and_server_cost_nobody_else() {
    let plan = Plan {
        seed: 20_261_128,
        acts: Act::count(),
        list: LIST,
    };
    let outcome = run(plan).await.unwrap();
    println!("{outcome}");
    assert!(outcome.is_clean(), "{outcome}");
}
