"""A head unit that behaves as the facts say, for practice and as a judge of the press plan.

It shares no code with the press plan: how keys act, where digits start and what a wrong code
costs is written here a second time, from the sources. What nobody knows is a parameter (see
``Unknowns``), and a plan has to be right for every head unit in ``worlds``.
"""
