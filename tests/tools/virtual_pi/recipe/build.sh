#!/usr/bin/env bash
# Build the virtual Pi: Debian's userland and kernel, the modules that stand for a Pi's hardware,
# the little system that starts them, and a key to come in with.
#
#   build.sh DESTINATION DOWNLOADS
#
# DESTINATION gets vmlinux, initrd.img, base.img, ssh_key and made.json; DOWNLOADS keeps what was
# fetched, for the next build. Needs root on a Debian machine of the guest's architecture, with apt's
# lists current. Where packages come from is this machine's own apt's business: it is asked.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$1" "$2/packages" "$2/bootstrap"
destination=$(cd "$1" && pwd) downloads=$(cd "$2" && pwd)
work=$destination/work root=$destination/work/root
suite=bookworm flavour=amd64 size=1G
mkdir -p "$work"

step() { printf 'virtual pi: %4d s: %s\n' "$SECONDS" "$1"; }

package() { # name [version]: the path of its .deb, fetched once
    local name=$1 version=${2:-} file
    [ -n "$version" ] || version=$(apt-cache policy "$name" | awk '/Candidate:/ {print $2}')
    file=$downloads/packages/${name}_${version//:/%3a} # apt writes ':' as %3a
    if ! compgen -G "${file}_*.deb" >/dev/null; then
        (cd "$downloads/packages" && apt-get -qq -o APT::Sandbox::User=root download "$name=$version" >&2)
    fi
    compgen -G "${file}_*.deb" | head -1
}

with_needed() { # modules: their files, each after what it needs
    local module
    for module in "$@"; do
        modprobe -d "$work/kernel" -S "$kernel" --show-depends "$module"
    done | awk '$1 == "insmod" && !seen[$2]++ {print $2}'
}

# Each room works on what the ones before it left.
. "$here/kernel.sh"
. "$here/userland.sh"
. "$here/starter.sh"

step "disk"
# Features that an older e2fsck on the host would not know are left out; it reads the card in tests.
truncate -s "$size" "$destination/base.img"
mkfs.ext4 -q -F -L steadyhand -m 0 -O ^metadata_csum_seed,^orphan_file -d "$root" "$destination/base.img" 2>"$work/mkfs.log" ||
    mkfs.ext4 -q -F -L steadyhand -m 0 -d "$root" "$destination/base.img"
printf '{"kernel": "%s", "python": "%s", "seconds": %d}\n' "$kernel" "$python" "$SECONDS" >"$destination/made.json"
rm -rf --one-file-system "$work"
step "done"
