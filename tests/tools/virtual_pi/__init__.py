"""A Pi that is not there: real systemd, real sshd, the unmodified lgpio, real power cuts.

A machine that can have none skips these tests and says why. Once, as root on Debian (minutes)::

    python3 -m tests.tools.virtual_pi build --install-host-deps

builds the image: Debian 12 for the architecture at hand, with the kernel's simulated pins. Tests
build it by themselves where they can. ``python3 -m tests.tools.virtual_pi try`` opens a shell.

Tests that want a machine lie in ``tests/virtual_pi`` and take the fixture ``image``::

    with VirtualPi(image, directory) as pi:     # a new card and no power yet
        pi.pins.pull(16, up=True)               # the world outside, as it is at power-on
        pi.start(clock="stopped")               # a DS3231 that has lost its current
        pi.put(package, "/root/it.deb")
        pi.exec("dpkg -i /root/it.deb")         # as root; no network in there
        pi.pins.press(6)
        pi.wait_for(r"^saved 7$")               # what the guest wrote to /dev/ttyS1
        pi.power_cut("torn", seed=3)            # the battery comes off
        pi.start()                              # and on again, with what the card kept

A start takes 10 seconds on an idle machine and a minute on a busy one, so the tests of a file share
one machine where order does not matter, and look at a card with ``on_card`` rather than start from
it. What takes long to prepare is prepared once: ``VirtualPi(image, directory, card=prepared.card)``
starts from a copy of the card of a machine that was stopped.

* ``pins``: ``pull``, ``press``, ``read``; ``play`` and ``watch`` act inside the guest, hundreds of
  changes in one call, and tell when each was by the guest's monotonic clock. What is pulled stays
  pulled over a power cut. A line that a program asks to be biased takes that bias, whatever is held
  to it: pull again afterwards.
* ``ssh_command``: an argument list for a terminal of one's own, as any user.
* ``stop`` presses the power button; ``power_cut`` leaves the card's unflushed writes to a policy. A
  cut proves nothing when nothing was acknowledged before it, or when nothing was at risk: look at
  what it returns.
* The processor is a PC's and emulated: it stands for no Pi's speed. The bus (/dev/i2c-1) speaks
  SMBus alone. /proc/cpuinfo is what makes gpiozero see a Pi 4.
"""
