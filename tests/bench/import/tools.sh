# Sourced by the scripts beside it: sets `binary`, the niemyet that is measured, and PYTHON, one that has the packages of
# requirements.txt; what has to be made for that goes into $work, which the script that sources this makes and removes.
if [ -z "${NIEMYET:-}" ]; then
    (cd "$here/../../.." && cargo build --release --quiet)
    NIEMYET=$here/../../../target/release/niemyet
fi
binary=$(realpath "$NIEMYET")
if [ -z "${PYTHON:-}" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    PYTHON=$work/venv/bin/python
fi
export PYTHONDONTWRITEBYTECODE=1
