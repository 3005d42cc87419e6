# shellcheck shell=bash
# Sourced by the starters beside it: runs the module of the starter's name in the project's environment.
set -u
starter=$(readlink -f -- "${BASH_SOURCE[1]}")
name=${starter##*/}
self=${starter%/*/*}/bench                  # set-up takes the folder that this lies in
failure=2
qt=no
# shellcheck source=packaging/setup.sh
source "${self%/*}/packaging/setup.sh" || exit "$failure"
set_up requirements.txt requirements-dev.txt
PYTHONPATH=$root exec "$python" -m "bench.$name" "$@"
