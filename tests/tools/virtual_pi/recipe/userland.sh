# Debian's userland, with what the tests and the package under test need, and nothing that is slow.

step "userland"
mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' |
    awk -v suite="$suite" '$2 == suite {print $1; exit}')
[ -n "$mirror" ] || { echo "this machine's apt knows no repository of $suite" >&2; exit 1; }
# The guest reaches no network: whatever the package under test depends on has to be in here.
packages=systemd,systemd-sysv,systemd-timesyncd,libpam-systemd,udev,dbus,openssh-server,python3,adduser,kmod,procps,i2c-tools
unshare --mount --propagation private debootstrap --variant=minbase --cache-dir="$downloads/bootstrap" \
    --include="$packages" "$suite" "$root" "$mirror" >"$work/debootstrap.log" 2>&1 ||
    { tail -20 "$work/debootstrap.log" >&2; exit 1; }
python=$(chroot "$root" python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
rm -rf "$root"/usr/share/{doc,man,info,locale,lintian}/* "$root"/var/cache/apt/archives/*.deb \
    "$root"/var/lib/apt/lists/* "$root"/etc/ssh/ssh_host_{rsa,ecdsa}_key*

step "guest"
modules=lib/modules/$kernel
mkdir -p "$root/$modules"
cp "$work/kernel/$modules"/modules.{order,builtin,builtin.modinfo} "$root/$modules/"
with_needed i2c-dev autofs4 overlay uinput | while read -r file; do
    install -D -m644 "$file" "$root/${file#"$work/kernel/"}"
done
depmod -b "$root" "$kernel"

cp -r --preserve=mode "$here/../guest/." "$root/"
chmod -R u=rwX,go=rX "$root/etc/systemd" "$root/etc/udev" "$root/etc/ssh/sshd_config.d" "$root/usr/local"
echo car >"$root/etc/hostname"
echo '127.0.0.1 localhost car' >"$root/etc/hosts"
# The starter mounts the card; a machine that knows who it is has no first boot to go through.
: >"$root/etc/fstab"
chroot "$root" systemd-machine-id-setup >/dev/null 2>&1
for group in gpio i2c; do chroot "$root" groupadd -r -f "$group"; done # as on Raspberry Pi OS

ssh-keygen -q -t ed25519 -N '' -C 'the tests' -f "$destination/ssh_key"
chmod 644 "$destination/ssh_key" # each machine takes a copy of its own
install -d -m700 "$root/root/.ssh"
install -m600 "$destination/ssh_key.pub" "$root/root/.ssh/authorized_keys"

chroot "$root" systemctl enable -q virtual-pi-ready.service ssh.service
chroot "$root" systemctl disable -q systemd-timesyncd.service
# What takes seconds of an emulated boot and does nothing that a test looks at.
chroot "$root" systemctl mask -q apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer \
    e2scrub_reap.service fstrim.timer systemd-tmpfiles-clean.timer getty@tty1.service serial-getty@ttyS0.service \
    systemd-firstboot.service systemd-random-seed.service systemd-update-utmp.service \
    systemd-update-utmp-runlevel.service systemd-network-generator.service systemd-binfmt.service \
    kmod-static-nodes.service modprobe@configfs.service modprobe@dm_mod.service modprobe@drm.service \
    modprobe@efi_pstore.service modprobe@fuse.service modprobe@loop.service dev-hugepages.mount dev-mqueue.mount \
    sys-kernel-config.mount sys-kernel-debug.mount sys-kernel-tracing.mount sys-fs-fuse-connections.mount \
    user@0.service
generators=$root/etc/systemd/system-generators
mkdir -p "$generators"
for name in bless-boot cryptsetup getty gpt-auto hibernate-resume integritysetup rc-local run \
    system-update sysv veritysetup; do
    ln -s /dev/null "$generators/systemd-$name-generator"
done
touch "$root/etc/.updated" "$root/var/.updated" # nothing has changed since: sysusers need not look at boot
