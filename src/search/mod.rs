//! Shortest paths on integers; knows no freight word.
