# The little system that starts first: it brings up what stands for hardware, then the userland.

step "starter"
starter=$work/starter
mkdir -p "$starter"/{dev,proc,sys,run,config,card,modules/clock}
dpkg-deb --fsys-tarfile "$(package busybox-static)" | tar xf - -C "$starter" ./bin/busybox
put() { # directory, modules: into the starter, in the order to load them
    local into=$starter/$1 number=100 file
    shift
    for file in $(with_needed "$@"); do
        strip --strip-debug -o "$into/$number-$(basename "$file")" "$file"
        number=$((number + 1))
    done
}
put modules virtio_pci virtio_blk crc32c_generic crc32c_intel ext4 virtio_rng virtio_net button evdev gpio-sim
put modules/clock i2c-dev i2c-stub
install -m755 "$here/init" "$starter/init"
(cd "$starter" && find . | cpio --quiet -o -H newc | zstd -q -3) >"$destination/initrd.img"
