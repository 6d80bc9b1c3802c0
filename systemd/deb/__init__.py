"""Build the Debian package: `python3 -m systemd.deb`.

It carries a private environment, /opt/steadyhand/venv, whole: nothing is fetched when it is
installed. The environment fits one processor and one minor version of Python, and may be built on
another machine, since all of it comes as wheels.
"""
