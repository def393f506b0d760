//! Parquet in, Parquet out: the columns of the table with those of the answers behind them.

use std::fs::File;
use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::types::Int64Type;
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::runs::{Folder, corridor, json, refused};

fn texts(cells: [&str; 3]) -> ArrayRef {
    Arc::new(StringArray::from(cells.to_vec()))
}

fn write(path: &str, columns: Vec<(&str, ArrayRef)>) {
    let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
    let file = File::create(path).expect("writable");
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
}

fn read(path: &str) -> RecordBatch {
    let file = File::open(path).expect("a file");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let mut batches = reader.build().expect("a reader");
    let batch = batches.next().expect("rows").expect("read");
    assert!(batches.next().is_none());
    batch
}

#[test]
fn a_table_keeps_its_columns_and_gets_those_of_the_answers() {
    let folder = Folder::new("parquet", &[]);
    let (table, out) = (folder.file("in.parquet"), folder.file("out.parquet"));
    write(
        &table,
        vec![
            (
                "order",
                Arc::new(Int64Array::from(vec![7, 8, 9])) as ArrayRef,
            ),
            ("from", texts(["Almaty", "Almaty", "Almaty"])),
            ("to", texts(["Istanbul", "Atlantis", "Moscow"])),
            (
                "mass_tonnes",
                Arc::new(Float64Array::from(vec![18.5, 20.0, 20.0])) as ArrayRef,
            ),
        ],
    );
    let run = corridor(&["batch", &table, "--out", &out]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{}", run.stderr);
    let found = read(&out);
    let texts = |name: &str| {
        let column = found.column_by_name(name).expect(name);
        let cells = column.as_string::<i32>().iter();
        cells
            .map(|cell| cell.unwrap_or("").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(texts("answer"), ["route", "error", "no_route"]);
    assert_eq!(texts("code"), ["", "place_unknown", "endpoint_excluded"]);
    let whole = |name: &str| {
        let column = found.column_by_name(name).expect(name);
        column
            .as_primitive::<Int64Type>()
            .iter()
            .collect::<Vec<_>>()
    };
    assert_eq!(whole("order"), [Some(7), Some(8), Some(9)]);
    // What `plan` says of the first row.
    let plan = json(&[
        "plan",
        "Almaty",
        "Istanbul",
        "--tonnes=18.5",
        "--least=cost",
        "--policy=russia-excluded",
    ]);
    let cents = plan["route"]["totals"]["cost_usd_cents"].as_i64();
    assert!(cents.is_some());
    assert_eq!(whole("cost_usd_cents"), [cents, None, None]);
}

#[test]
fn what_cannot_be_answered_leaves_no_file() {
    let folder = Folder::new("parquet-bad", &[("text.parquet", "from,to\nBaku,Poti\n")]);
    let (table, out) = (folder.file("in.parquet"), folder.file("out.parquet"));
    let ends = || {
        vec![
            ("from", texts(["Baku", "Baku", "Baku"])),
            ("to", texts(["Poti", "Poti", "Poti"])),
        ]
    };
    write(&table, ends());
    let error = refused(&["batch", &table]);
    assert!(error.contains("give `--out FILE`"), "{error}");
    let error = refused(&["batch", &table, "--out", &out, "--resume"]);
    assert!(error.contains("leave `--resume` out"), "{error}");
    let error = refused(&["batch", &table, "--out", &table]);
    assert!(error.contains("another file"), "{error}");
    let error = refused(&["batch", &folder.file("text.parquet"), "--out", &out]);
    assert!(error.contains("text.parquet"), "{error}");
    let mut added = ends();
    added.push(("answer", texts(["", "", ""])));
    write(&table, added);
    let error = refused(&["batch", &table, "--out", &out]);
    assert!(error.contains("`answer` is one that is added"), "{error}");
    write(&table, ends()[..1].to_vec());
    let error = refused(&["batch", &table, "--out", &out]);
    assert!(error.contains("no column `to`"), "{error}");
    let left = std::fs::read_dir(folder.path()).expect("a folder");
    assert_eq!(left.count(), 2);
}
