# Sourced by the other scripts: the project's folder, and one way to speak to the person at the keyboard.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools="$root/.tools"
site="$root/target/site"
export PATH="$tools/node/bin:$PATH"
# Node has authorities of its own; those of the machine, a municipality's proxy among them, count too.
authorities=/etc/ssl/certs/ca-certificates.crt
if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -e "$authorities" ]; then export NODE_EXTRA_CA_CERTS=$authorities; fi

# What is being done, and roughly for how long: «say "Building the server" "about 6 minutes the first time"».
say() {
  if [ $# -gt 1 ]; then printf '• %s (%s)\n' "$1" "$2"; else printf '• %s\n' "$1"; fi
}

# The last word of a script that cannot go on: what is wrong, then the exact command that a person must run.
stop() {
  printf '\n%s\n' "$1" >&2
  shift
  for command in "$@"; do printf '\n    %s\n' "$command" >&2; done
  printf '\nThen run the same command again; what is done is kept.\n' >&2
  exit 1
}
