# The recipes, when none is named
_list:
    @{{ just_executable() }} --list --unsorted

# Serve the API from this tree
run *arguments:
    cargo run -p api -- serve {{ arguments }}

# Run the tests, or those whose names hold what follows: `just test circles`
test *arguments:
    cargo test --workspace {{ arguments }}

# Everything clippy has to say
lint:
    cargo clippy --workspace --all-targets -- -D warnings

# Format the code
fmt:
    git ls-files -z '*.rs' | xargs -0 rustfmt --edition 2024

# Everything CI does
check:
    .ci/run

# Print schema.graphql anew, after a change to the API
schema:
    cargo run -q -p api -- schema > schema.graphql

# Run the benchmarks, optimised; what follows goes to them
bench *arguments:
    cargo run --release -p bench -- {{ arguments }}

# Licences, advisories and sources of the dependencies (needs cargo-deny)
deny:
    cargo deny check
