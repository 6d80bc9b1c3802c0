# Debian's kernel, and the module that simulates a Pi's pins, built for it.

step "kernel"
image=$(apt-cache depends "linux-image-$flavour" | awk '/Depends: linux-image-/ {print $2; exit}')
kernel=${image#linux-image-}
version=$(apt-cache policy "$image" | awk '/Candidate:/ {print $2}')
series=$(cut -d. -f1,2 <<<"$kernel")
mkdir -p "$work/kernel" "$work/headers"
dpkg-deb -x "$(package "$image" "$version")" "$work/kernel"
# Unpacked here, once: an emulated processor takes seconds over it at every start.
packed=$work/kernel/boot/vmlinuz-$kernel
at=$(LC_ALL=C grep -abo -m1 -P '\xfd7zXZ\x00' "$packed" | head -1 | cut -d: -f1)
tail -c +$((at + 1)) "$packed" | xz -dc --single-stream >"$destination/vmlinux" 2>"$work/xz.log" || true
[ "$(head -c 4 "$destination/vmlinux")" = $'\x7fELF' ] || { cat "$work/xz.log"; exit 1; }

pin_source() { # the three files of the kernel's source that gpio-sim is made of, read once
    local kept=$downloads/gpio-sim-$version source=linux-source-$series
    if [ ! -d "$kept" ]; then
        mkdir -p "$work/source"
        # The package is large and these are early in it: tar stops, and what feeds it complains.
        { dpkg-deb --fsys-tarfile "$(package "$source" "$version")" | tar xOf - "./usr/src/$source.tar.xz" | xz -dc |
            tar xf - -C "$work/source" --strip-components=1 --occurrence=1 \
                "$source/drivers/gpio/gpio-sim.c" "$source/drivers/gpio/gpiolib.h" "$source/kernel/irq/irq_sim.c"; } \
            2>"$work/source.log" || true
        mkdir "$kept.part"
        cp "$work/source"/{drivers/gpio/gpio-sim.c,drivers/gpio/gpiolib.h,kernel/irq/irq_sim.c} "$kept.part/"
        mv "$kept.part" "$kept"
    fi
    echo "$kept"
}

build_pins() {
    local headers=$work/headers/usr/src/linux-headers-$kernel module=$work/gpio-sim name source
    for name in "linux-headers-$kernel" "linux-headers-${kernel%-"$flavour"}-common" \
        "linux-kbuild-$series" linux-compiler-gcc-12-x86; do
        dpkg-deb -x "$(package "$name" "$version")" "$work/headers"
    done
    source=$(pin_source)
    mkdir -p "$module"
    cp "$source/gpio-sim.c" "$module/gpio-sim-core.c"
    cp "$source/gpiolib.h" "$module/"
    # Debian builds its kernel without the simulated interrupts, so they go into the module. Two
    # functions that modules may not call give way to an exported one that does the same here.
    sed 's/handle_simple_irq(irq_to_desc(irqnum));/generic_handle_irq(irqnum);/; /^EXPORT_SYMBOL_GPL/d' \
        "$source/irq_sim.c" >"$module/irq_sim.c"
    printf 'obj-m := gpio-sim.o\ngpio-sim-y := gpio-sim-core.o irq_sim.o\n' >"$module/Kbuild"
    sed -i "s#^include /usr/src/#include $work/headers/usr/src/#" "$headers/Makefile"
    make -s -C "$headers" M="$module" modules >"$work/make.log" 2>&1 || { cat "$work/make.log"; return 1; }
    strip --strip-debug "$module/gpio-sim.ko"
    install -D -m644 "$module/gpio-sim.ko" "$work/kernel/lib/modules/$kernel/extra/gpio-sim.ko"
}

if ! grep -q '^CONFIG_GPIO_SIM=m' "$work/kernel/boot/config-$kernel"; then
    step "simulated pins"
    build_pins
fi
depmod -b "$work/kernel" "$kernel"
