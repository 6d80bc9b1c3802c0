"""What all asks of a surface share."""

from msgspec import Struct


class BaseAsk(Struct, frozen=True, kw_only=True, tag=True, forbid_unknown_fields=True):
    """The shape all asks share."""


class SecretAsk(BaseAsk, frozen=True, kw_only=True):
    """An ask that carries a secret: it prints as its name alone."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(★)"
