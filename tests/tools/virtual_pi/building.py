"""Where the virtual Pi's image lies, and how it comes to be there.

It is built once and kept, under a name that tells what it was built from: another recipe makes
another image. ``STEADYHAND_VIRTUAL_PI`` names the directory to keep it in. This room needs nothing
but the standard library, so that a machine can build before it has the tests' environment.
"""

import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
MADE_OF = ("recipe", "guest")
HOST_PACKAGES = (
    *("qemu-system-x86", "debootstrap", "gcc-12", "make", "libelf1", "kmod", "cpio", "zstd"),
    *("xz-utils", "e2fsprogs", "openssh-client"),
)
"""What Debian calls what a machine needs to build the image and to run it."""
RUNS = ("qemu-system-x86_64", "ssh", "ssh-keygen", "setpriv", "e2fsck", "debugfs")
BUILDS = ("apt-get", "debootstrap", "gcc-12", "make", "modprobe", "cpio", "zstd", "xz", "mkfs.ext4")
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
HOW = "python3 -m tests.tools.virtual_pi build --install-host-deps, as root on Debian"


class Image:
    """What a virtual Pi starts from."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.kernel = str(directory / "vmlinux")
        self.starter = str(directory / "initrd.img")  # the little system that the kernel starts
        self.card = directory / "base.img"  # fresh from the shop: the userland, never started
        self.key = directory / "ssh_key"  # what root lets in

    @property
    def built(self) -> bool:
        return (self.directory / "made.json").exists()


def kept_in() -> Path:
    """The directory for images and what was fetched for them."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("STEADYHAND_VIRTUAL_PI") or Path(cache) / "steadyhand/virtual-pi")


def image() -> Image:
    """The image of this recipe, built or not."""
    sources = sorted(f for part in MADE_OF for f in (HERE / part).rglob("*") if f.is_file())
    made_of = hashlib.sha256()
    for file in sources:
        text = file.read_bytes()
        made_of.update(f"{file.relative_to(HERE)} {len(text)}\n".encode() + text)
    return Image(kept_in() / made_of.hexdigest()[:16])


def lacking() -> str | None:
    """Why this machine can have no virtual Pi, in words; None where it can."""
    if platform.machine() != "x86_64":
        return f"the virtual Pi is built for x86-64, and this machine is {platform.machine()}"
    if missing := _missing(RUNS):
        return f"no virtual Pi without {missing}: {HOW}"
    if image().built:
        return None
    if os.geteuid() != 0:
        return f"the virtual Pi is not built, and only root can build it: {HOW}"
    if missing := _missing(BUILDS):
        return f"the virtual Pi is not built, and {missing} is missing: {HOW}"
    return None


def build() -> Image:
    """Build the image unless it is there; whoever comes second waits. Minutes.

    Raises subprocess.CalledProcessError where a step of the recipe fails; it has said why.
    """
    wanted = image()
    if wanted.built:
        return wanted
    kept_in().mkdir(parents=True, exist_ok=True)
    with (kept_in() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wanted.built:
            part = wanted.directory.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            recipe = ["bash", HERE / "recipe/build.sh", part, kept_in() / "downloads"]
            subprocess.run(recipe, env=os.environ | {"PATH": PATH}, check=True)
            part.rename(wanted.directory)
    return wanted


def install_host_packages() -> None:
    """Install what this machine needs to build and to run, with its own apt. Needs root."""
    apt_get = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for asked in (["update"], ["install", "-y", "--no-install-recommends", *HOST_PACKAGES]):
        subprocess.run([*apt_get, *asked], env=environment, check=True)


def _missing(programs: tuple[str, ...]) -> str:
    """The programs that are not on this machine, in a list for people."""
    return ", ".join(name for name in programs if not shutil.which(name, path=PATH))
