"""The product on a virtual Pi: installed from its package, wired, and driven as in a car."""
