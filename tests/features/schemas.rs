//! Schemas are those of the types.

use std::path::Path;

use trade_corridor::json::Schema;

#[test]
fn schemas_are_those_of_the_types() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/json/schemas");
    for schema in Schema::ALL {
        let made = serde_json::to_string_pretty(&schema.made()).expect("text") + "\n";
        let path = folder.join(format!("{schema}.json"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &made).expect("writable");
            continue;
        }
        assert!(
            schema.text() == made,
            "`{schema}` changed; UPDATE_GOLDEN=1 records it: {}",
            path.display()
        );
    }
}
