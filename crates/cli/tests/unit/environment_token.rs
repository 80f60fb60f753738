//! The environment's token is used in the place of the keyring's, and hides none that is to be forgotten.
use engine::MemoryVault;

use super::*;

#[tokio::test]
async fn signing_out_with_a_token_of_the_environment_forgets_what_the_keyring_has() {
    let keyring = Arc::new(MemoryVault::new());
    let key = VaultKey {
        server: "https://avvento.example".to_owned(),
        user: "u1".to_owned(),
    };
    let kept = keyring.keep(&key, "of the keyring").await;
    kept.expect("kept");
    let vault = EnvironmentVault {
        token: "of the environment".to_owned(),
        keyring: keyring.clone(),
    };
    let used = vault.load(&key).await.expect("read");
    assert_eq!(used.as_deref(), Some("of the environment"));
    vault.keep(&key, "new").await.expect("nothing is kept");
    let left = keyring.load(&key).await.expect("read");
    assert_eq!(
        left.as_deref(),
        Some("of the keyring"),
        "it is not replaced"
    );
    vault.forget(&key).await.expect("forgotten");
    assert_eq!(keyring.load(&key).await.expect("read"), None);
}
