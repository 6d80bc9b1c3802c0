"""What may stand on a screen while the car may move, where a wire tells whether it is parked."""

from pi.service.protocol.views import CarView


def must_park(car: CarView) -> bool:
    """Whether no step may be shown: parking is sensed, and not for certain."""
    return car.senses_parked and car.parked is not True


def hides_codes(car: CarView) -> bool:
    """Whether no code may be shown. With the ignition off the car goes nowhere."""
    return must_park(car) and car.ignition is not False
